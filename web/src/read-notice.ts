/** Says what has been seen: the last place alone, and not more often than people read. */

const PAUSE_MILLIS = 1000;

export class ReadNotice {
  private told = 0;
  private seen = 0;
  private timer = 0;

  constructor(private readonly tell: (seq: number) => void) {}

  /** All up to there is in sight. */
  saw(seq: number): void {
    this.seen = Math.max(this.seen, seq);
    if (this.seen > this.told && this.timer === 0) {
      this.timer = window.setTimeout(this.tellNow, PAUSE_MILLIS);
    }
  }

  /** The server has forgotten what it was told. */
  forget(): void {
    this.told = 0;
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
  }

  private readonly tellNow = (): void => {
    this.timer = 0;
    this.told = this.seen;
    this.tell(this.seen);
  };
}
