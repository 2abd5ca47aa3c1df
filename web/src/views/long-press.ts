const PRESS_MILLIS = 450;

/** A finger that stays: on touch it opens what a pointer finds by hovering. */
export class LongPress {
  private timer = 0;

  /** `open` answers whether there was something to open. */
  constructor(private readonly open: (element: Element) => boolean) {}

  readonly start = {
    handleEvent: (event: TouchEvent): void => {
      window.clearTimeout(this.timer);
      const target = event.target as Element;
      if (event.touches.length === 1 && !target.closest('a, button, input')) {
        this.timer = window.setTimeout(() => this.open(target), PRESS_MILLIS);
      }
    },
    passive: true,
  };

  readonly cancel = { handleEvent: (): void => window.clearTimeout(this.timer), passive: true };

  /** The browser's own menu for a long press would stand in the way. */
  readonly menu = (event: MouseEvent): void => {
    if (window.matchMedia('(hover: none)').matches) {
      event.preventDefault();
    }
  };
}
