import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { now } from '../clock';
import { timeUntil } from '../format';
import type { RoomSession } from '../room-session';
import { strings } from '../strings';
import { icons } from './icons';
import { menuGroup, MenuKeys, popoverHead, type MenuItem } from './menu';
import { Popover } from './popover';
import { View } from './view';

export type RoomChoice =
  'name' | 'settings' | 'seat' | 'save' | 'help' | 'mine' | 'leave' | 'close';

/** What can be done with a room: oneself, the room, and last of all what ends something. */
@customElement('snug-room-menu')
export class RoomMenu extends View {
  @property({ attribute: false }) session!: RoomSession;
  @query('dialog') private dialog!: HTMLDialogElement;
  private readonly surface = new Popover(
    () => this.dialog,
    ['below'],
    () => this.changed(),
  );
  private readonly keys = new MenuKeys(() => this.surface.close());

  get isOpen(): boolean {
    return this.hasUpdated && this.surface.isOpen;
  }

  /** Opens below its button; once more, and it closes. */
  toggle(button: Element): void {
    if (this.isOpen) {
      this.surface.close();
    } else {
      this.requestUpdate();
      void this.updateComplete.then(() => {
        this.surface.open(button, '[role=menuitem]');
        this.changed();
      });
    }
  }

  protected override render() {
    const { room } = this.session.state;
    const until = room?.expiresAt;
    const host = this.session.isHost;
    const saves = host || room?.whoMayExport !== 'hosts';
    return html`<dialog class="popover room-menu" popover="manual" aria-labelledby="menu-title">
      ${popoverHead('menu-title', room?.title || room?.code || '', () => this.surface.close())}
      ${
        until
          ? html`<p class="popover-note">${strings.timeLeftLong(timeUntil(until, now()))}</p>`
          : nothing
      }
      <div role="menu" aria-labelledby="menu-title" @keydown=${this.keys.pressed}>
        ${menuGroup([
          this.item('name', icons.edit, strings.changeName),
          this.item('settings', icons.settings, strings.settings),
          this.item('seat', icons.device, strings.moveSeat),
        ])}
        ${menuGroup([
          ...(saves ? [this.item('save', icons.download, strings.saveRoom)] : []),
          this.item('help', icons.keyboard, strings.help),
        ])}
        ${menuGroup([
          this.item('mine', icons.bin, strings.deleteMine, true),
          this.item('leave', icons.leave, strings.leave, true),
          ...(host ? [this.item('close', icons.end, strings.closeRoom, true)] : []),
        ])}
      </div>
    </dialog>`;
  }

  private item(
    choice: RoomChoice,
    icon: MenuItem['icon'],
    label: string,
    danger = false,
  ): MenuItem {
    return {
      icon,
      label,
      danger,
      choose: () => {
        this.surface.close();
        this.dispatchEvent(new CustomEvent('snug-choice', { detail: choice }));
      },
    };
  }

  private changed(): void {
    this.dispatchEvent(new CustomEvent('snug-changed'));
  }
}
