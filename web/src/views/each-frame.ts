const HIDDEN_MILLIS = 250;

/** Runs a task at most once in a frame, and now and then in a tab that nobody sees. */
export class EachFrame {
  private frame = 0;
  private timer = 0;

  constructor(private readonly task: () => void) {}

  readonly request = (): void => {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(this.run);
      this.timer = window.setTimeout(this.run, HIDDEN_MILLIS);
    }
  };

  cancel(): void {
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.timer);
    this.frame = 0;
  }

  private readonly run = (): void => {
    this.cancel();
    this.task();
  };
}
