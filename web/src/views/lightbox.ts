import { html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { openDialog } from '../layers';
import type { Attachment } from '../protocol';
import { strings } from '../strings';
import { addressOf } from './attachments';
import { icons } from './icons';
import { View } from './view';

/** A picture as large as the window; arrows lead to the others. */
@customElement('snug-lightbox')
export class Lightbox extends View {
  @state() private pictures: readonly Attachment[] = [];
  @state() private index = 0;
  @query('dialog') private dialog!: HTMLDialogElement;

  open(pictures: readonly Attachment[], index: number): void {
    this.pictures = pictures;
    this.index = index;
    openDialog(this.dialog);
  }

  protected override render() {
    const picture = this.pictures[this.index];
    return html`<dialog
      class="lightbox"
      aria-label=${picture?.name ?? strings.picture}
      @click=${this.clicked}
      @keydown=${this.pressed}
      @close=${() => (this.pictures = [])}
    >
      ${
        picture
          ? html`<div class="lightbox-head">
                <span dir="auto">${picture.description ?? picture.name}</span>
                <a
                  class="icon-button"
                  href=${addressOf(picture)}
                  download=${picture.name}
                  aria-label=${strings.download}
                  title=${strings.download}
                  >${icons.download}</a
                >
                <button
                  class="icon-button"
                  type="button"
                  aria-label=${strings.close}
                  title=${strings.close}
                  @click=${() => this.dialog.close()}
                >
                  ${icons.close}
                </button>
              </div>
              <img
                src=${addressOf(picture)}
                width=${picture.width ?? 0}
                height=${picture.height ?? 0}
                alt=${picture.description ?? picture.name}
              />
              ${this.pictures.length > 1 ? this.arrows() : nothing}`
          : nothing
      }
    </dialog>`;
  }

  private arrows() {
    const arrow = (step: number, label: string, className: string) =>
      html`<button
        class=${`lightbox-arrow ${className}`}
        type="button"
        aria-label=${label}
        ?disabled=${!this.pictures[this.index + step]}
        @click=${() => this.move(step)}
      >
        ${icons.next}
      </button>`;
    return html`${arrow(-1, strings.previousPicture, 'previous')}
    ${arrow(1, strings.nextPicture, 'next')}`;
  }

  private clicked(event: MouseEvent): void {
    if (event.target === this.dialog) {
      this.dialog.close();
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      this.move(event.key === 'ArrowRight' ? 1 : -1);
    }
  }

  private move(step: number): void {
    this.index = Math.max(0, Math.min(this.pictures.length - 1, this.index + step));
  }
}
