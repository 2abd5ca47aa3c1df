import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { timeUntil } from '../format';
import { strings } from '../strings';
import { Ticking } from './ticking';
import { View } from './view';

/** How long the room still lives, if its end is fixed. */
@customElement('snug-countdown')
export class Countdown extends View {
  @property({ attribute: false }) until: number | null = null;
  private readonly clock = new Ticking(this);

  protected override render() {
    if (this.until === null) {
      return nothing;
    }
    const time = timeUntil(this.until, this.clock.now);
    return html`<span class="countdown" title=${strings.timeLeftLong(time)}
      >${strings.timeLeft(time)}</span
    >`;
  }
}
