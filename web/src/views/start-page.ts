import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { CODE_LENGTH, lettersOf } from '../code';
import type { Connection } from '../connection';
import { EntranceRefused, RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import { icons, mark } from './icons';
import './open-saved';
import './theme-button';
import { View } from './view';

/** A name, then a new room or the code of one. */
@customElement('snug-start-page')
export class StartPage extends View {
  @property({ attribute: false }) connection!: Connection;

  /** The code of the address, if a link has led here. */
  @property() code = '';
  @property() failure = '';
  /** Rooms that are open behind this page. */
  @property({ attribute: false }) rooms: readonly RoomSession[] = [];

  @state() private letters = '';
  @state() private busy: 'create' | 'join' | null = null;
  @state() private nameError = '';
  @state() private codeError = '';
  @state() private seats = storage.seats();

  @query('#name') private nameField!: HTMLInputElement;
  @query('#lifetime') private lifetimeField!: HTMLSelectElement;
  @query('#code') private codeField!: HTMLInputElement;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('code') && this.code) {
      this.letters = this.code;
    }
    if (changed.has('failure')) {
      this.codeError = this.failure;
    }
  }

  protected override firstUpdated(): void {
    if (window.matchMedia('(hover: hover)').matches) {
      (this.nameField.value ? this.codeField : this.nameField).focus();
    }
  }

  protected override render() {
    return html`<div class="start">
      <div class="start-corner"><snug-theme-button></snug-theme-button></div>
      <main class="start-card">
        <h1 class="wordmark">${mark}<span>${strings.appName.toLowerCase()}</span></h1>
        <p class="tagline">${strings.tagline}</p>
        ${this.nameInput()}
        <button
          class=${this.code ? 'button wide' : 'button primary wide'}
          type="button"
          ?disabled=${this.busy !== null}
          @click=${this.create}
        >
          ${this.busy === 'create' ? strings.creating : strings.createRoom}
        </button>
        <label class="lifetime">
          <span>${strings.keepFor}</span>
          <select id="lifetime">
            ${Object.entries(strings.lifetimes).map(
              ([value, words]) => html`<option value=${value}>${words}</option>`,
            )}
          </select>
        </label>
        <p class="or"><span>${strings.or}</span></p>
        ${this.codeForm()} ${this.recent()}
        <snug-open-saved
          .connection=${this.connection}
          .who=${() => this.name()}
          @snug-entered=${(event: CustomEvent<RoomSession>) => this.entered(event.detail)}
        ></snug-open-saved>
      </main>
      <footer class="start-promise">${strings.promise}</footer>
    </div>`;
  }

  private nameInput() {
    return html`<div class="field">
      <label for="name">${strings.yourName}</label>
      <input
        id="name"
        class="input"
        type="text"
        autocomplete="nickname"
        maxlength="64"
        spellcheck="false"
        dir="auto"
        placeholder=${strings.namePlaceholder}
        .value=${storage.name()}
        aria-invalid=${this.nameError ? 'true' : 'false'}
        aria-describedby="name-error"
        @input=${() => (this.nameError = '')}
        @keydown=${this.submitName}
      />
      <p id="name-error" class="field-error" role="alert">${this.nameError}</p>
    </div>`;
  }

  private codeForm() {
    const boxes = Math.max(CODE_LENGTH.min, this.letters.length);
    return html`<form class="code-form" novalidate @submit=${this.join}>
      <div class="code-field">
        <input
          id="code"
          class="code-input"
          type="text"
          inputmode="text"
          autocapitalize="characters"
          autocomplete="off"
          autocorrect="off"
          spellcheck="false"
          enterkeyhint="go"
          aria-label=${strings.roomCode}
          aria-invalid=${this.codeError ? 'true' : 'false'}
          aria-describedby="code-error"
          .value=${this.letters}
          @input=${this.typeCode}
        />
        <div class="code-boxes" aria-hidden="true">
          ${Array.from({ length: boxes }, (_, index) => {
            const current = index === Math.min(this.letters.length, boxes - 1);
            return html`<span class=${current ? 'code-box current' : 'code-box'}
              >${this.letters[index] ?? ''}</span
            >`;
          })}
        </div>
      </div>
      <button class=${this.code ? 'button primary' : 'button'} ?disabled=${this.busy !== null}>
        ${this.busy === 'join' ? strings.joining : strings.join}
      </button>
      <p id="code-error" class="field-error" role="alert">${this.codeError}</p>
    </form>`;
  }

  private recent() {
    if (this.seats.length === 0) {
      return nothing;
    }
    return html`<section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">${strings.recentRooms}</h2>
      <ul>
        ${this.seats.slice(0, 5).map(
          (seat) =>
            html`<li>
              <button class="recent-room" type="button" @click=${() => this.return(seat.code)}>
                <span class="recent-code">${seat.code}</span>
                <span class="recent-name">${seat.title || strings.untitled}</span>
                ${this.unreadOf(seat.room)}
              </button>
              <button
                class="icon-button"
                type="button"
                aria-label=${strings.forget(seat.code)}
                title=${strings.forget(seat.code)}
                @click=${() => this.forget(seat.room)}
              >
                ${icons.close}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private unreadOf(room: string) {
    const unread = this.rooms.find(({ state }) => state.room?.id === room)?.state.unread ?? 0;
    return unread > 0
      ? html`<span class="unread" aria-label=${strings.unreadCount(unread)}>${unread}</span>`
      : nothing;
  }

  private typeCode(event: InputEvent): void {
    const input = event.target as HTMLInputElement;
    this.letters = lettersOf(input.value);
    input.value = this.letters;
    this.codeError = '';
  }

  private submitName(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.isComposing) {
      void (this.letters.length >= CODE_LENGTH.min ? this.join(event) : this.create());
    }
  }

  private async create(): Promise<void> {
    const name = this.name();
    if (name) {
      this.busy = 'create';
      await this.enter(RoomSession.create(this.connection, name, this.lifetimeField.value));
    }
  }

  private async join(event: Event): Promise<void> {
    event.preventDefault();
    if (this.letters.length < CODE_LENGTH.min) {
      this.codeError = strings.codeIncomplete;
      this.codeField.focus();
      return;
    }
    if (storage.seat(this.letters)) {
      this.return(this.letters);
      return;
    }
    const name = this.name();
    if (name) {
      this.busy = 'join';
      await this.enter(RoomSession.join(this.connection, this.letters, name));
    }
  }

  private async enter(entering: Promise<RoomSession>): Promise<void> {
    try {
      this.entered(await entering);
    } catch (failure) {
      if (!(failure instanceof EntranceRefused)) {
        throw failure;
      }
      if (failure.code.startsWith('name_')) {
        this.nameError = failure.message;
        this.nameField.focus();
      } else {
        this.codeError = failure.message;
      }
    } finally {
      this.busy = null;
    }
  }

  private entered(detail: RoomSession): void {
    this.dispatchEvent(new CustomEvent('snug-entered', { detail }));
  }

  private return(code: string): void {
    this.dispatchEvent(new CustomEvent('snug-return', { detail: code }));
  }

  private forget(room: string): void {
    storage.forgetSeat(room);
    this.dispatchEvent(new CustomEvent('snug-forget', { detail: room }));
    this.seats = storage.seats();
  }

  /** The name as it was typed, or nothing and a word about it. */
  private name(): string {
    const name = this.nameField.value.trim();
    if (name) {
      storage.rememberName(name);
    } else {
      this.nameError = strings.nameMissing;
      this.nameField.focus();
    }
    return name;
  }
}
