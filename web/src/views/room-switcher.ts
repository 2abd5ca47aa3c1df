import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { openDialog } from '../layers';
import type { RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import { View } from './view';

/** The rooms of this device: those that are open with what is unread in them, then the others. */
@customElement('snug-room-switcher')
export class RoomSwitcher extends View {
  @property({ attribute: false }) rooms: readonly RoomSession[] = [];
  @property({ attribute: false }) session!: RoomSession;
  @query('dialog') private dialog!: HTMLDialogElement;

  open(): void {
    this.requestUpdate();
    openDialog(this.dialog);
  }

  protected override render() {
    const open = this.rooms.map((session) => session.state.room?.id);
    const others = storage.seats().filter((seat) => !open.includes(seat.room));
    return html`<dialog
      class="dialog switcher"
      aria-labelledby="switcher-title"
      @click=${(event: MouseEvent) => event.target === this.dialog && this.dialog.close()}
    >
      <h2 id="switcher-title">${strings.rooms}</h2>
      <div class="menu">
        ${this.rooms.map(({ state }) =>
          this.item(
            state.room!.code,
            state.room!.title || strings.untitled,
            state.unread,
            state.room!.id === this.session.state.room?.id,
          ),
        )}
        ${others.map((seat) => this.item(seat.code, seat.title || strings.untitled, 0, false))}
        <button class="menu-item quiet" type="button" @click=${() => this.choose('')}>
          ${strings.anotherRoom}
        </button>
      </div>
    </dialog>`;
  }

  private item(code: string, title: string, unread: number, current: boolean) {
    return html`<button
      class="menu-item room-item"
      type="button"
      aria-current=${current ? 'true' : nothing}
      @click=${() => this.choose(code)}
    >
      <span class="recent-code">${code}</span>
      <span class="recent-name">${title}</span>
      ${
        unread > 0
          ? html`<span class="unread" aria-label=${strings.unreadCount(unread)}>${unread}</span>`
          : nothing
      }
    </button>`;
  }

  private choose(code: string): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('snug-room', { detail: code }));
  }
}
