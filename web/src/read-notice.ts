/** Keeps and says what has been seen: the last place alone, and not more often than people read. */

const PAUSE_MILLIS = 1000;

export class ReadNotice {
  private noted = 0;
  private seen = 0;
  private timer = 0;

  constructor(private readonly note: (seq: number) => void) {}

  /** All up to there is in sight. */
  saw(seq: number): void {
    this.seen = Math.max(this.seen, seq);
    if (this.seen > this.noted && this.timer === 0) {
      this.timer = window.setTimeout(this.noteNow, PAUSE_MILLIS);
    }
  }

  /** The server has forgotten what it was told. */
  forget(): void {
    this.noted = 0;
  }

  /** At once, if there is something to note. */
  readonly flush = (): void => {
    if (this.timer !== 0) {
      window.clearTimeout(this.timer);
      this.noteNow();
    }
  };

  private readonly noteNow = (): void => {
    this.timer = 0;
    this.noted = this.seen;
    this.note(this.seen);
  };
}
