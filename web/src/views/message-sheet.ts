import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { openDialog } from '../layers';
import type { MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { strings } from '../strings';
import { linkTo } from './dialogs';
import { icons } from './icons';
import { menuGroup, MenuKeys, popoverHead } from './menu';
import { excerpt } from './message';
import { Popover } from './popover';
import { copy } from './toast';
import { View } from './view';

const QUICK = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

/** What the menu leaves to others. */
export type SheetChoice = 'reply' | 'edit' | 'pick-reaction';

/** Everything that can be done with one message, at the message. */
@customElement('snug-message-sheet')
export class MessageSheet extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private message: MessageEvent | null = null;
  @state() private note = '';
  @query('.message-menu') private menu!: HTMLDialogElement;
  @query('.delete-question') private question!: HTMLDialogElement;
  private readonly surface = new Popover(() => this.menu, ['below', 'above', 'after', 'before']);
  private readonly keys = new MenuKeys(() => this.surface.close());

  /** Opens at the message. */
  open(message: MessageEvent, at: Element): void {
    this.surface.close();
    this.message = message;
    this.note = '';
    void this.updateComplete.then(() => this.surface.open(at, '[role=menuitem]'));
  }

  /** Asks once before a message is deleted. */
  confirmDeletion(message: MessageEvent): void {
    this.message = message;
    this.note = '';
    void this.updateComplete.then(() => openDialog(this.question));
  }

  protected override render() {
    return html`<dialog class="popover message-menu" popover="manual" aria-labelledby="sheet-title">
        ${this.message ? this.choices(this.message) : nothing}
      </dialog>
      <dialog
        class="dialog delete-question"
        aria-labelledby="delete-title"
        @click=${(event: MouseEvent) => event.target === this.question && this.question.close()}
      >
        ${this.message ? this.questionOf(this.message) : nothing}
      </dialog>`;
  }

  private choices(message: MessageEvent) {
    return html`${popoverHead('sheet-title', message.name, () => this.surface.close())}
      <p class="popover-note sheet-excerpt" dir="auto">${excerpt(message)}</p>
      <div role="menu" aria-labelledby="sheet-title" @keydown=${this.keys.pressed}>
        ${this.quickReactions(message)} ${menuGroup(this.toAnswer(message))}
        ${menuGroup(this.toPassOn(message))}
        ${
          this.isOwn(message) || this.session.isHost
            ? menuGroup([
                { icon: icons.bin, label: strings.delete, danger: true, choose: this.askOrDelete },
              ])
            : nothing
        }
      </div>
      <p class="dialog-note" role="status">${this.note}</p>`;
  }

  private quickReactions(message: MessageEvent) {
    const button = (label: string, content: unknown, choose: () => void) =>
      html`<button
        type="button"
        role="menuitem"
        tabindex="-1"
        aria-label=${label}
        title=${label}
        @click=${choose}
      >
        ${content}
      </button>`;
    return html`<div class="quick-reactions" role="group" aria-label=${strings.reactions}>
      ${QUICK.map((emoji) =>
        button(strings.reactWith(emoji), emoji, () => this.react(message, emoji)),
      )}
      ${button(strings.react, icons.plus, () => this.leaveTo('pick-reaction'))}
    </div>`;
  }

  private toAnswer(message: MessageEvent) {
    const reply = {
      icon: icons.reply,
      label: strings.reply,
      choose: () => this.leaveTo('reply'),
    };
    const edit = { icon: icons.edit, label: strings.edit, choose: () => this.leaveTo('edit') };
    return this.isOwn(message) ? [reply, edit] : [reply];
  }

  private toPassOn(message: MessageEvent) {
    const pinned = this.session.state.pinned.some((one) => one.id === message.id);
    const copy = {
      icon: icons.copy,
      label: strings.copyText,
      choose: () => this.copyAndClose(message.text, strings.textCopied),
    };
    const link = {
      icon: icons.link,
      label: strings.copyMessageLink,
      choose: () => this.copyAndClose(this.linkOf(message), strings.copied),
    };
    const pin = {
      icon: icons.pin,
      label: pinned ? strings.unpin : strings.pin,
      choose: () => this.run(this.session.pin(message.id, !pinned)),
    };
    return [...(message.text ? [copy] : []), link, ...(this.session.isHost ? [pin] : [])];
  }

  private questionOf({ id }: MessageEvent) {
    return html`<h2 id="delete-title">${strings.deleteQuestion}</h2>
      <p class="dialog-text">${strings.deleteSure}</p>
      <div class="dialog-actions">
        <button class="button danger" type="button" @click=${() => void this.delete(id)}>
          ${strings.delete}
        </button>
        <button class="button" type="button" autofocus @click=${() => this.question.close()}>
          ${strings.cancel}
        </button>
      </div>
      ${this.note ? html`<p class="field-error" role="alert">${this.note}</p>` : nothing}`;
  }

  /** With Shift held down nobody is asked. */
  private readonly askOrDelete = (event: MouseEvent): void => {
    const message = this.message!;
    if (event.shiftKey) {
      void this.delete(message.id);
    } else {
      this.surface.close();
      this.confirmDeletion(message);
    }
  };

  private isOwn(message: MessageEvent): boolean {
    return message.member === this.session.state.self?.id;
  }

  private leaveTo(choice: SheetChoice): void {
    this.surface.close();
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
    this.surface.close();
  }

  private async delete(id: string): Promise<void> {
    await this.run(this.session.delete(id));
    if (!this.note) {
      this.dispatchEvent(new CustomEvent('snug-deleted'));
    }
  }

  private async run(command: Promise<string | undefined>): Promise<void> {
    const failure = await command;
    this.note = failure ?? '';
    if (failure === undefined) {
      this.surface.close();
      this.question.close();
    }
  }

  private async copyAndClose(text: string, done: string): Promise<void> {
    this.surface.close();
    await copy(text, done);
  }

  private linkOf(message: MessageEvent): string {
    return `${linkTo(this.session.state.room!.code)}#m${message.seq}`;
  }
}
