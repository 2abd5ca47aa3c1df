/** Tells that somebody is writing here: on the first key and then every three seconds. */

const REPEAT_MILLIS = 3000;
const IDLE_MILLIS = 5000;
const NOTHING_SENT = -Infinity;

export class TypingNotice {
  private sentAt = NOTHING_SENT;
  private timer = 0;

  constructor(private readonly tell: (on: boolean) => void) {}

  /** To be called for every key that changes the text. */
  start(): void {
    const now = performance.now();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.stop(), IDLE_MILLIS);
    if (now - this.sentAt >= REPEAT_MILLIS) {
      this.sentAt = now;
      this.tell(true);
    }
  }

  stop(): void {
    window.clearTimeout(this.timer);
    if (this.sentAt !== NOTHING_SENT) {
      this.sentAt = NOTHING_SENT;
      this.tell(false);
    }
  }
}
