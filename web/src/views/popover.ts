import { openDialog, openLayer } from '../layers';
import { placed, type Side } from '../placing';

const SHEET = '(hover: none), (max-width: 560px)';

/**
 * A `<dialog popover="manual">` that opens at a thing. On a desk it stands beside the thing, without a curtain, and
 * goes with a click elsewhere, with Esc, or when the focus leaves it. On a phone it is a sheet from below.
 */
export class Popover {
  private anchor: Element | null = null;
  private opener: HTMLElement | null = null;
  private release: () => void = () => undefined;
  private readonly resized = new ResizeObserver(() => this.place());

  constructor(
    private readonly dialog: () => HTMLDialogElement | null,
    private readonly sides: readonly Side[],
    private readonly closed: () => void = () => undefined,
  ) {}

  get isOpen(): boolean {
    const dialog = this.dialog();
    return dialog !== null && (dialog.open || dialog.matches(':popover-open'));
  }

  /** Opens beside the anchor; `focus` names what has the focus first. */
  open(anchor: Element, focus: string): void {
    const dialog = this.dialog();
    if (!dialog || this.isOpen) {
      return;
    }
    this.anchor = anchor;
    this.opener = document.activeElement as HTMLElement | null;
    if (window.matchMedia(SHEET).matches) {
      dialog.style.translate = '';
      dialog.addEventListener('close', this.ended, { once: true });
      dialog.addEventListener('click', this.clickedSheet);
      openDialog(dialog);
    } else {
      dialog.showPopover();
      this.place();
      this.listen('addEventListener');
      this.resized.observe(dialog);
      this.release = openLayer(() => this.close());
    }
    dialog.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
  }

  /** Closes, and gives the focus back to what had it. */
  close(): void {
    const dialog = this.dialog();
    if (!dialog || !this.isOpen) {
      return;
    }
    const held = dialog.contains(document.activeElement);
    if (dialog.open) {
      dialog.close(); // and the browser gives the focus back
    } else {
      this.resized.disconnect();
      this.listen('removeEventListener');
      dialog.hidePopover();
      this.release();
      this.closed();
    }
    if (held || document.activeElement === document.body) {
      this.giveBack();
    }
  }

  private giveBack(): void {
    const opener = this.opener?.isConnected ? this.opener : this.anchor?.closest('article');
    opener?.focus({ preventScroll: true });
  }

  private readonly ended = (): void => {
    this.dialog()?.removeEventListener('click', this.clickedSheet);
    this.closed();
  };

  private listen(how: 'addEventListener' | 'removeEventListener'): void {
    document[how]('pointerdown', this.pressedElsewhere, true);
    document[how]('keydown', this.pressedKey, true);
    document[how]('scroll', this.place, true);
    window[how]('resize', this.place);
    this.dialog()?.[how]('focusout', this.left);
  }

  private readonly place = (): void => {
    const dialog = this.dialog();
    if (!dialog?.matches(':popover-open') || !this.anchor?.isConnected) {
      return;
    }
    const at = this.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = dialog;
    const rtl = document.documentElement.dir === 'rtl';
    const { clientWidth } = document.documentElement;
    const view = { width: clientWidth, height: window.innerHeight, rtl };
    const { left, top } = placed({ width, height }, at, view, this.sides);
    dialog.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  };

  /** The button that opened it closes it, too: by its own click. */
  private readonly pressedElsewhere = (event: Event): void => {
    if (!this.belongs(event.target as Node)) {
      this.close();
    }
  };

  private readonly pressedKey = (event: Event): void => {
    const { key, isComposing } = event as KeyboardEvent;
    if (key === 'Escape' && !isComposing) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  };

  private readonly left = (event: Event): void => {
    const to = (event as FocusEvent).relatedTarget as Node | null;
    if (to && !this.belongs(to)) {
      this.close();
    }
  };

  private belongs(node: Node): boolean {
    const button = this.anchor?.matches('button') && this.anchor.contains(node);
    return button || (this.dialog()?.contains(node) ?? false);
  }

  /** Beside the sheet, on what is dark. */
  private readonly clickedSheet = (event: MouseEvent): void => {
    const dialog = this.dialog();
    if (dialog && event.target === dialog && event.clientY < dialog.getBoundingClientRect().top) {
      this.close();
    }
  };
}
