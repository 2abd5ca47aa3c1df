/** Marks around what is selected in a text field, so that undo takes them back. */

const MARKS: Record<string, string> = { b: '**', i: '*', e: '`' };

/** The mark that a key stands for together with Ctrl or Cmd. */
export function markOf(event: KeyboardEvent): string | undefined {
  const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  return control ? MARKS[event.key.toLowerCase()] : undefined;
}

/** Puts a mark around the selection, or takes it away again. */
export function toggleMark(field: HTMLTextAreaElement, mark: string): void {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const before = value.slice(start - mark.length, start);
  const after = value.slice(end, end + mark.length);
  if (before === mark && after === mark) {
    const selected = value.slice(start, end);
    field.setSelectionRange(start - mark.length, end + mark.length);
    insert(field, selected);
    field.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    insert(field, mark + value.slice(start, end) + mark);
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
}

/** Makes a link of the selection; without an address the caret stands where it belongs. */
export function makeLink(field: HTMLTextAreaElement, address: string): void {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const words = value.slice(start, end);
  insert(field, `[${words}](${address})`);
  const inside = start + words.length + 3;
  if (!address) {
    field.setSelectionRange(inside, inside);
  }
}

export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text.trim()) && URL.canParse(text.trim());
}

/** Replaces the selection as if it had been typed: undo takes it back. */
export function insert(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  const { selectionStart: start, selectionEnd: end } = field;
  // the command is for whatever has the focus, which another field may have taken
  const isHere = document.activeElement === field;
  const command = text ? 'insertText' : 'delete';
  if (!isHere || !document.execCommand(command, false, text)) {
    field.setRangeText(text, start, end, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}
