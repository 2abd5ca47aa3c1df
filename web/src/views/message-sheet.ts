import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { openDialog } from '../layers';
import type { MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { strings } from '../strings';
import { linkTo } from './dialogs';
import { excerpt } from './message';
import { View } from './view';

const QUICK = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

/** What the sheet leaves to others. */
export type SheetChoice = 'reply' | 'edit' | 'pick-reaction';

/** Everything that can be done with one message. */
@customElement('snug-message-sheet')
export class MessageSheet extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private message: MessageEvent | null = null;
  @state() private confirming = false;
  @state() private note = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  open(message: MessageEvent): void {
    this.show(message, false);
  }

  /** Asks once before a message is deleted. */
  confirmDeletion(message: MessageEvent): void {
    this.show(message, true);
  }

  protected override render() {
    return html`<dialog
      class="dialog sheet"
      aria-labelledby="sheet-title"
      @click=${(event: MouseEvent) => event.target === this.dialog && this.dialog.close()}
    >
      ${this.message ? (this.confirming ? this.question() : this.choices(this.message)) : nothing}
    </dialog>`;
  }

  private choices(message: MessageEvent) {
    const { state, isHost } = this.session;
    const own = message.member === state.self?.id;
    const pinned = state.pinned.some((one) => one.id === message.id);
    const item = (label: string, click: (event: MouseEvent) => unknown, danger = false) =>
      html`<button class=${danger ? 'menu-item danger' : 'menu-item'} type="button" @click=${click}>
        ${label}
      </button>`;
    return html`<h2 id="sheet-title" class="sheet-title">${message.name}</h2>
      <p class="sheet-excerpt" dir="auto">${excerpt(message)}</p>
      <div class="quick-reactions" role="group" aria-label=${strings.reactions}>
        ${QUICK.map(
          (emoji) =>
            html`<button
              type="button"
              aria-label=${strings.reactWith(emoji)}
              @click=${() => this.react(message, emoji)}
            >
              ${emoji}
            </button>`,
        )}
      </div>
      <div class="menu">
        ${item(strings.react, () => this.leaveTo('pick-reaction'))}
        ${item(strings.reply, () => this.leaveTo('reply'))}
        ${own ? item(strings.edit, () => this.leaveTo('edit')) : nothing}
        ${item(strings.copyText, () => this.copy(message.text, strings.textCopied))}
        ${item(strings.copyMessageLink, () => this.copy(this.linkOf(message), strings.copied))}
        ${
          isHost
            ? item(pinned ? strings.unpin : strings.pin, () =>
                this.run(this.session.pin(message.id, !pinned)),
              )
            : nothing
        }
        ${own || isHost ? item(strings.delete, this.askOrDelete, true) : nothing}
        ${item(strings.close, () => this.dialog.close())}
      </div>
      <p class="dialog-note" role="status">${this.note}</p>`;
  }

  private question() {
    const id = this.message!.id;
    return html`<h2 id="sheet-title">${strings.deleteQuestion}</h2>
      <p class="dialog-text">${strings.deleteSure}</p>
      <div class="dialog-actions">
        <button
          class="button danger"
          type="button"
          @click=${() => this.run(this.session.delete(id))}
        >
          ${strings.delete}
        </button>
        <button class="button" type="button" @click=${() => this.dialog.close()}>
          ${strings.cancel}
        </button>
      </div>
      <p class="field-error" role="alert">${this.note}</p>`;
  }

  /** With Shift held down nobody is asked. */
  private readonly askOrDelete = (event: MouseEvent): void => {
    if (event.shiftKey) {
      void this.run(this.session.delete(this.message!.id));
    } else {
      this.confirming = true;
    }
  };

  private show(message: MessageEvent, confirming: boolean): void {
    this.message = message;
    this.confirming = confirming;
    this.note = '';
    void this.updateComplete.then(() => openDialog(this.dialog));
  }

  private leaveTo(choice: SheetChoice): void {
    this.dialog.close();
    this.dispatchEvent(
      new CustomEvent('snug-choice', { detail: { choice, message: this.message } }),
    );
  }

  private react(message: MessageEvent, emoji: string): void {
    const self = this.session.state.self?.id;
    const there = (message.reactions ?? []).some(
      (one) => one.emoji === emoji && one.members.some(({ id }) => id === self),
    );
    void this.session.react(message.id, emoji, !there);
    this.dialog.close();
  }

  private async run(command: Promise<string | undefined>): Promise<void> {
    const failure = await command;
    this.note = failure ?? '';
    if (failure === undefined) {
      this.dialog.close();
    }
  }

  private async copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.note = done;
    } catch {
      this.note = strings.copyFailed;
    }
  }

  private linkOf(message: MessageEvent): string {
    return `${linkTo(this.session.state.room!.code)}#m${message.seq}`;
  }
}
