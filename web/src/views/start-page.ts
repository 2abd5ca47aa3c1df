import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { CODE_LENGTH } from '../code';
import type { Connection } from '../connection';
import { EntranceRefused, RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import './code-field';
import type { CodeField } from './code-field';
import { mark } from './icons';
import './open-saved';
import './recent-rooms';
import './theme-button';
import { View } from './view';

/** A longer code is typed on within this time. */
const TYPED_ON_MILLIS = 350;

/** What led here: nothing, the link of a room, or an address that is no page. */
export type Way = 'start' | 'link' | 'lost';

/** The letters of a room and a name; a link needs the name alone. */
@customElement('snug-start-page')
export class StartPage extends View {
  @property({ attribute: false }) connection!: Connection;
  @property() way: Way = 'start';

  /** The letters in the address, if a link has led here. */
  @property() code = '';
  @property() failure = '';
  /** Rooms that are open behind this page. */
  @property({ attribute: false }) rooms: readonly RoomSession[] = [];

  @state() private letters = '';
  @state() private busy: 'create' | 'join' | null = null;
  @state() private nameError = '';
  @state() private codeError = '';
  private joinTimer = 0;

  @query('#name') private nameField!: HTMLInputElement;
  @query('#lifetime') private lifetimeField!: HTMLSelectElement;
  @query('snug-code-field') private codeField!: CodeField | null;

  override disconnectedCallback(): void {
    window.clearTimeout(this.joinTimer);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('code')) {
      this.letters = this.code;
    }
    if (changed.has('failure')) {
      this.codeError = this.failure;
    }
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('way') || changed.has('code')) {
      void this.begin();
    }
  }

  /** Ready to type; a link whose room is gone says so before a name is asked. */
  private async begin(): Promise<void> {
    await this.codeField?.updateComplete;
    if (this.way !== 'link') {
      if (!cameBackByTouch()) {
        this.codeField?.focusField();
      }
      return;
    }
    if (!this.nameField.value) {
      this.nameField.focus();
    }
    const { code } = this;
    const isOpen = await RoomSession.isOpen(this.connection, code);
    if (!isOpen && this.code === code && this.busy === null && this.isConnected) {
      this.lose(strings.errors['not_found']!);
    }
  }

  protected override render() {
    return html`<div class="start">
      <div class="start-corner"><snug-theme-button></snug-theme-button></div>
      <main class="start-card">
        ${this.head()}
        <form class="join-form" novalidate @submit=${this.join}>
          ${
            this.way === 'link'
              ? nothing
              : html`<snug-code-field
                  class="field"
                  .letters=${this.letters}
                  .failure=${this.codeError}
                  @snug-letters=${this.typedLetters}
                ></snug-code-field>`
          }
          ${this.nameInput()}
        </form>
        ${this.way === 'start' ? this.more() : this.toStart()}
      </main>
      ${this.way === 'start' ? html`<footer class="start-promise">${strings.promise}</footer>` : nothing}
    </div>`;
  }

  private head() {
    if (this.way === 'start') {
      return html`<h1 class="wordmark">${mark}<span>${strings.appName.toLowerCase()}</span></h1>
        <p class="tagline">${strings.tagline}</p>`;
    }
    return html`<p class="wordmark">${mark}<span>${strings.appName.toLowerCase()}</span></p>
      ${
        this.way === 'link'
          ? html`<h1 class="join-title">${strings.joinRoom(this.code)}</h1>`
          : html`<h1 class="join-title">
                ${this.failure ? strings.joinRoom(this.code) : strings.lostTitle}
              </h1>
              ${this.failure ? nothing : html`<p class="tagline">${strings.lostText}</p>`}`
      }`;
  }

  private nameInput() {
    return html`<div class="field">
      <label for="name">${strings.yourName}</label>
      <div class="name-row">
        <input
          id="name"
          class="input"
          type="text"
          autocomplete="nickname"
          maxlength="64"
          spellcheck="false"
          dir="auto"
          enterkeyhint="go"
          placeholder=${strings.namePlaceholder}
          .value=${storage.name()}
          aria-invalid=${this.nameError ? 'true' : 'false'}
          aria-describedby="name-error"
          @input=${() => (this.nameError = '')}
        />
        <button
          class="button primary"
          ?disabled=${this.busy !== null}
          @mousedown=${(event: Event) => event.preventDefault()}
        >
          ${this.busy === 'join' ? strings.joining : strings.join}
        </button>
      </div>
      <p id="name-error" class="field-error" role="alert">${this.nameError}</p>
    </div>`;
  }

  /** A room of one's own, those of before, and those that were saved. */
  private more() {
    return html`<snug-recent-rooms
        .rooms=${this.rooms}
        @snug-return=${(event: CustomEvent<string>) => this.return(event.detail)}
      ></snug-recent-rooms>
      <p class="or"><span>${strings.or}</span></p>
      <button
        class="button wide"
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
      <snug-open-saved
        .connection=${this.connection}
        .who=${() => this.name()}
        @snug-entered=${(event: CustomEvent<RoomSession>) => this.entered(event.detail)}
      ></snug-open-saved>`;
  }

  private toStart() {
    return html`<p class="to-start">
      <button class="link-button" type="button" @click=${() => this.return('')}>
        ${strings.toStart}
      </button>
    </p>`;
  }

  /** At the fourth letter the name is asked, or the room is entered. */
  private typedLetters(event: CustomEvent<string>): void {
    this.letters = event.detail;
    this.codeError = '';
    window.clearTimeout(this.joinTimer);
    if (this.letters.length >= CODE_LENGTH.min) {
      this.joinTimer = window.setTimeout(() => void this.go(), TYPED_ON_MILLIS);
    }
  }

  private readonly join = (event: Event): void => {
    event.preventDefault();
    window.clearTimeout(this.joinTimer);
    if (this.letters.length < CODE_LENGTH.min) {
      this.codeError = strings.codeIncomplete;
      this.codeField?.focusField();
      return;
    }
    if (this.nameField.value.trim() || storage.seat(this.letters)) {
      void this.go();
    } else if (document.activeElement === this.nameField) {
      this.name();
    } else {
      this.nameField.focus();
    }
  };

  private async go(): Promise<void> {
    const { letters } = this;
    if (storage.seat(letters)) {
      this.return(letters);
      return;
    }
    if (!this.nameField.value.trim()) {
      this.nameField.focus();
      return;
    }
    if (this.busy === null) {
      this.busy = 'join';
      await this.enter(RoomSession.join(this.connection, letters, this.name()), letters);
    }
  }

  private async create(): Promise<void> {
    const name = this.name();
    if (name) {
      this.busy = 'create';
      await this.enter(RoomSession.create(this.connection, name, this.lifetimeField.value));
    }
  }

  private async enter(entering: Promise<RoomSession>, letters = ''): Promise<void> {
    try {
      this.entered(await entering);
    } catch (failure) {
      if (!(failure instanceof EntranceRefused)) {
        throw failure;
      }
      this.busy = null;
      this.refused(failure, letters);
    } finally {
      this.busy = null;
    }
  }

  private refused(failure: EntranceRefused, letters: string): void {
    if (failure.code.startsWith('name_')) {
      this.nameError = failure.message;
      this.nameField.focus();
    } else if (letters && letters !== this.letters && this.way !== 'link') {
      void this.go();
    } else if (this.way === 'link') {
      this.lose(failure.message);
    } else {
      this.codeError = failure.message;
      this.codeField?.focusField();
    }
  }

  /** The link leads nowhere: its letters can be mended. */
  private lose(failure: string): void {
    this.dispatchEvent(new CustomEvent('snug-lost', { detail: failure }));
  }

  private entered(detail: RoomSession): void {
    this.dispatchEvent(new CustomEvent('snug-entered', { detail }));
  }

  private return(code: string): void {
    this.dispatchEvent(new CustomEvent('snug-return', { detail: code }));
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

/** A keyboard would come up over the rooms to choose from. */
function cameBackByTouch(): boolean {
  const touch = window.matchMedia('(hover: none)').matches;
  return touch && storage.seats().length > 0 && navigator.userActivation?.hasBeenActive;
}
