import { html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { CODE_LENGTH, lettersOf } from '../code';
import { strings } from '../strings';
import { View } from './view';

/** The letters of a room, one in each box. The real field lies above its picture. */
@customElement('snug-code-field')
export class CodeField extends View {
  @property() letters = '';
  @property() failure = '';
  @query('input') private input!: HTMLInputElement;

  focusField(): void {
    this.input.focus();
  }

  protected override render() {
    const boxes = Math.max(CODE_LENGTH.min, this.letters.length);
    return html`<label for="code">${strings.roomCode}</label>
      <div class="code-field">
        <input
          id="code"
          class="code-input"
          type="text"
          inputmode="text"
          autocapitalize="characters"
          autocomplete="off"
          autocorrect="off"
          spellcheck="false"
          enterkeyhint="next"
          dir="ltr"
          aria-invalid=${this.failure ? 'true' : 'false'}
          aria-describedby="code-error"
          .value=${this.letters}
          @input=${this.typed}
        />
        <div class="code-boxes" dir="ltr" aria-hidden="true">
          ${Array.from({ length: boxes }, (_, index) => {
            const current = index === Math.min(this.letters.length, boxes - 1);
            return html`<span class=${current ? 'code-box current' : 'code-box'}
              >${this.letters[index] ?? ''}</span
            >`;
          })}
        </div>
      </div>
      <p id="code-error" class="field-error" role="alert">${this.failure}</p>`;
  }

  private typed(): void {
    this.letters = lettersOf(this.input.value);
    this.input.value = this.letters;
    this.dispatchEvent(new CustomEvent('snug-letters', { detail: this.letters }));
  }
}
