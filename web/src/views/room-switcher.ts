import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { RoomSession } from '../room-session';
import { storage } from '../storage';
import { strings } from '../strings';
import { icons } from './icons';
import { menuItem, MenuKeys, popoverHead } from './menu';
import { Popover } from './popover';
import { View } from './view';

/** The rooms of this device, below the name of this one: those that are open, then the others. */
@customElement('snug-room-switcher')
export class RoomSwitcher extends View {
  @property({ attribute: false }) rooms: readonly RoomSession[] = [];
  @property({ attribute: false }) session!: RoomSession;
  @query('dialog') private dialog!: HTMLDialogElement;
  private readonly surface = new Popover(() => this.dialog, ['below']);
  private readonly keys = new MenuKeys(() => this.surface.close());

  /** Opens below the button; once more, and it closes. */
  toggle(button: Element): void {
    if (this.surface.isOpen) {
      this.surface.close();
    } else {
      this.requestUpdate();
      void this.updateComplete.then(() => this.surface.open(button, '[role=menuitem]'));
    }
  }

  protected override render() {
    const open = this.rooms.map((session) => session.state.room?.id);
    const others = storage.seats().filter((seat) => !open.includes(seat.room));
    return html`<dialog class="popover switcher" popover="manual" aria-labelledby="switcher-title">
      ${popoverHead('switcher-title', strings.rooms, () => this.surface.close())}
      <div role="menu" aria-labelledby="switcher-title" @keydown=${this.keys.pressed}>
        <div class="menu-group" role="group">
          ${this.rooms.map(({ state }) =>
            this.item(
              state.room!.code,
              state.room!.title || strings.untitled,
              state.unread,
              state.room!.id === this.session.state.room?.id,
            ),
          )}
          ${others.map((seat) => this.item(seat.code, seat.title || strings.untitled, 0, false))}
        </div>
        <div class="menu-group" role="group">
          ${menuItem({
            icon: icons.plus,
            label: strings.anotherRoom,
            choose: () => this.choose(''),
          })}
        </div>
      </div>
    </dialog>`;
  }

  private item(code: string, title: string, unread: number, current: boolean) {
    return html`<button
      class="menu-item room-item"
      type="button"
      role="menuitem"
      tabindex="-1"
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
    this.surface.close();
    this.dispatchEvent(new CustomEvent('snug-room', { detail: code }));
  }
}
