import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { now } from '../clock';
import { isSending, type RoomState } from '../state';
import { strings } from '../strings';
import { isOutdated } from '../update';
import { Ticking } from './ticking';
import { View } from './view';

const BLIP_MILLIS = 2000;
const LONG_MILLIS = 10_000;
const SLOW_MILLIS = 5000;

/** How the connection is, once it is worth a word: not for the first two seconds. */
@customElement('snug-banner')
export class Banner extends View {
  @property({ attribute: false }) state!: RoomState;
  @property({ attribute: false }) reconnectNow!: () => void;
  @state() private outdated = false;
  @state() private patience: 'blip' | 'short' | 'long' = 'blip';
  private readonly clock = new Ticking(this, () => isSending(this.state));
  private wasShown = false;
  private onlineSince = 0;
  private timers: number[] = [];

  override disconnectedCallback(): void {
    this.forgetTimers();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get('state') as RoomState | undefined;
    if (before && before.connection !== this.state.connection) {
      this.forgetTimers();
      if (this.state.connection === 'online') {
        void isOutdated().then((outdated) => (this.outdated = outdated));
        this.onlineSince = now();
        this.wasShown = this.patience !== 'blip';
      } else {
        this.timers = [
          window.setTimeout(() => (this.patience = 'short'), BLIP_MILLIS),
          window.setTimeout(() => (this.patience = 'long'), LONG_MILLIS),
        ];
      }
      this.patience = 'blip';
    }
  }

  protected override render() {
    return html`<div class="banner-place" role="status">${this.content()}</div>`;
  }

  private content() {
    const { connection, caughtUp } = this.state;
    if (connection !== 'online') {
      return this.patience === 'blip'
        ? nothing
        : html`<p class="banner">
            <span class="banner-pulse"></span>${strings.reconnectingBanner}
            ${
              this.patience === 'long'
                ? html`<button class="link-button" type="button" @click=${this.reconnectNow}>
                    ${strings.tryNow}
                  </button>`
                : nothing
            }
          </p>`;
    }
    if (this.isSlow()) {
      return html`<p class="banner"><span class="banner-pulse"></span>${strings.slowBanner}</p>`;
    }
    if (this.outdated) {
      return html`<p class="banner">
        ${strings.updateReady}
        <button class="link-button" type="button" @click=${() => location.reload()}>
          ${strings.reload}
        </button>
      </p>`;
    }
    if (caughtUp === null || (!this.wasShown && caughtUp === 0)) {
      return nothing;
    }
    return html`<p class="banner good">
      ${caughtUp > 0 ? strings.backOnlineNew(caughtUp) : strings.backOnline}
    </p>`;
  }

  /** A message is not answered, although nothing says that the connection is lost. */
  private isSlow(): boolean {
    const since = this.clock.now - SLOW_MILLIS;
    return (
      this.onlineSince < since &&
      this.state.pending.some(({ state, at }) => state === 'sending' && at < since)
    );
  }

  private forgetTimers(): void {
    this.timers.forEach((timer) => window.clearTimeout(timer));
    this.timers = [];
  }
}
