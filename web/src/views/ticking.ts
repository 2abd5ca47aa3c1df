import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { now } from '../clock';
import { startOfNextDay, useZoneOfDevice } from '../format';

const SOON_MILLIS = 750;
const LATER_MILLIS = 30_000;
const RETURNS = ['visibilitychange', 'focus', 'pageshow', 'resume', 'online'];

/**
 * Draws a view again as time passes: often while something is awaited, else twice a minute, when a
 * day ends, and when somebody comes back to the page, whose timers may have slept.
 */
export class Ticking implements ReactiveController {
  now = now();
  private timer = 0;
  private soon = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly isAwaiting: () => boolean = () => false,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    RETURNS.forEach((event) => window.addEventListener(event, this.tick, true));
    this.tick();
  }

  hostDisconnected(): void {
    window.clearTimeout(this.timer);
    RETURNS.forEach((event) => window.removeEventListener(event, this.tick, true));
  }

  hostUpdate(): void {
    this.now = now();
  }

  /** What is awaited may have begun. */
  hostUpdated(): void {
    if (!this.soon && this.isAwaiting()) {
      this.wait();
    }
  }

  private readonly tick = (): void => {
    useZoneOfDevice();
    this.host.requestUpdate();
    this.wait();
  };

  private wait(): void {
    window.clearTimeout(this.timer);
    this.soon = this.isAwaiting();
    const pause = this.soon ? SOON_MILLIS : LATER_MILLIS;
    this.timer = window.setTimeout(this.tick, Math.min(pause, startOfNextDay(now()) - now()));
  }
}
