import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { storage, type Theme } from '../storage';
import { strings } from '../strings';
import { nextTheme } from '../theme';
import { icons } from './icons';
import { View } from './view';

@customElement('snug-theme-button')
export class ThemeButton extends View {
  @state() private theme: Theme = storage.theme();

  protected override render() {
    return html`<button
      class="icon-button"
      type="button"
      title=${strings.theme[this.theme]}
      aria-label=${strings.theme[this.theme]}
      @click=${() => (this.theme = nextTheme())}
    >
      ${icons[this.theme]}
    </button>`;
  }
}
