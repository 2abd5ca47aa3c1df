import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { day, fullTime, hue, initial, isFewEmoji, names, time } from '../format';
import type { MessageEvent } from '../protocol';
import type { Pending, RoomState } from '../state';
import { strings } from '../strings';
import { timeline, type Row } from '../timeline';
import { icons } from './icons';
import { View } from './view';

const AT_END_PIXELS = 48;
const LOAD_OLDER_PIXELS = 600;
const SENDING_AFTER_MILLIS = 300;
const ANNOUNCE_EACH_UP_TO = 3;

/** The messages: stays at the end if it was there, and where it was if not. */
@customElement('snug-message-list')
export class MessageList extends View {
  @property({ attribute: false }) state!: RoomState;
  @state() private unseen = 0;
  @state() private announcement = '';
  @state() private now = Date.now();
  @query('.messages') private scroller!: HTMLElement;

  private atEnd = true;
  private anchor: { element: Element; top: number } | null = null;
  private seenHead = 0;
  private announcedHead = 0;
  private clock = 0;
  private resize = new ResizeObserver(() => this.settle());

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => (this.now = Date.now()), 1000);
    document.addEventListener('visibilitychange', this.look);
    window.addEventListener('focus', this.look);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.clock);
    document.removeEventListener('visibilitychange', this.look);
    window.removeEventListener('focus', this.look);
    this.resize.disconnect();
    super.disconnectedCallback();
  }

  /** Shows the last message. */
  goToEnd(): void {
    this.atEnd = true;
    void this.updateComplete.then(() => this.settle());
  }

  protected override firstUpdated(): void {
    this.seenHead = this.state.head;
    this.announcedHead = this.state.head;
    this.resize.observe(this.scroller);
    this.settle();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('state') && this.hasUpdated) {
      this.rememberAnchor();
      this.announce();
    }
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('state')) {
      this.settle();
      this.look();
    }
  }

  protected override render() {
    const rows = timeline(this.state);
    const said = rows.some((row) => row.kind === 'message' || row.kind === 'pending');
    return html`<div class="messages-place">
      <div
        class="messages"
        role="log"
        aria-label=${strings.messages}
        aria-live="off"
        tabindex="0"
        @scroll=${this.scrolled}
      >
        <div class="messages-inner">
          ${this.top(said)}
          ${repeat(
            rows,
            (row) => row.key,
            (row) => this.row(row),
          )}
        </div>
      </div>
      ${
        this.unseen > 0
          ? html`<button class="new-pill" type="button" @click=${this.goToEnd}>
              ${strings.newMessages(this.unseen)} ${icons.down}
            </button>`
          : nothing
      }
      <p class="visually-hidden" aria-live="polite">${this.announcement}</p>
    </div>`;
  }

  private top(said: boolean) {
    if (this.state.loadingOlder || this.state.more) {
      return html`<p class="list-note">
        ${this.state.loadingOlder ? strings.loadingOlder : nothing}
      </p>`;
    }
    if (said) {
      return html`<p class="list-note">${strings.historyStart}</p>`;
    }
    const alone = this.state.members.size < 2;
    return html`<div class="quiet">
      <h2>${strings.emptyTitle}</h2>
      <p>${alone ? strings.emptyAlone : strings.emptyTogether}</p>
      ${
        alone
          ? html`<p class="big-code" aria-hidden="true">${this.state.room?.code}</p>
              <button
                class="button small"
                type="button"
                @click=${() => this.dispatchEvent(new CustomEvent('snug-share'))}
              >
                ${strings.shareLink}
              </button>`
          : nothing
      }
    </div>`;
  }

  private row(row: Row) {
    switch (row.kind) {
      case 'day':
        return html`<h2 class="day"><span>${day(row.at, this.now)}</span></h2>`;
      case 'presence':
        return html`<p class="notice">
          ${
            row.notice.kind === 'joined'
              ? strings.joined(names(row.notice.names))
              : strings.leftRoom(names(row.notice.names))
          }
        </p>`;
      case 'renamed':
        return html`<p class="notice">${strings.renamed(row.before, row.event.name)}</p>`;
      case 'message':
        return this.message(row.event, row.own, row.first, row.last);
      case 'pending':
        return this.pending(row.pending, row.first, row.last);
    }
  }

  private message(event: MessageEvent, own: boolean, first: boolean, last: boolean) {
    return html`<article class=${classMap({ message: true, own, first, last })}>
      ${
        own
          ? nothing
          : html`<span class="avatar hue-${hue(event.member)}" aria-hidden="true"
              >${first ? initial(event.name) : ''}</span
            >`
      }
      <div class="bubble-place">
        ${
          first
            ? html`<span
                class=${own ? 'author visually-hidden' : `author hue-${hue(event.member)}`}
                dir="auto"
                >${event.name}</span
              >`
            : html`<span class="visually-hidden">${event.name}</span>`
        }
        <div class="bubble-line">
          <div class=${bubbleClass(event.text)}>
            <span class="text" dir="auto">${event.text}</span>${last ? this.time(event) : nothing}
          </div>
          ${last ? nothing : this.time(event)}
        </div>
      </div>
    </article>`;
  }

  /** Within the last bubble of a group; beside the others, and shown when they are pointed at. */
  private time(event: MessageEvent) {
    return html`<time datetime=${new Date(event.at).toISOString()} title=${fullTime(event.at)}
      >${time(event.at)}</time
    >`;
  }

  private pending(pending: Pending, first: boolean, last: boolean) {
    const failed = pending.state === 'failed';
    const slow = this.now - pending.at > SENDING_AFTER_MILLIS;
    return html`<article
      class=${classMap({ message: true, own: true, pending: true, failed, first, last })}
    >
      <div class="bubble-place">
        ${
          first
            ? html`<span class="author visually-hidden" dir="auto">${this.state.self?.name}</span>`
            : html`<span class="visually-hidden">${this.state.self?.name}</span>`
        }
        <div class=${bubbleClass(pending.text)}>
          <span class="text" dir="auto">${pending.text}</span
          ><span class="fate">${failed ? strings.notSent : slow ? strings.sending : ''}</span>
        </div>
        ${failed ? this.failure(pending) : nothing}
      </div>
    </article>`;
  }

  private failure(pending: Pending) {
    const send = (name: string): void => {
      this.dispatchEvent(new CustomEvent(name, { detail: pending.cid }));
    };
    return html`<div class="failure" role="alert">
      <span>${pending.reason}</span>
      <button class="link-button" type="button" @click=${() => send('snug-retry')}>
        ${strings.retry}
      </button>
      <button class="link-button" type="button" @click=${() => send('snug-discard')}>
        ${strings.discard}
      </button>
    </div>`;
  }

  private readonly scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PIXELS;
    if (scrollTop < LOAD_OLDER_PIXELS && this.state.more && !this.state.loadingOlder) {
      this.dispatchEvent(new CustomEvent('snug-older'));
    }
    this.look();
  };

  /** Before a change: the first message in sight and where it stands. Other rows may move. */
  private rememberAnchor(): void {
    this.anchor = null;
    if (this.atEnd) {
      return;
    }
    const top = this.scroller.getBoundingClientRect().top;
    for (const element of this.scroller.querySelectorAll('.message')) {
      const box = element.getBoundingClientRect();
      if (box.bottom > top) {
        this.anchor = { element, top: box.top };
        return;
      }
    }
  }

  /** After a change: at the end if it was there, else with that message where it stood. */
  private settle(): void {
    if (this.atEnd) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    } else if (this.anchor?.element.isConnected) {
      const moved = this.anchor.element.getBoundingClientRect().top - this.anchor.top;
      if (moved !== 0) {
        this.scroller.scrollTop += moved;
      }
    }
    this.anchor = null;
  }

  /** Counts what has come since somebody looked: the window in front, and the end in sight. */
  private readonly look = (): void => {
    if (this.atEnd && document.hasFocus() && document.visibilityState === 'visible') {
      this.seenHead = this.state.head;
    }
    const unread = this.state.events.filter(
      (event) =>
        event.seq > this.seenHead &&
        event.type === 'message' &&
        event.member !== this.state.self?.id,
    ).length;
    this.unseen = this.atEnd ? 0 : unread;
    this.dispatchEvent(new CustomEvent('snug-unread', { detail: unread }));
  };

  /** Says what others wrote since the last time; nothing of history and nothing of one's own. */
  private announce(): void {
    const fresh = this.state.events.filter(
      (event): event is MessageEvent =>
        event.seq > this.announcedHead &&
        event.type === 'message' &&
        event.member !== this.state.self?.id,
    );
    this.announcedHead = this.state.head;
    if (fresh.length > ANNOUNCE_EACH_UP_TO) {
      this.announcement = strings.announcedMany(fresh.length);
    } else if (fresh.length > 0) {
      this.announcement = fresh
        .map((event) => strings.announced(event.name, event.text))
        .join('. ');
    }
  }
}

function bubbleClass(text: string): string {
  return isFewEmoji(text) ? 'bubble large' : 'bubble';
}
