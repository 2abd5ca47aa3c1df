import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { strings } from '../strings';
import { View } from './view';

/** Words that are hidden until somebody asks for them. */
@customElement('snug-spoiler')
export class Spoiler extends View {
  @property({ attribute: false }) content: TemplateResult[] = [];
  @state() private shown = false;

  protected override render() {
    return this.shown
      ? html`<span class="spoiler shown">${this.content}</span>`
      : html`<button
          class="spoiler"
          type="button"
          aria-label=${strings.spoiler}
          @click=${() => (this.shown = true)}
        >
          <span aria-hidden="true">${this.content}</span>
        </button>`;
  }
}
