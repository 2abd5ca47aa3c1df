import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import { icons } from './icons';
import { View } from './view';

const MAX_SHOWN = 5;

/** The rooms that this browser was in, the last used first, with what is unread in those that are open. */
@customElement('snug-recent-rooms')
export class RecentRooms extends View {
  /** Rooms that are open behind this page. */
  @property({ attribute: false }) rooms: readonly RoomSession[] = [];
  @state() private seats = storage.seats();

  protected override render() {
    if (this.seats.length === 0) {
      return nothing;
    }
    return html`<section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">${strings.recentRooms}</h2>
      <ul>
        ${this.seats.slice(0, MAX_SHOWN).map(
          (seat) =>
            html`<li>
              <button
                class="recent-room"
                type="button"
                @click=${() => this.tell('snug-return', seat.code)}
              >
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

  private forget(room: string): void {
    storage.forgetSeat(room);
    this.tell('snug-forget', room);
    this.seats = storage.seats();
  }

  private tell(event: 'snug-return' | 'snug-forget', detail: string): void {
    this.dispatchEvent(new CustomEvent(event, { detail, bubbles: event === 'snug-forget' }));
  }
}
