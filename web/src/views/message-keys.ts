/**
 * What keys do on a message that has the focus. No letter alone does anything: it is the beginning of
 * what somebody writes.
 */

export type KeyAct = 'reply' | 'edit' | 'pick-reaction' | 'copy' | 'delete' | 'more';

export function actOfKey(event: KeyboardEvent): KeyAct | undefined {
  const control = event.ctrlKey || event.metaKey;
  const alone = !control && !event.altKey && !event.shiftKey && !event.isComposing;
  if (alone) {
    return event.key === 'Enter' ? 'more' : event.key === 'Delete' ? 'delete' : undefined;
  }
  const copies = control && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'c';
  return copies && getSelection()?.isCollapsed !== false ? 'copy' : undefined;
}

/** The message that an arrow, Home or End leads to from this one. */
export function neighbour(article: HTMLElement, key: string): HTMLElement | null {
  const all = [...article.closest('[role=log]')!.querySelectorAll<HTMLElement>('article[data-id]')];
  const at = all.indexOf(article);
  switch (key) {
    case 'ArrowUp':
      return all[at - 1] ?? null;
    case 'ArrowDown':
      return all[at + 1] ?? null;
    case 'Home':
      return all[0] ?? null;
    case 'End':
      return all.at(-1) ?? null;
    default:
      return null;
  }
}
