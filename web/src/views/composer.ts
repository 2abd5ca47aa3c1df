import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { areEmojiLoaded, emojiOf, loadEmoji } from '../emoji';
import { typing } from '../format';
import { insert, isAddress, makeLink, markOf, toggleMark } from '../formatting';
import { asFile, clipOf, filesOf, isLong, named } from '../pasting';
import type { MessageEvent } from '../protocol';
import type { RoomSession } from '../room-session';
import { codeBefore, hasShortCode, withEmoji } from '../short-codes';
import { slash } from '../slash';
import { findMessage, type RoomState } from '../state';
import { storage } from '../storage';
import { strings } from '../strings';
import type { Writing } from '../writing';
import './completion-list';
import type { CompletionList } from './completion-list';
import { broughtBy } from './drop-zone';
import type { EmojiPicker } from './emoji-picker';
import { icons } from './icons';
import { excerpt } from './message';
import './upload-list';
import { isDialogOpen, takesText, View } from './view';

/** Files that may wait in the composer; more than a message takes are sent in several. */
const MAX_FILES = 50;
const IME_KEY_CODE = 229;
/** A message waits so long for the names of emoji that it spells out, then goes as it is. */
const EMOJI_MILLIS = 2000;
const SIZES_ITSELF = CSS.supports('field-sizing', 'content');

/**
 * Where a message is written: shows what the room's `Writing` holds and tells it what is typed. One for
 * each room. Never sends half a word of an input method.
 */
@customElement('snug-composer')
export class Composer extends View {
  @property({ attribute: false }) session!: RoomSession;
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) picker!: () => EmojiPicker;
  @state() private length = 0;
  @state() private note = '';
  /** A long text that has just been pasted, and may go as a file. */
  @state() private longPaste = '';
  @query('textarea') private field!: HTMLTextAreaElement;
  @query('snug-completion-list') private completions!: CompletionList;
  private recalled = 0;
  /** Whether an answer is waited for before what is written goes away. */
  private busy = false;
  private composing = false;
  private stops: (() => void)[] = [];

  private get writing(): Writing {
    return this.session.writing;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { follow } = this.writing;
    const told = (event: StorageEvent) => storage.isDraft(event, this.roomId()) && follow();
    this.stops = [
      this.writing.onChange(() => this.written()),
      listen(window, 'storage', told as EventListener),
      // what was frozen was not told
      listen(window, 'focus', follow),
      listen(window, 'pageshow', follow),
      listen(window, 'online', () => this.writing.uploads.goOn()),
      listen(window, 'beforeunload', this.leaving),
      listen(document, 'paste', this.pastedBeside as EventListener),
    ];
    follow();
  }

  override disconnectedCallback(): void {
    this.stops.forEach((stop) => stop());
    if (this.hasUpdated) {
      this.writing.caret = [this.field.selectionStart, this.field.selectionEnd];
    }
    super.disconnectedCallback();
  }

  focusField(): void {
    this.field.focus();
  }

  replyWith(message: MessageEvent): void {
    this.writing.reply(message.id);
    this.field.focus();
  }

  edit(message: MessageEvent): void {
    this.writing.correct(message.id, message.text);
    this.field.focus();
  }

  /** Begins to upload; they go with the next message. Of folders nothing is taken. */
  addFiles(files: readonly File[], hasFolder = false): void {
    const { uploads } = this.writing;
    const room = MAX_FILES - uploads.all.length;
    const tooMany = files.length > room ? strings.tooManyFiles(MAX_FILES) : '';
    this.note = hasFolder ? strings.noFolders : tooMany;
    uploads.add(files.slice(0, Math.max(0, room)));
    this.field.focus();
  }

  protected override firstUpdated(): void {
    const { caret } = this.writing;
    this.written();
    if (caret) {
      this.field.setSelectionRange(...caret);
    }
    if (window.matchMedia('(hover: hover)').matches) {
      this.field.focus();
    }
  }

  protected override render() {
    const { connection, maxCodePoints } = this.state;
    const left = maxCodePoints - this.length;
    const active = this.completions?.activeId;
    const { draft, uploads } = this.writing;
    const files = uploads.all;
    const note = this.note || (this.writing.waitsForFiles ? strings.stillUploading : '');
    const writers = [...this.state.typing.values()].map((writer) => writer.name);
    return html`<div class="composer-place">
      <div class="composer-notes">
        <p class=${note ? 'typing composer-note' : 'typing'} role=${note ? 'alert' : nothing}>
          ${note || (storage.tellsTyping() && !this.longPaste ? typing(writers) : nothing)}
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
      <snug-upload-list .uploads=${uploads} .all=${files}></snug-upload-list>
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
          aria-controls=${this.completions?.isOpen ? 'completions' : nothing}
          aria-activedescendant=${active ?? nothing}
          @input=${this.typed}
          @keydown=${this.pressed}
          @paste=${this.pasted}
          @compositionstart=${() => (this.composing = true)}
          @compositionend=${this.composed}
          @blur=${() => this.session.typing.stop()}
        ></textarea>
        <button
          class="send-button"
          aria-label=${draft.editing ? strings.save : strings.send}
          title=${draft.editing ? strings.save : strings.send}
          ?disabled=${(this.length === 0 && files.every((file) => file.state === 'failed')) || left < 0}
        >
          ${draft.editing ? icons.check : icons.send}
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
    const { editing, replyTo } = this.writing.draft;
    const id = editing?.id ?? replyTo;
    if (!id) {
      return nothing;
    }
    const message = findMessage(this.state, id);
    const label = editing ? strings.editing : strings.replyingTo(message?.name ?? '');
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

  /** The draft has changed, here or in another tab. */
  private written(): void {
    const { draft, text } = this.writing;
    const asked = draft.editing?.id ?? draft.replyTo;
    if (asked) {
      void this.session.history.fetch(asked);
    }
    if (this.field && this.field.value !== text && !this.composing) {
      this.field.value = text;
      this.field.setSelectionRange(text.length, text.length);
      this.completions.close();
      this.measure();
    }
    this.requestUpdate();
  }

  private typed(event: InputEvent): void {
    this.measure();
    if (!this.field.value.includes(this.longPaste)) {
      this.longPaste = '';
    }
    this.note = '';
    this.writing.type(this.field.value);
    if (this.field.value.trim() && !this.writing.draft.editing) {
      this.session.typing.start();
    } else {
      this.session.typing.stop();
    }
    void this.completions.suggest();
    if (event.data?.endsWith(':') && !event.isComposing) {
      void this.nameEmoji();
    }
  }

  private composed(): void {
    this.composing = false;
    // the last input may be told after the end
    window.setTimeout(() => this.written());
  }

  /** A code of an emoji that has just been closed becomes the emoji; undo brings the code back. */
  private async nameEmoji(): Promise<void> {
    const before = this.beforeCaret();
    const found = codeBefore(before);
    if (!found) {
      return;
    }
    await loadEmoji();
    const emoji = emojiOf(found.code);
    // what is being sent is named on its way
    if (emoji && !this.busy && this.beforeCaret() === before && this.isConnected) {
      this.field.setSelectionRange(found.start, before.length);
      insert(this.field, emoji);
    }
  }

  private beforeCaret(): string {
    return this.field.value.slice(0, this.field.selectionStart);
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
    const { editing, replyTo } = this.writing.draft;
    if (event.key !== 'Escape' || !(editing || replyTo)) {
      return false;
    }
    event.stopPropagation();
    this.cancel();
    return true;
  }

  /** In an empty field Up edits the last message once it is stored, and with Ctrl brings back what was sent. */
  private pressedForEarlier(event: KeyboardEvent): boolean {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (step === 0 || event.shiftKey || event.altKey) {
      return false;
    }
    return event.ctrlKey || event.metaKey ? this.recall(step) : step > 0 && this.editLast();
  }

  /** Never puts anything in the place of what was written: there the key moves the caret. */
  private recall(step: number): boolean {
    const { recallable, draft } = this.writing;
    const untouched = this.recalled > 0 && this.field.value === recallable.at(-this.recalled);
    if (draft.editing || (this.field.value && !untouched)) {
      return false;
    }
    const from = untouched ? this.recalled : 0;
    const next = Math.max(0, Math.min(from + step, recallable.length));
    if (next !== from) {
      this.recalled = next;
      this.field.select();
      insert(this.field, next > 0 ? recallable.at(-next)! : '');
      this.completions.close();
    }
    return true;
  }

  private editLast(): boolean {
    const own = this.state.events.findLast(
      (one): one is MessageEvent =>
        one.type === 'message' && one.member === this.state.self?.id && !one.deleted,
    );
    const onItsWay = this.state.pending.length > 0;
    if (this.field.value || this.writing.draft.editing || onItsWay || !own) {
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

  /** Pictures and files are added; an address that is pasted over words makes a link of them. */
  private pasted(event: ClipboardEvent): void {
    const { files: brought, hasFolder } = broughtBy(event.clipboardData);
    const clip = clipOf(event.clipboardData, brought);
    const files = filesOf(clip);
    if (files.length > 0 || hasFolder) {
      event.preventDefault();
      this.addFiles(files.map(named), hasFolder);
      return;
    }
    const { text } = clip;
    if (isAddress(text) && this.selected()) {
      event.preventDefault();
      makeLink(this.field, text.trim());
    } else if (isLong(text)) {
      this.longPaste = text.replaceAll('\r\n', '\n');
    }
  }

  /** What is pasted while nothing takes it is for the message. */
  private readonly pastedBeside = (event: ClipboardEvent): void => {
    if (takesText(event.target) || isDialogOpen() || event.defaultPrevented) {
      return;
    }
    this.pasted(event);
    const { text } = clipOf(event.clipboardData, []);
    if (!event.defaultPrevented && text) {
      event.preventDefault();
      insert(this.field, text.replaceAll('\r\n', '\n'));
    }
  };

  /** What was pasted goes as a file instead. */
  private sendPasteAsFile(): void {
    const pasted = this.longPaste;
    this.longPaste = '';
    this.writing.type(this.field.value.replace(pasted, ''));
    this.addFiles([asFile(pasted)]);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value;
    const { draft } = this.writing;
    const has = !draft.editing && (this.writing.hasFile() || this.writing.isUploading());
    if (this.busy || (!text.trim() && !has) || [...text].length > this.state.maxCodePoints) {
      return;
    }
    if (hasShortCode(text) && !areEmojiLoaded()) {
      void this.whileBusy(() => this.sendNamed(text));
    } else if (draft.editing) {
      const { id, was } = draft.editing;
      void this.whileBusy(() => this.saveEdit(id, was, text));
    } else {
      this.say(text);
    }
    this.field.focus();
  }

  private async whileBusy(task: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await task();
    } finally {
      this.busy = false;
    }
  }

  /** Sends as soon as it is known which emoji there are; what is typed meanwhile stays. */
  private async sendNamed(text: string): Promise<void> {
    const timeout = new Promise((resolve) => window.setTimeout(resolve, EMOJI_MILLIS));
    await Promise.race([loadEmoji().catch(() => undefined), timeout]);
    const { editing } = this.writing.draft;
    if (!this.writing.text.startsWith(text)) {
      return;
    }
    if (editing) {
      await this.saveEdit(editing.id, editing.was, text);
    } else {
      this.say(text, this.writing.text.slice(text.length));
    }
  }

  private say(text: string, rest = ''): void {
    const asked = slash(text);
    switch (asked.kind) {
      case 'text':
        this.sendText(asked.text, rest);
        break;
      case 'rename':
        void this.whileBusy(() => this.rename(asked.name, text));
        break;
      case 'help':
        this.writing.type(rest);
        this.dispatchEvent(new CustomEvent('snug-help'));
        break;
      case 'unknown':
        this.note = strings.unknownCommand(asked.command);
        break;
    }
  }

  private sendText(text: string, rest: string): void {
    if (this.writing.uploads.renew() || this.writing.isUploading()) {
      this.writing.sendWhenUploaded();
      return;
    }
    this.note = '';
    this.longPaste = '';
    this.recalled = 0;
    this.completions.close();
    this.writing.send(text, rest);
    this.dispatchEvent(new CustomEvent('snug-sent'));
  }

  private async rename(name: string, written: string): Promise<void> {
    const failure = await this.session.rename(name);
    this.note = failure ?? '';
    if (failure === undefined) {
      storage.rememberName(name);
      if (this.writing.text === written) {
        this.writing.type('');
      }
    }
  }

  private async saveEdit(id: string, was: string, text: string): Promise<void> {
    const named = withEmoji(text);
    const failure = named === was ? undefined : await this.session.edit(id, named);
    this.note = failure ?? '';
    if (failure === undefined) {
      this.writing.saved(id, text);
    }
  }

  /** Back to what was being written before the edit, or without the message that is answered. */
  private readonly cancel = (): void => {
    this.note = '';
    this.writing.cancel();
    this.field.focus();
  };

  /** What is on its way to the server would have to be chosen again. */
  private readonly leaving = (event: Event): void => {
    if (this.writing.isUploading()) {
      event.preventDefault();
    }
  };

  private async pickEmoji(event: Event): Promise<void> {
    const emoji = await this.picker().pick(event.currentTarget as Element);
    if (emoji && this.isConnected) {
      insert(this.field, emoji);
    }
  }

  private selected(): boolean {
    return this.field.selectionStart !== this.field.selectionEnd;
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

  private roomId(): string {
    return this.state.room?.id ?? '';
  }
}

function isTouch(): boolean {
  return window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}

function listen(target: EventTarget, event: string, listener: EventListener): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}
