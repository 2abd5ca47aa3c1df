import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ArchiveFailure, fillRoom, readSavedRoom } from '../archive';
import type { Connection } from '../connection';
import { EntranceRefused, RoomSession } from '../room-session';
import { strings } from '../strings';
import { DropZone } from './drop-zone';
import { View } from './view';

/** A saved room becomes a room again: chosen with a button, or dropped anywhere on the page. */
@customElement('snug-open-saved')
export class OpenSaved extends View {
  @property({ attribute: false }) connection!: Connection;
  /** The name to go by; nothing if there is none yet, which has been said then. */
  @property({ attribute: false }) who!: () => string;
  @state() private sent: number | null = null;
  @state() private failure = '';
  @state() private dropping = false;
  @query('input') private input!: HTMLInputElement;
  private stop = () => {};
  private readonly dropZone = new DropZone(
    (isOver) => (this.dropping = isOver),
    ({ files: [file] }) => (file ? void this.open(file) : (this.failure = strings.notARoom)),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.dropZone.listen();
  }

  override disconnectedCallback(): void {
    this.stop();
    super.disconnectedCallback();
  }

  protected override render() {
    return html`<div class="open-saved">
      <button
        class="link-button"
        type="button"
        ?disabled=${this.sent !== null}
        @click=${() => this.input.click()}
      >
        ${this.sent === null ? strings.openSaved : strings.opening(Math.round(this.sent * 100))}
      </button>
      <input
        type="file"
        hidden
        accept=".html,.json,text/html,application/json"
        aria-label=${strings.openSaved}
        @change=${this.chosen}
      />
      ${
        this.sent === null
          ? nothing
          : html`<progress max="1" .value=${this.sent} aria-label=${strings.openSaved}></progress>`
      }
      <p class="field-error" role="alert">${this.failure}</p>
      ${this.dropping ? html`<div class="drop-overlay">${strings.dropRoom}</div>` : nothing}
    </div>`;
  }

  private chosen(): void {
    const [file] = this.input.files ?? [];
    this.input.value = '';
    if (file) {
      void this.open(file);
    }
  }

  private async open(file: File): Promise<void> {
    const name = this.who();
    if (!name || this.sent !== null) {
      return;
    }
    this.sent = 0;
    this.failure = '';
    try {
      const detail = await this.restore(file, name);
      this.dispatchEvent(new CustomEvent('snug-entered', { detail }));
    } catch (failure) {
      if (!(failure instanceof ArchiveFailure || failure instanceof EntranceRefused)) {
        throw failure;
      }
      this.failure = failure.message;
    } finally {
      this.sent = null;
    }
  }

  /** A room that could not be filled as a whole is closed again. */
  private async restore(file: File, name: string): Promise<RoomSession> {
    const { title, body } = await readSavedRoom(file);
    const session = await RoomSession.create(this.connection, name, 'empty', title);
    try {
      await fillRoom(session.uploadPlace(), body, (part) => (this.sent = part));
      return session;
    } catch (failure) {
      await session.closeRoom();
      session.dispose();
      throw failure;
    }
  }
}
