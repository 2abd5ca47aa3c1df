import { LitElement } from 'lit';

/** Esc goes back a step; of itself a search field would only empty itself first. */
export function closesOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !event.isComposing) {
    event.preventDefault();
    (event.currentTarget as Element).closest('dialog')?.close();
  }
}

const dialogs = document.getElementsByTagName('dialog');

export function isDialogOpen(): boolean {
  return Array.from(dialogs).some((dialog) => dialog.open || dialog.matches(':popover-open'));
}

/** A view in the document itself: one style sheet, plain focus, names that refer to each other. */
export class View extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}
