const PRESS_MILLIS = 450;
/** No finger lies quite still. */
const SLOP_PIXELS = 10;
/** What a held finger has a meaning of its own on. */
const OTHERS = 'a, input, textarea, select, video, audio, .failure';
const LIFTS = ['touchend', 'touchcancel'];
const PRESSES = ['click', 'mousedown', 'mouseup', 'pointerdown'];

/**
 * A finger that stays: on touch it opens what a pointer finds by hovering. Until that finger is up again it
 * presses nothing of what has appeared beneath it, nor does any other.
 */
export class LongPress {
  private timer = 0;
  private x = 0;
  private y = 0;

  /** `open` answers whether there was something to open. */
  constructor(private readonly open: (element: Element) => boolean) {}

  readonly start = {
    handleEvent: (event: TouchEvent): void => {
      window.clearTimeout(this.timer);
      const target = event.target as Element;
      const [finger] = event.touches;
      if (finger && event.touches.length === 1 && !target.closest(OTHERS)) {
        this.x = finger.clientX;
        this.y = finger.clientY;
        this.timer = window.setTimeout(() => this.press(target), PRESS_MILLIS);
      }
    },
    passive: true,
  };

  readonly move = {
    handleEvent: (event: TouchEvent): void => {
      const [finger] = event.touches;
      if (finger && Math.hypot(finger.clientX - this.x, finger.clientY - this.y) > SLOP_PIXELS) {
        window.clearTimeout(this.timer);
      }
    },
    passive: true,
  };

  readonly cancel = { handleEvent: (): void => window.clearTimeout(this.timer), passive: true };

  /** The browser's own menu for a long press would stand in the way, but on links and pictures. */
  readonly menu = (event: MouseEvent): void => {
    const own = (event.target as Element).closest('a, img, video, audio, input');
    if (!own && window.matchMedia('(hover: none)').matches) {
      event.preventDefault();
    }
  };

  private press(target: Element): void {
    if (this.open(target)) {
      PRESSES.forEach((event) => window.addEventListener(event, swallow, true));
      LIFTS.forEach((event) => window.addEventListener(event, lifted, WATCH));
    }
  }
}

const WATCH = { capture: true, passive: false };

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** What a browser makes a click of is the end of a touch, where nobody has prevented that. */
function lifted(event: Event): void {
  if (event.cancelable) {
    event.preventDefault();
  }
  if ((event as TouchEvent).touches.length === 0) {
    LIFTS.forEach((name) => window.removeEventListener(name, lifted, WATCH));
    // some tell of the mouse all the same, before anything else happens
    window.setTimeout(() =>
      PRESSES.forEach((name) => window.removeEventListener(name, swallow, true)),
    );
  }
}
