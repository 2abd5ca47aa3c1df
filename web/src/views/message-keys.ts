/** What keys do on a message that has the focus. */

export type KeyAct = 'reply' | 'edit' | 'pick-reaction' | 'copy' | 'delete' | 'more';

const ACTS: Record<string, KeyAct> = {
  r: 'reply',
  e: 'edit',
  '+': 'pick-reaction',
  c: 'copy',
  Delete: 'delete',
  Enter: 'more',
};

export function actOfKey(event: KeyboardEvent): KeyAct | undefined {
  const free = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  return free ? ACTS[event.key] : undefined;
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
