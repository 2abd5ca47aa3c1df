const HIDDEN_MILLIS = 250;

/**
 * Runs a task at most once in a frame, and now and then in a tab that nobody sees. Where drawing is
 * slow, half of the time is left to what people do: it pauses as long as it took the last time.
 */
export class EachFrame {
  private frame = 0;
  private timer = 0;
  private freeAt = 0;

  constructor(private readonly task: () => void) {}

  readonly request = (): void => {
    if (this.timer === 0) {
      const pause = this.freeAt - performance.now();
      this.timer = window.setTimeout(this.run, Math.max(pause, 0) + HIDDEN_MILLIS);
      if (pause > 0) {
        window.setTimeout(this.awaitFrame, pause);
      } else {
        this.awaitFrame();
      }
    }
  };

  cancel(): void {
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.timer);
    this.frame = 0;
    this.timer = 0;
  }

  private readonly awaitFrame = (): void => {
    if (this.timer !== 0 && this.frame === 0) {
      this.frame = requestAnimationFrame(this.run);
    }
  };

  private readonly run = (): void => {
    const start = performance.now();
    this.cancel();
    this.task();
    // what is drawn now is on the screen when the next timer runs
    window.setTimeout(() => {
      const end = performance.now();
      this.freeAt = end + (end - start);
    });
  };
}
