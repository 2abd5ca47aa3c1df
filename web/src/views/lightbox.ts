import { html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { openDialog } from '../layers';
import type { Attachment } from '../protocol';
import { isRightToLeft, strings } from '../strings';
import { addressOf } from './attachments';
import { icons } from './icons';
import { View } from './view';

/** A picture as large as the window, or as large as it is; arrows lead to the others. */
@customElement('snug-lightbox')
export class Lightbox extends View {
  @state() private pictures: readonly Attachment[] = [];
  @state() private index = 0;
  /** Whether it is shown pixel by pixel, to be moved about. */
  @state() private whole = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  open(pictures: readonly Attachment[], index: number): void {
    this.pictures = pictures;
    this.index = index;
    this.whole = false;
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
          ? html`${this.head(picture)} ${keyed(picture.id, this.stage(picture))}
            ${this.pictures.length > 1 && !this.whole ? this.arrows() : nothing}`
          : nothing
      }
    </dialog>`;
  }

  private head(picture: Attachment) {
    return html`<div class="lightbox-head">
      <span dir="auto">${picture.description ?? picture.name}</span>
      ${
        exceedsWindow(picture)
          ? html`<button
              class="icon-button"
              type="button"
              aria-label=${strings.fullSize}
              title=${strings.fullSize}
              aria-pressed=${this.whole}
              @click=${() => (this.whole = !this.whole)}
            >
              ${icons.zoom}
            </button>`
          : nothing
      }
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
    </div>`;
  }

  /** Where it can be moved about it can be reached by keyboard. */
  private stage(picture: Attachment) {
    const words = picture.description ?? picture.name;
    return html`<div
      class=${this.whole ? 'lightbox-stage whole' : 'lightbox-stage'}
      tabindex=${this.whole ? '0' : nothing}
      role=${this.whole ? 'region' : nothing}
      aria-label=${this.whole ? words : nothing}
    >
      <img
        src=${addressOf(picture)}
        width=${picture.width ?? 0}
        height=${picture.height ?? 0}
        alt=${words}
        decoding="async"
      />
    </div>`;
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
    const target = event.target as HTMLElement;
    if (target === this.dialog || target.className === 'lightbox-stage') {
      this.dialog.close();
    }
  }

  /** Arrows lead where they point; within a picture that is moved about they move it. */
  private pressed(event: KeyboardEvent): void {
    if (!this.whole && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      this.move((event.key === 'ArrowRight') === isRightToLeft ? -1 : 1);
    }
  }

  private move(step: number): void {
    this.index = Math.max(0, Math.min(this.pictures.length - 1, this.index + step));
  }
}

/** Whether there is more to be seen of it than fits. */
function exceedsWindow({ width, height }: Attachment): boolean {
  return (width ?? 0) > window.innerWidth || (height ?? 0) > window.innerHeight;
}
