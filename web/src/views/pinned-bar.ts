import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RoomSession } from '../room-session';
import type { RoomState } from '../state';
import { strings } from '../strings';
import { icons } from './icons';
import { excerpt } from './message';
import { View } from './view';

/** What the host has pinned, above the messages: the last one, or all of them. */
@customElement('snug-pinned-bar')
export class PinnedBar extends View {
  @property({ attribute: false }) session!: RoomSession;
  @property({ attribute: false }) state!: RoomState;
  @state() private all = false;

  protected override render() {
    const { pinned } = this.state;
    if (pinned.length === 0) {
      return nothing;
    }
    const shown = this.all ? [...pinned].reverse() : pinned.slice(-1);
    return html`<section class="pinned-bar" aria-label=${strings.pinned}>
      ${icons.pin}
      <ul>
        ${shown.map(
          (message) =>
            html`<li>
              <button
                class="pinned-message"
                type="button"
                @click=${() =>
                  this.dispatchEvent(new CustomEvent('snug-go-to', { detail: message.id }))}
              >
                <strong>${message.name}</strong> <span dir="auto">${excerpt(message)}</span>
              </button>
              ${
                this.session.isHost
                  ? html`<button
                      class="icon-button"
                      type="button"
                      aria-label=${strings.unpin}
                      title=${strings.unpin}
                      @click=${() => this.session.pin(message.id, false)}
                    >
                      ${icons.close}
                    </button>`
                  : nothing
              }
            </li>`,
        )}
      </ul>
      ${
        pinned.length > 1
          ? html`<button
              class="link-button"
              type="button"
              aria-expanded=${this.all ? 'true' : 'false'}
              @click=${() => (this.all = !this.all)}
            >
              ${this.all ? strings.showLess : strings.pinnedCount(pinned.length)}
            </button>`
          : nothing
      }
    </section>`;
  }
}
