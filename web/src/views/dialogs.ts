import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lettersOf } from '../code';
import { baseUrl } from '../connection';
import { openDialog } from '../layers';
import type { RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import { qrCode } from './qr-code';
import { copy } from './toast';
import { View } from './view';

type Sheet = 'share' | 'name' | 'close' | 'help' | 'mine' | 'seat';

/** What opens above the room: share sheet, name, closing. One `<dialog>`, one at a time. */
@customElement('snug-dialogs')
export class Dialogs extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private shown: Sheet | null = null;
  @state() private note = '';
  @state() private typed = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  open(shown: Sheet): void {
    this.shown = shown;
    this.note = '';
    void this.updateComplete.then(() => openDialog(this.dialog));
  }

  protected override render() {
    return html`<dialog
      class="dialog"
      aria-labelledby="dialog-title"
      @click=${this.closeOutside}
      @close=${() => (this.note = '')}
    >
      ${this.content()}
    </dialog>`;
  }

  private content() {
    switch (this.shown) {
      case 'share':
        return this.shareSheet();
      case 'name':
        return this.nameSheet();
      case 'close':
        return this.closeSheet();
      case 'help':
        return this.helpSheet();
      case 'mine':
        return this.mineSheet();
      case 'seat':
        return this.seatSheet();
      case null:
        return nothing;
    }
  }

  private shareSheet() {
    const code = this.session.state.room?.code ?? '';
    const link = linkTo(code);
    const native = 'share' in navigator;
    return html`<h2 id="dialog-title">${strings.shareTitle}</h2>
      <p class="dialog-text">${strings.shareText}</p>
      <p class="big-code" translate="no">${code}</p>
      ${qrCode(link)}
      <p class="share-link">${link}</p>
      <div class="dialog-actions">
        <button class="button primary" type="button" @click=${() => copy(link, strings.copied)}>
          ${strings.copyLink}
        </button>
        ${
          native
            ? html`<button
                class="button"
                type="button"
                @click=${() => navigator.share({ title: strings.invitation(code), url: link })}
              >
                ${strings.shareNative}
              </button>`
            : nothing
        }
        <button class="button" type="button" @click=${this.dismiss}>${strings.close}</button>
      </div>`;
  }

  private nameSheet() {
    return html`<h2 id="dialog-title">${strings.changeName}</h2>
      <form @submit=${this.rename}>
        <div class="field">
          <label for="new-name">${strings.newName}</label>
          <input
            id="new-name"
            class="input"
            type="text"
            maxlength="64"
            dir="auto"
            autocomplete="off"
            .value=${this.session.state.self?.name ?? ''}
          />
          <p class="field-error" role="alert">${this.note}</p>
        </div>
        <div class="dialog-actions">
          <button class="button primary">${strings.save}</button>
          <button class="button" type="button" @click=${this.dismiss}>${strings.cancel}</button>
        </div>
      </form>`;
  }

  private helpSheet() {
    const list = (rows: readonly (readonly [string, string])[]) =>
      html`<dl class="help-list">
        ${rows.map(
          ([what, does]) =>
            html`<div>
              <dt><kbd>${what}</kbd></dt>
              <dd>${does}</dd>
            </div>`,
        )}
      </dl>`;
    return html`<h2 id="dialog-title">${strings.help}</h2>
      <div class="help" tabindex="0" role="group" aria-labelledby="dialog-title">
        <h3>${strings.helpKeys}</h3>
        ${list(strings.keys)}
        <h3>${strings.helpFormats}</h3>
        ${list(strings.formats)}
        <h3>${strings.helpCommands}</h3>
        ${list(strings.commands)}
      </div>
      <div class="dialog-actions">
        <button class="button" type="button" @click=${this.dismiss}>${strings.close}</button>
      </div>`;
  }

  private mineSheet() {
    return html`<h2 id="dialog-title">${strings.deleteMine}</h2>
      <p class="dialog-text">${strings.deleteMineSure}</p>
      <div class="dialog-actions">
        <button class="button danger" type="button" @click=${this.deleteMine}>
          ${strings.delete}
        </button>
        <button class="button" type="button" autofocus @click=${this.dismiss}>
          ${strings.cancel}
        </button>
      </div>
      <p class="field-error" role="alert">${this.note}</p>`;
  }

  private seatSheet() {
    const link = this.session.seatLink();
    return html`<h2 id="dialog-title">${strings.moveSeat}</h2>
      <p class="dialog-text">${strings.moveSeatText}</p>
      ${qrCode(link)}
      <div class="dialog-actions">
        <button class="button primary" type="button" @click=${() => copy(link, strings.copied)}>
          ${strings.copyLink}
        </button>
        <button class="button" type="button" @click=${this.dismiss}>${strings.close}</button>
      </div>`;
  }

  private closeSheet() {
    const code = this.session.state.room?.code ?? '';
    return html`<h2 id="dialog-title">${strings.closeRoomQuestion}</h2>
      <p class="dialog-text">${strings.closeRoomSure}</p>
      <form @submit=${this.closeRoom}>
        <div class="field">
          <label for="close-code">${strings.typeCode(code)}</label>
          <input
            id="close-code"
            class="input"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            translate="no"
            @input=${(event: Event) =>
              (this.typed = lettersOf((event.target as HTMLInputElement).value))}
          />
          <p class="field-error" role="alert">${this.note}</p>
        </div>
        <div class="dialog-actions">
          <button class="button danger" ?disabled=${this.typed !== code}>
            ${strings.closeRoomConfirm}
          </button>
          <button class="button" type="button" @click=${this.dismiss}>${strings.cancel}</button>
        </div>
      </form>`;
  }

  private readonly dismiss = (): void => this.dialog.close();

  private closeOutside(event: MouseEvent): void {
    if (event.target === this.dialog) {
      this.dismiss();
    }
  }

  private readonly deleteMine = async (): Promise<void> => {
    const failure = await this.session.deleteAllOf(this.session.state.self!.id);
    this.note = failure ?? '';
    if (failure === undefined) {
      this.dismiss();
    }
  };

  private readonly closeRoom = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.note = (await this.session.closeRoom()) ?? '';
  };

  private readonly rename = async (event: Event): Promise<void> => {
    event.preventDefault();
    const name = this.querySelector<HTMLInputElement>('#new-name')!.value;
    const failure = await this.session.rename(name);
    this.note = failure ?? '';
    if (failure === undefined) {
      storage.rememberName(name);
      this.dismiss();
    }
  };
}

/** The address of a room, for people. */
export function linkTo(code: string): string {
  return new URL(`r/${code}`, baseUrl).href;
}
