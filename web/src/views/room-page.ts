import { html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { RoomSession } from '../room-session';
import { strings } from '../strings';
import './banner';
import './composer';
import './dialogs';
import type { Dialogs } from './dialogs';
import { icons, mark } from './icons';
import './member-list';
import './message-list';
import type { MessageList } from './message-list';
import './theme-button';
import { View } from './view';

/** A room: header, messages, composer, people. */
@customElement('snug-room-page')
export class RoomPage extends View {
  @property({ attribute: false }) session!: RoomSession;
  @state() private peopleShown = false;
  @state() private unread = 0;

  @query('snug-message-list') private list!: MessageList;
  @query('snug-dialogs') private dialogs!: Dialogs;

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.onChange(() => this.requestUpdate());
    document.addEventListener('keydown', this.typeAnywhere);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.typeAnywhere);
    super.disconnectedCallback();
  }

  protected override updated(): void {
    const { room } = this.session.state;
    const name = room?.title || room?.code || '';
    document.title = `${this.unread > 0 ? `(${this.unread}) ` : ''}${name} — ${strings.appName}`;
  }

  protected override render() {
    const state = this.session.state;
    if (state.ended) {
      return this.ended(state.ended);
    }
    return html`<div class="room">
      ${this.header()}
      <snug-banner .state=${state} .reconnectNow=${this.session.reconnectNow}></snug-banner>
      <div class="room-body">
        <main class="talk">
          <snug-message-list
            .state=${state}
            @snug-share=${() => this.dialogs.share()}
            @snug-older=${() => this.session.loadOlder()}
            @snug-retry=${(event: CustomEvent<string>) => this.session.retry(event.detail)}
            @snug-discard=${(event: CustomEvent<string>) => this.session.discard(event.detail)}
            @snug-unread=${(event: CustomEvent<number>) => (this.unread = event.detail)}
          ></snug-message-list>
          <snug-composer
            .session=${this.session}
            .state=${state}
            @snug-sent=${() => this.list.goToEnd()}
          ></snug-composer>
        </main>
        <snug-member-list
          class=${this.peopleShown ? 'people shown' : 'people'}
          .state=${state}
          @snug-close=${() => (this.peopleShown = false)}
        ></snug-member-list>
      </div>
      <snug-dialogs .session=${this.session}></snug-dialogs>
    </div>`;
  }

  private header() {
    const { room, members } = this.session.state;
    return html`<header class="room-header">
      <button
        class="icon-button home"
        type="button"
        aria-label=${strings.backToStart}
        title=${strings.backToStart}
        @click=${this.start}
      >
        ${mark}
      </button>
      <div class="room-names">
        <h1 class="room-title">${room?.title || strings.untitled}</h1>
        <span class="room-code" translate="no">${room?.code}</span>
      </div>
      <button
        class="icon-button labelled people-button"
        type="button"
        aria-expanded=${this.peopleShown ? 'true' : 'false'}
        aria-label=${strings.peopleCount(members.size)}
        @click=${() => (this.peopleShown = !this.peopleShown)}
      >
        ${icons.people}<span>${members.size}</span>
      </button>
      <button
        class="button small share-button"
        type="button"
        aria-label=${strings.share}
        @click=${() => this.dialogs.share()}
      >
        ${icons.share}<span>${strings.share}</span>
      </button>
      <snug-theme-button></snug-theme-button>
      <button
        class="icon-button"
        type="button"
        aria-label=${strings.menu}
        title=${strings.menu}
        @click=${() => this.dialogs.menu()}
      >
        ${icons.more}
      </button>
    </header>`;
  }

  private ended(ending: string) {
    const [title, text] = strings.ended[ending] ?? strings.ended['gone']!;
    return html`<main class="ended">
      ${mark}
      <h1>${title}</h1>
      <p>${text}</p>
      <button class="button primary" type="button" @click=${this.start}>
        ${strings.backToStart}
      </button>
    </main>`;
  }

  private readonly start = (): void => {
    this.dispatchEvent(new CustomEvent('snug-start'));
  };

  /** A letter typed with nothing focused belongs into the message. */
  private readonly typeAnywhere = (event: KeyboardEvent): void => {
    const free = document.activeElement === document.body;
    const letter = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (free && letter && event.key !== ' ' && !event.isComposing) {
      this.querySelector('textarea')?.focus();
    }
  };
}
