import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { typing } from '../format';
import type { RoomSession } from '../room-session';
import type { RoomState } from '../state';
import { storage } from '../storage';
import { strings } from '../strings';
import { icons } from './icons';
import { View } from './view';

const DRAFT_MILLIS = 500;
const IME_KEY_CODE = 229;

/** Where a message is written. Keeps the draft, and never sends half a word of an input method. */
@customElement('snug-composer')
export class Composer extends View {
  @property({ attribute: false }) session!: RoomSession;
  @property({ attribute: false }) state!: RoomState;
  @state() private length = 0;
  @query('textarea') private field!: HTMLTextAreaElement;
  private draftTimer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pagehide', this.saveDraft);
  }

  override disconnectedCallback(): void {
    this.saveDraft();
    window.removeEventListener('pagehide', this.saveDraft);
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    this.field.value = storage.draft(this.roomId());
    this.measure();
    if (window.matchMedia('(hover: hover)').matches) {
      this.field.focus();
    }
  }

  protected override render() {
    const { connection, maxCodePoints } = this.state;
    const left = maxCodePoints - this.length;
    const writers = [...this.state.typing.values()].map((writer) => writer.name);
    return html`<div class="composer-place">
      <div class="composer-notes">
        <p class="typing" aria-live="off">${typing(writers)}</p>
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
      <form class="composer" @submit=${this.send}>
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
          @input=${this.typed}
          @keydown=${this.pressed}
          @blur=${() => this.session.stopTyping()}
        ></textarea>
        <button
          class="send-button"
          aria-label=${strings.send}
          title=${strings.send}
          ?disabled=${this.length === 0 || left < 0}
        >
          ${icons.send}
        </button>
      </form>
    </div>`;
  }

  private typed(): void {
    this.measure();
    if (this.field.value.trim()) {
      this.session.startTyping();
    } else {
      this.session.stopTyping();
    }
    window.clearTimeout(this.draftTimer);
    this.draftTimer = window.setTimeout(this.saveDraft, DRAFT_MILLIS);
  }

  /** Enter sends where there is a real keyboard; on touch it makes a line, and the button sends. */
  private pressed(event: KeyboardEvent): void {
    const composing = event.isComposing || event.keyCode === IME_KEY_CODE;
    const enter = event.key === 'Enter' && !event.shiftKey && !composing;
    if (enter && (!isTouch() || event.ctrlKey || event.metaKey)) {
      this.send(event);
    }
  }

  private send(event: Event): void {
    event.preventDefault();
    const text = this.field.value;
    if (!text.trim() || [...text].length > this.state.maxCodePoints) {
      return;
    }
    this.field.value = '';
    this.measure();
    this.saveDraft();
    this.session.send(text);
    this.field.focus();
    this.dispatchEvent(new CustomEvent('snug-sent'));
  }

  /** Grows with the text, up to the height that the style sheet allows. */
  private measure(): void {
    this.length = [...this.field.value].length;
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  private readonly saveDraft = (): void => {
    window.clearTimeout(this.draftTimer);
    if (this.field && this.roomId()) {
      storage.rememberDraft(this.roomId(), this.field.value);
    }
  };

  private roomId(): string {
    return this.state.room?.id ?? '';
  }
}

function isTouch(): boolean {
  return window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}
