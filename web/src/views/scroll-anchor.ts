const AT_END_PIXELS = 48;

/**
 * Keeps what is read where it stands: at the end if it was there, else the first message in sight at
 * the same pixel, whatever comes or goes above it.
 */
export class ScrollAnchor {
  atEnd = true;
  /** Whether the last row is the last message there is; else there is no end to stay at. */
  endIsHere = true;
  private lastTop = 0;
  private kept: { element: Element; top: number } | null = null;

  private readonly messages: HTMLCollectionOf<Element>;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly rows: HTMLElement,
  ) {
    this.messages = rows.getElementsByClassName('message');
  }

  /** After the scroller has moved, by whomever. */
  moved(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const reached = scrollHeight - scrollTop - clientHeight < AT_END_PIXELS;
    const onlyGrown = this.atEnd && scrollTop >= this.lastTop;
    this.lastTop = scrollTop;
    this.atEnd = this.endIsHere && (reached || onlyGrown);
    if (this.atEnd && !reached) {
      this.settle();
    }
    this.remember();
  }

  /** The end is here, and is to be stayed at. */
  stick(): void {
    this.endIsHere = true;
    this.atEnd = true;
  }

  /** Somebody goes elsewhere on purpose. */
  release(): void {
    this.atEnd = false;
    this.kept = null;
  }

  /** Before a change: the first message in sight and where it stands. Other rows may move. */
  remember(): void {
    this.kept = null;
    if (this.atEnd) {
      return;
    }
    const element = this.firstInSight();
    this.kept = element && { element, top: element.getBoundingClientRect().top };
  }

  /** Messages stand below each other, so that half of them are out of the question with each look. */
  private firstInSight(): Element | null {
    const top = this.scroller.getBoundingClientRect().top;
    let above = 0;
    let below = this.messages.length;
    while (above < below) {
      const middle = (above + below) >> 1;
      if (this.messages[middle]!.getBoundingClientRect().bottom > top) {
        below = middle;
      } else {
        above = middle + 1;
      }
    }
    return this.messages[above] ?? null;
  }

  /** After a change: at the end if it was there, else with that message where it stood. */
  settle(): void {
    this.standOnTheFloor();
    if (this.atEnd) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      this.lastTop = this.scroller.scrollTop;
    } else if (this.kept?.element.isConnected) {
      const moved = this.kept.element.getBoundingClientRect().top - this.kept.top;
      if (moved !== 0) {
        this.scroller.scrollTop += moved;
      }
    }
  }

  /** Few rows stand at the lower edge: moved there, not laid out there, so that none ever jumps. */
  private standOnTheFloor(): void {
    const room = this.scroller.clientHeight - this.rows.offsetHeight;
    this.rows.style.transform = room > 0 ? `translateY(${room}px)` : '';
  }

  /** Brings an element into the upper half. */
  show(element: Element): void {
    const { top, height } = this.scroller.getBoundingClientRect();
    const wanted = top + height / 3;
    this.release();
    this.scroller.scrollTop += element.getBoundingClientRect().top - wanted;
    this.moved();
  }
}
