import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { highlight, type Piece } from '../highlight';
import { strings } from '../strings';
import { View } from './view';

const COPIED_MILLIS = 2000;

/** A fence: its language, a button to copy it, and colours once they are there. */
@customElement('snug-code-block')
export class CodeBlock extends View {
  @property() code = '';
  @property() language = '';
  @state() private pieces: Piece[] = [];
  @state() private copied = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('code') || changed.has('language')) {
      this.pieces = [{ scope: '', text: this.code }];
      if (this.language) {
        void this.colour(this.code);
      }
    }
  }

  protected override render() {
    return html`<div class="code-block">
      <div class="code-head">
        <span translate="no">${this.language || strings.code}</span>
        <button class="link-button" type="button" @click=${this.copy}>
          ${this.copied ? strings.codeCopied : strings.copyCode}
        </button>
      </div>
      <pre dir="ltr" tabindex="0"><code translate="no">${this.pieces.map(({ scope, text }) =>
        scope ? html`<span class=${scope}>${text}</span>` : text,
      )}</code></pre>
    </div>`;
  }

  private async colour(code: string): Promise<void> {
    const pieces = await highlight(code, this.language).catch(() => []);
    if (code === this.code && pieces.length > 0) {
      this.pieces = pieces;
    }
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.code);
    this.copied = true;
    window.setTimeout(() => (this.copied = false), COPIED_MILLIS);
  }
}
