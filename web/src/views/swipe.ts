import { isDialogOpen } from './view';

/** So far a finger may stray before it is said where it goes. */
const STRAY_PIXELS = 12;
const REPLY_PIXELS = 56;
const MOST_PIXELS = 76;
/** At the sides of the screen a finger means the system's own Back. */
const EDGE_PIXELS = 24;

/**
 * A message that is drawn aside with a finger, the way that one reads, is answered. Up and down the list scrolls as
 * ever: the style sheet leaves only sideways to us (`touch-action: pan-y`), and what scrolls sideways itself keeps it.
 */
export class Swipe {
  private article: HTMLElement | null = null;
  private moving = false;
  private x = 0;
  private y = 0;
  private drawn = 0;

  constructor(
    private readonly arrow: () => HTMLElement,
    private readonly reply: (article: HTMLElement) => void,
  ) {}

  readonly down = (event: PointerEvent): void => {
    const target = event.target as Element;
    const atEdge = event.clientX < EDGE_PIXELS || event.clientX > window.innerWidth - EDGE_PIXELS;
    const article = target.closest<HTMLElement>('article[data-id]:not(.gone)');
    this.rest();
    if (event.pointerType === 'touch' && event.isPrimary && !atEdge && !ownsSideways(target)) {
      this.article = article;
      this.x = event.clientX;
      this.y = event.clientY;
    }
  };

  readonly move = (event: PointerEvent): void => {
    if (!this.article || !event.isPrimary) {
      return;
    }
    const forth = (event.clientX - this.x) * (document.documentElement.dir === 'rtl' ? -1 : 1);
    const down = Math.abs(event.clientY - this.y);
    if (!this.moving && (isDialogOpen() || down > STRAY_PIXELS || forth < -STRAY_PIXELS)) {
      this.article = null;
    } else if (this.moving || forth > Math.max(STRAY_PIXELS, down * 1.5)) {
      this.moving = true;
      this.draw(Math.max(0, forth - STRAY_PIXELS));
    }
  };

  readonly up = (): void => {
    const article = this.article;
    const far = this.moving && this.drawn >= REPLY_PIXELS;
    this.rest();
    if (article && far) {
      this.reply(article);
    }
  };

  readonly cancel = (): void => this.rest();

  private draw(pixels: number): void {
    const article = this.article!;
    const before = this.drawn;
    this.drawn =
      pixels <= REPLY_PIXELS
        ? pixels
        : Math.min(MOST_PIXELS, REPLY_PIXELS + (pixels - REPLY_PIXELS) / 4);
    article.classList.add('swiped');
    article.style.setProperty('--swiped', `${this.drawn}`);
    const arrow = this.arrow();
    const place = arrow.parentElement!.getBoundingClientRect();
    const bubble = (article.querySelector('.bubble') ?? article).getBoundingClientRect();
    arrow.style.top = `${(Math.max(bubble.top, place.top) + Math.min(bubble.bottom, place.bottom)) / 2 - place.top}px`;
    arrow.style.setProperty('--swiped', `${Math.min(1, this.drawn / REPLY_PIXELS)}`);
    arrow.classList.toggle('ready', this.drawn >= REPLY_PIXELS);
    if (before < REPLY_PIXELS && this.drawn >= REPLY_PIXELS && 'vibrate' in navigator) {
      navigator.vibrate(10);
    }
  }

  private rest(): void {
    if (this.moving && this.article) {
      this.article.classList.remove('swiped');
      this.article.style.removeProperty('--swiped');
      this.arrow().style.setProperty('--swiped', '0');
      this.arrow().classList.remove('ready');
    }
    this.article = null;
    this.moving = false;
    this.drawn = 0;
  }
}

/** Code that is wider than its box, and what has controls to be drawn. */
function ownsSideways(target: Element): boolean {
  const box = target.closest('pre');
  return (
    (box !== null && box.scrollWidth > box.clientWidth) ||
    target.closest('input, audio, video') !== null
  );
}
