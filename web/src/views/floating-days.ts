const REST_MILLIS = 1200;

/**
 * The day that hangs at the top of the messages is wanted while somebody scrolls through them; at rest it
 * would lie on what is read. Days that stand in their place among the messages stay.
 */
export class FloatingDays {
  private timer = 0;

  /** The messages have moved; at their end they do so by themselves. */
  scrolled(scroller: HTMLElement, atEnd: boolean): void {
    this.placed(scroller);
    if (!atEnd) {
      scroller.classList.add('scrolling');
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => scroller.classList.remove('scrolling'), REST_MILLIS);
    }
  }

  /** Rows have come or gone. */
  placed(scroller: HTMLElement): void {
    for (const day of scroller.querySelectorAll('.day')) {
      const below = day.nextElementSibling?.getBoundingClientRect();
      const floats = below !== undefined && below.top < day.getBoundingClientRect().bottom - 1;
      day.classList.toggle('floating', floats);
    }
  }
}
