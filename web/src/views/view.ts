import { LitElement } from 'lit';

/** A view in the document itself: one style sheet, plain focus, names that refer to each other. */
export class View extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}
