import { LitElement } from 'lit';

const dialogs = document.getElementsByTagName('dialog');

export function isDialogOpen(): boolean {
  return Array.from(dialogs).some((dialog) => dialog.open || dialog.matches(':popover-open'));
}

/** Whether what is typed or pasted here belongs here, and not to the message that is being written. */
export function takesText(target: EventTarget | null): boolean {
  const taking = 'input, textarea, select, audio, video, dialog, [contenteditable]';
  return target instanceof Element && target.closest(taking) !== null;
}

/** Whether the key writes something: alone, with AltGr, or as the beginning of an accented letter. */
export function writes(event: KeyboardEvent): boolean {
  const control = event.ctrlKey || event.metaKey;
  const command = control && !event.getModifierState('AltGraph');
  const letter = [...event.key].length === 1 && event.key !== ' ';
  return !command && (letter || event.key === 'Dead' || event.key === 'Process');
}

/** A view in the document itself: one style sheet, plain focus, names that refer to each other. */
export class View extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}
