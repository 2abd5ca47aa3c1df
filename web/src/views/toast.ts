/** A word in passing, that something is done: seen for a moment, and read out. */

import { strings } from '../strings';

const SHOWN_MILLIS = 2600;
let place: HTMLElement | undefined;
let timer = 0;

/** Says it above everything, also above an open dialog: what lies outside of one is not read out. */
export function toast(text: string): void {
  place ??= make();
  const dialogs = document.querySelectorAll('dialog[open]');
  const above = dialogs.item(dialogs.length - 1) ?? document.body;
  if (place.parentNode !== above) {
    above.append(place);
  }
  place.textContent = '';
  window.clearTimeout(timer);
  // a region that has just been put there tells only of what changes after that
  timer = window.setTimeout(() => show(text), 50);
}

/** Copies the text, and says so; also without a secure context, where there is no clipboard to write to. */
export async function copy(text: string, done: string): Promise<void> {
  toast((await written(text)) ? done : strings.copyFailed);
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByCommand(text);
  }
}

function copiedByCommand(text: string): boolean {
  let copied = false;
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  document.addEventListener('copy', put, true);
  document.execCommand('copy');
  document.removeEventListener('copy', put, true);
  return copied;
}

function make(): HTMLElement {
  const element = document.createElement('p');
  element.className = 'toast';
  element.setAttribute('role', 'status');
  return element;
}

function show(text: string): void {
  place!.textContent = text;
  timer = window.setTimeout(() => (place!.textContent = ''), SHOWN_MILLIS);
}
