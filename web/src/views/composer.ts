import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { typing } from '../format';
import { insert, isAddress, makeLink, markOf, toggleMark } from '../formatting';
import type { MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { slash } from '../slash';
import { findMessage, type RoomState } from '../state';
import { asFile, isLong, named } from '../pasting';
import { storage } from '../storage';
import { strings } from '../strings';
import { Uploads, type Upload } from '../uploads';
import './completion-list';
import type { CompletionList } from './completion-list';
import { broughtBy } from './drop-zone';
import type { EmojiPicker } from './emoji-picker';
import { icons } from './icons';
import { excerpt } from './message';
import './upload-list';
import { View } from './view';

/** Files that may wait in the composer; more than a message takes are sent in several. */
const MAX_FILES = 50;
const DRAFT_MILLIS = 500;
const IME_KEY_CODE = 229;
const MAX_RECALLED = 50;
const SIZES_ITSELF = CSS.supports('field-sizing', 'content');

/** Where a message is written. Keeps the draft, and never sends half a word of an input method. */
@customElement('snug-composer')
export class Composer extends View {
  @property({ attribute: false }) session!: RoomSession;
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) picker!: () => EmojiPicker;
  @state() private length = 0;
  @state() private replyTo = '';
  @state() private editing = '';
  @state() private note = '';
  /** A long text that has just been pasted, and may go as a file. */
  @state() private longPaste = '';
  @query('textarea') private field!: HTMLTextAreaElement;
  @query('snug-completion-list') private completions!: CompletionList;
  @state() private files: readonly Upload[] = [];
  /** The files that what is written waits for before it is sent. */
  private awaited = new Set<string>();
  readonly uploads = new Uploads(
    () => this.session.uploadPlace(),
    () => this.uploadsChanged(),
  );
  private draftTimer = 0;
  private readonly sent: string[] = [];
  private recalled = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pagehide', this.saveDraft);
    window.addEventListener('online', this.uploadsGoOn);
  }

  override disconnectedCallback(): void {
    this.saveDraft();
    window.removeEventListener('pagehide', this.saveDraft);
    window.removeEventListener('online', this.uploadsGoOn);
    super.disconnectedCallback();
  }

  focusField(): void {
    this.field.focus();
  }

  replyWith(message: MessageEvent): void {
    this.editing = '';
    this.replyTo = message.id;
    this.field.focus();
    this.saveDraft();
  }

  edit(message: MessageEvent): void {
    if (!this.editing) {
      this.saveDraft();
    }
    this.editing = message.id;
    this.replyTo = '';
    this.write(message.text);
  }

  /** Begins to upload; they go with the next message. Of folders nothing is taken. */
  addFiles(files: readonly File[], hasFolder = false): void {
    const room = MAX_FILES - this.uploads.all.length;
    const tooMany = files.length > room ? strings.tooManyFiles(MAX_FILES) : '';
    this.note = hasFolder ? strings.noFolders : tooMany;
    this.uploads.add(files.slice(0, Math.max(0, room)));
    this.field.focus();
  }

  /** Brings a text back that was not sent, in front of what is written. */
  restore(text: string): void {
    this.write(this.field.value ? `${text}\n${this.field.value}` : text);
  }

  protected override updated(changes: PropertyValues<this>): void {
    const before = changes.get('state')?.connection;
    if (before && before !== 'online' && this.state.connection === 'online') {
      this.uploadsGoOn();
    }
  }

  protected override firstUpdated(): void {
    this.loadDraft();
    if (window.matchMedia('(hover: hover)').matches) {
      this.field.focus();
    }
  }

  protected override render() {
    const { connection, maxCodePoints } = this.state;
    const left = maxCodePoints - this.length;
    const active = this.completions?.activeId;
    const writers = [...this.state.typing.values()].map((writer) => writer.name);
    return html`<div class="composer-place">
      <div class="composer-notes">
        <p
          class=${this.note ? 'typing composer-note' : 'typing'}
          role=${this.note ? 'alert' : nothing}
        >
          ${this.note || (storage.tellsTyping() && !this.longPaste ? typing(writers) : nothing)}
          ${this.longPasteOffer()}
        </p>
        <p id="composer-count" class=${left < 0 ? 'composer-count over' : 'composer-count'}>
          ${
            left < 0
              ? strings.overLimit(-left)
              : left < maxCodePoints / 10
                ? strings.left(left)
                : nothing
          }
        </p>
      </div>
      ${this.about()}
      <snug-completion-list
        .state=${this.state}
        .field=${() => this.field}
        @snug-completions=${() => this.requestUpdate()}
      ></snug-completion-list>
      <snug-upload-list .uploads=${this.uploads} .all=${this.files}></snug-upload-list>
      <form class="composer" @submit=${this.submit}>
        <button
          class="icon-button"
          type="button"
          aria-label=${strings.attach}
          title=${strings.attach}
          @click=${() => this.querySelector<HTMLInputElement>('input[type=file]')!.click()}
        >
          ${icons.attach}
        </button>
        <input
          type="file"
          multiple
          hidden
          aria-label=${strings.attach}
          @change=${this.filesChosen}
        />
        <button
          class="icon-button"
          type="button"
          aria-label=${strings.emoji}
          title=${strings.emoji}
          @click=${this.pickEmoji}
        >
          ${icons.smile}
        </button>
        <textarea
          rows="1"
          dir="auto"
          aria-label=${strings.message}
          placeholder=${
            connection === 'online' ? strings.messagePlaceholder : strings.messagePlaceholderOffline
          }
          autocapitalize="sentences"
          enterkeyhint=${isTouch() ? 'enter' : 'send'}
          aria-describedby="composer-count"
          aria-autocomplete="list"
          aria-controls=${active ? 'completions' : nothing}
          aria-activedescendant=${active ?? nothing}
          @input=${this.typed}
          @keydown=${this.pressed}
          @paste=${this.pasted}
          @blur=${() => this.session.typing.stop()}
        ></textarea>
        <button
          class="send-button"
          aria-label=${this.editing ? strings.save : strings.send}
          title=${this.editing ? strings.save : strings.send}
          ?disabled=${(this.length === 0 && this.files.every((file) => file.state === 'failed')) || left < 0}
        >
          ${this.editing ? icons.check : icons.send}
        </button>
      </form>
    </div>`;
  }

  private longPasteOffer() {
    return this.longPaste && !this.note
      ? html`<button class="link-button" type="button" @click=${this.sendPasteAsFile}>
          ${strings.sendAsFile}
        </button>`
      : nothing;
  }

  /** What the text is about: the message that it answers, or that it changes. */
  private about() {
    const id = this.editing || this.replyTo;
    if (!id) {
      return nothing;
    }
    const message = findMessage(this.state, id);
    const label = this.editing ? strings.editing : strings.replyingTo(message?.name ?? '');
    return html`<div class="composer-about">
      <div>
        <strong>${label}</strong>
        <span dir="auto">${message ? excerpt(message) : ''}</span>
      </div>
      <button
        class="icon-button"
        type="button"
        aria-label=${strings.cancel}
        title=${strings.cancel}
        @click=${this.cancel}
      >
        ${icons.close}
      </button>
    </div>`;
  }

  private typed(): void {
    this.measure();
    if (!this.field.value.includes(this.longPaste)) {
      this.longPaste = '';
    }
    this.note = '';
    if (this.field.value.trim() && !this.editing) {
      this.session.typing.start();
    } else {
      this.session.typing.stop();
    }
    window.clearTimeout(this.draftTimer);
    this.draftTimer = window.setTimeout(this.saveDraft, DRAFT_MILLIS);
    void this.completions.suggest();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === IME_KEY_CODE) {
      return;
    }
    const mark = markOf(event);
    const done =
      this.completions.pressed(event) ||
      this.pressedToGoBack(event) ||
      this.pressedForEarlier(event);
    if (done) {
      event.preventDefault();
    } else if (mark) {
      event.preventDefault();
      toggleMark(this.field, mark);
    } else if (
      event.key.toLowerCase() === 'k' &&
      (event.ctrlKey || event.metaKey) &&
      this.selected()
    ) {
      event.preventDefault();
      event.stopPropagation();
      makeLink(this.field, '');
    } else {
      this.pressedEnter(event);
    }
  }

  private pressedToGoBack(event: KeyboardEvent): boolean {
    if (event.key !== 'Escape' || !(this.editing || this.replyTo)) {
      return false;
    }
    event.stopPropagation();
    this.cancel();
    return true;
  }

  /** Up in an empty field edits the last message once it is stored; with Ctrl it brings back what was sent. */
  private pressedForEarlier(event: KeyboardEvent): boolean {
    if (event.key !== 'ArrowUp') {
      return false;
    }
    if (event.ctrlKey || event.metaKey) {
      this.recalled = Math.min(this.recalled + 1, this.sent.length);
      const text = this.sent.at(-this.recalled);
      if (text !== undefined) {
        this.write(text);
      }
      return true;
    }
    const own = this.state.events.findLast(
      (one): one is MessageEvent =>
        one.type === 'message' && one.member === this.state.self?.id && !one.deleted,
    );
    const onItsWay = this.state.pending.length > 0;
    if (this.field.value || this.editing || onItsWay || !own) {
      return false;
    }
    this.edit(own);
    return true;
  }

  /** Enter sends where there is a real keyboard; on touch it makes a line, and the button sends. */
  private pressedEnter(event: KeyboardEvent): void {
    const enter = event.key === 'Enter' && !event.shiftKey;
    const makesLine = isTouch() || !storage.enterSends();
    if (enter && (!makesLine || event.ctrlKey || event.metaKey)) {
      this.submit(event);
    }
  }

  private filesChosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.addFiles([...(input.files ?? [])]);
    input.value = '';
  }

  private readonly uploadsGoOn = (): void => this.uploads.goOn();

  /** What was to be sent goes when the last of its files is there; it stays if one has failed. */
  private uploadsChanged(): void {
    this.files = this.uploads.all;
    if (this.awaited.size > 0 && !this.isUploading()) {
      const failed = this.files.some(
        (file) => file.state === 'failed' && this.awaited.has(file.key),
      );
      this.awaited = new Set();
      this.note = '';
      if (!failed && (this.field.value.trim() || this.hasFile())) {
        this.say(this.field.value);
      }
    }
  }

  private hasFile(): boolean {
    return this.files.some((file) => file.state === 'done');
  }

  private isUploading(): boolean {
    return this.files.some(isUnderWay);
  }

  /** Pictures and files are added; an address that is pasted over words makes a link of them. */
  private pasted(event: ClipboardEvent): void {
    const { files, hasFolder } = broughtBy(event.clipboardData);
    if (files.length > 0 || hasFolder) {
      event.preventDefault();
      this.addFiles(files.map(named), hasFolder);
      return;
    }
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isAddress(text) && this.selected()) {
      event.preventDefault();
      makeLink(this.field, text.trim());
    } else if (isLong(text)) {
      this.longPaste = text.replaceAll('\r\n', '\n');
    }
  }

  /** What was pasted goes as a file instead. */
  private sendPasteAsFile(): void {
    this.write(this.field.value.replace(this.longPaste, ''));
    this.addFiles([asFile(this.longPaste)]);
    this.longPaste = '';
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value;
    const empty = !text.trim() && !this.hasFile() && !this.isUploading();
    if (empty || [...text].length > this.state.maxCodePoints) {
      return;
    }
    if (this.isUploading() && !this.editing) {
      this.awaited = new Set(this.files.filter(isUnderWay).map((file) => file.key));
      this.note = strings.stillUploading;
    } else if (this.editing) {
      void this.saveEdit(this.editing, text);
    } else {
      this.say(text);
    }
    this.field.focus();
  }

  private say(text: string): void {
    const asked = slash(text);
    switch (asked.kind) {
      case 'text':
        this.sent.push(text);
        this.sent.splice(0, this.sent.length - MAX_RECALLED);
        this.sendWithFiles(asked.text);
        this.replyTo = '';
        this.clear();
        this.dispatchEvent(new CustomEvent('snug-sent'));
        break;
      case 'rename':
        void this.rename(asked.name);
        break;
      case 'help':
        this.clear();
        this.dispatchEvent(new CustomEvent('snug-help'));
        break;
      case 'unknown':
        this.note = strings.unknownCommand(asked.command);
        break;
    }
  }

  /** What has arrived goes with the message, or with others after it; what has failed stays. */
  private sendWithFiles(text: string): void {
    const done = this.files.filter((file) => file.attachment);
    done.forEach((file) => this.uploads.remove(file.key));
    const files = done.map(({ attachment, description }) => ({
      ...attachment!,
      description: description.trim() || undefined,
    }));
    const { maxFiles } = this.state;
    const first = files.slice(0, maxFiles);
    this.session.send(text, this.replyTo || undefined, first.length > 0 ? first : undefined);
    for (let from = maxFiles; from < files.length; from += maxFiles) {
      this.session.send('', undefined, files.slice(from, from + maxFiles));
    }
  }

  private async rename(name: string): Promise<void> {
    const failure = await this.session.rename(name);
    this.note = failure ?? '';
    if (failure === undefined) {
      storage.rememberName(name);
      this.clear();
    }
  }

  private async saveEdit(id: string, text: string): Promise<void> {
    const before = findMessage(this.state, id)?.text;
    const failure = before === text ? undefined : await this.session.edit(id, text);
    this.note = failure ?? '';
    if (failure === undefined) {
      this.cancel();
    }
  }

  /** Back to what was being written before the edit, or without the message that is answered. */
  private readonly cancel = (): void => {
    const wasEditing = this.editing !== '';
    this.editing = '';
    this.note = '';
    if (wasEditing) {
      this.loadDraft();
    } else {
      this.replyTo = '';
      this.saveDraft();
    }
    this.field.focus();
  };

  private async pickEmoji(event: Event): Promise<void> {
    const emoji = await this.picker().pick(event.currentTarget as Element);
    if (emoji) {
      insert(this.field, emoji);
    }
  }

  private selected(): boolean {
    return this.field.selectionStart !== this.field.selectionEnd;
  }

  private clear(): void {
    this.field.value = '';
    this.longPaste = '';
    this.completions.close();
    this.note = '';
    this.recalled = 0;
    this.measure();
    this.saveDraft();
  }

  private write(text: string): void {
    this.field.value = text;
    this.measure();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  /** Grows with the text, up to the height that the style sheet allows. */
  private measure(): void {
    this.length = [...this.field.value].length;
    if (SIZES_ITSELF) {
      return;
    }
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  private loadDraft(): void {
    const draft = storage.draft(this.roomId());
    this.field.value = draft.text;
    this.replyTo = draft.replyTo ?? '';
    if (this.replyTo) {
      void this.session.history.fetch(this.replyTo);
    }
    this.measure();
  }

  private readonly saveDraft = (): void => {
    window.clearTimeout(this.draftTimer);
    if (this.field && this.roomId() && !this.editing) {
      const replyTo = this.replyTo || undefined;
      storage.rememberDraft(this.roomId(), { text: this.field.value, replyTo });
    }
  };

  private roomId(): string {
    return this.state.room?.id ?? '';
  }
}

function isUnderWay(file: Upload): boolean {
  return file.state === 'waiting' || file.state === 'sending';
}

function isTouch(): boolean {
  return window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}
