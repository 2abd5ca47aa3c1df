import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { timeUntil } from '../format';
import { strings } from '../strings';
import { View } from './view';

const TICK_MILLIS = 20_000;

/** How long the room still lives, if its end is fixed. */
@customElement('snug-countdown')
export class Countdown extends View {
  @property({ attribute: false }) until: number | null = null;
  @state() private now = Date.now();
  private clock = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => (this.now = Date.now()), TICK_MILLIS);
  }

  override disconnectedCallback(): void {
    window.clearInterval(this.clock);
    super.disconnectedCallback();
  }

  protected override render() {
    if (this.until === null) {
      return nothing;
    }
    const time = timeUntil(this.until, this.now);
    return html`<span class="countdown" title=${strings.timeLeftLong(time)}
      >${strings.timeLeft(time)}</span
    >`;
  }
}
