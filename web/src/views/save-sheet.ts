import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ArchiveFailure, download, saveRoom, type ArchiveFormat } from '../archive';
import { fileSize } from '../format';
import { openDialog } from '../layers';
import type { RoomSession } from '../room-session';
import { strings } from '../strings';
import { View } from './view';

const FORMATS: readonly ArchiveFormat[] = ['html', 'json', 'markdown'];

/** The whole room as a file on this device: which kind, how far it has come, and that it is there. */
@customElement('snug-save-sheet')
export class SaveSheet extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private format: ArchiveFormat = 'html';
  @state() private progress: { bytes: number; about: number } | null = null;
  @state() private note = '';
  @state() private failure = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  private stop = new AbortController();

  open(): void {
    this.note = '';
    this.failure = '';
    this.requestUpdate();
    openDialog(this.dialog);
  }

  protected override render() {
    const { progress } = this;
    const keeps = this.session.state.room?.whoMayExport === 'hosts';
    return html`<dialog
      class="dialog"
      aria-labelledby="save-title"
      @click=${(event: MouseEvent) => event.target === this.dialog && this.dialog.close()}
      @close=${() => this.stop.abort()}
    >
      <h2 id="save-title">${strings.saveRoom}</h2>
      <p class="dialog-text">${strings.saveText}</p>
      <fieldset class="choices" ?disabled=${progress !== null}>
        <legend class="visually-hidden">${strings.saveRoom}</legend>
        ${FORMATS.map((format) => this.choice(format))}
      </fieldset>
      ${
        this.session.isHost
          ? html`<label class="option">
              <input type="checkbox" .checked=${keeps} @change=${this.keepForHosts} />
              ${strings.onlyHostsSave}
            </label>`
          : nothing
      }
      ${
        progress
          ? html`<div class="save-progress">
              <progress
                max=${progress.about || 1}
                .value=${progress.bytes}
                aria-label=${strings.saveRoom}
              ></progress>
              <span>${fileSize(progress.bytes)}</span>
            </div>`
          : nothing
      }
      <p class="dialog-note" role="status">${this.note}</p>
      <p class="field-error" role="alert">${this.failure}</p>
      <div class="dialog-actions">
        <button
          class="button primary"
          type="button"
          ?disabled=${progress !== null}
          @click=${this.save}
        >
          ${strings.save}
        </button>
        <button class="button" type="button" @click=${() => this.dialog.close()}>
          ${progress ? strings.cancel : strings.close}
        </button>
      </div>
    </dialog>`;
  }

  private choice(format: ArchiveFormat) {
    const [name, use] = strings.saveFormats[format];
    return html`<label class="option choice">
      <input
        type="radio"
        name="format"
        .checked=${this.format === format}
        @change=${() => (this.format = format)}
      />
      <span><strong>${name}</strong> <small>${use}</small></span>
    </label>`;
  }

  private readonly save = async (): Promise<void> => {
    this.stop = new AbortController();
    this.note = '';
    this.failure = '';
    this.progress = { bytes: 0, about: 0 };
    try {
      const file = await saveRoom(
        this.session.uploadPlace(),
        this.format,
        (bytes, about) => (this.progress = { bytes, about }),
        this.stop.signal,
      );
      download(file);
      this.note = strings.saved(file.name);
    } catch (failure) {
      if (!this.stop.signal.aborted) {
        this.failure = failure instanceof ArchiveFailure ? failure.message : strings.saveFailed;
      }
    } finally {
      this.progress = null;
    }
  };

  private readonly keepForHosts = async (event: Event): Promise<void> => {
    const keep = (event.target as HTMLInputElement).checked;
    this.failure = (await this.session.update({ whoMayExport: keep ? 'hosts' : 'everyone' })) ?? '';
  };
}
