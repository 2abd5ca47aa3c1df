/** Menus: their items, their heads as sheets, and the keys that move in them. */

import { html, type TemplateResult } from 'lit';
import { strings } from '../strings';
import { icons } from './icons';

const WORD_MILLIS = 600;

export interface MenuItem {
  icon: TemplateResult;
  label: string;
  danger?: boolean;
  choose(event: MouseEvent): unknown;
}

export function menuItem({ icon, label, danger, choose }: MenuItem): TemplateResult {
  return html`<button
    class=${danger ? 'menu-item danger' : 'menu-item'}
    type="button"
    role="menuitem"
    tabindex="-1"
    @click=${choose}
  >
    ${icon}<span>${label}</span>
  </button>`;
}

export function menuGroup(items: readonly MenuItem[]): TemplateResult {
  return html`<div class="menu-group" role="group">${items.map(menuItem)}</div>`;
}

/** What stands above: on a phone with a cross, since there is little beside a sheet to tap on. */
export function popoverHead(id: string, title: string, close: () => void): TemplateResult {
  return html`<div class="popover-head">
    <h2 id=${id} dir="auto">${title}</h2>
    <button
      class="icon-button popover-close"
      type="button"
      aria-label=${strings.close}
      @click=${close}
    >
      ${icons.close}
    </button>
  </div>`;
}

/** Arrows, Home and End move, letters lead to the item that begins with them, Tab leaves. */
export class MenuKeys {
  private word = '';
  private timer = 0;

  constructor(private readonly leave: () => void) {}

  readonly pressed = (event: KeyboardEvent): void => {
    const menu = event.currentTarget as HTMLElement;
    const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
    if (event.key === 'Tab') {
      event.preventDefault();
      this.leave();
      return;
    }
    const from = items.indexOf(document.activeElement as HTMLElement);
    const next = moved(items, from, event.key) ?? this.typed(items, event);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };

  private typed(items: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
    const letter = [...event.key].length === 1 && event.key !== ' ';
    if (!letter || event.ctrlKey || event.metaKey || event.altKey) {
      return undefined;
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.word = ''), WORD_MILLIS);
    this.word += event.key.toLowerCase();
    return items.find((item) => labelOf(item).startsWith(this.word));
  }
}

function labelOf(item: HTMLElement): string {
  return (item.ariaLabel ?? item.textContent ?? '').trim().toLowerCase();
}

/** The item that a key leads to. Items may stand beside each other; at the end it goes round. */
export function moved(
  items: readonly HTMLElement[],
  from: number,
  key: string,
): HTMLElement | undefined {
  const rtl = document.documentElement.dir === 'rtl';
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step !== 0) {
    return items.at((from + (rtl ? -step : step) + items.length) % items.length);
  }
  switch (key) {
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    case 'ArrowDown':
      return nextRow(items, from, 1) ?? items[0];
    case 'ArrowUp':
      return nextRow(items, from, -1) ?? items.at(-1);
    default:
      return undefined;
  }
}

/** The item of the next row, or of the one before, that stands nearest. */
function nextRow(
  items: readonly HTMLElement[],
  from: number,
  step: number,
): HTMLElement | undefined {
  const here = items[from]?.getBoundingClientRect();
  if (!here) {
    return undefined;
  }
  const boxes = items.map((item) => ({ item, box: item.getBoundingClientRect() }));
  const beyond = boxes.filter(({ box }) =>
    step > 0 ? box.top > here.top + 1 : box.top < here.top - 1,
  );
  const row = (step > 0 ? beyond[0] : beyond.at(-1))?.box.top;
  return beyond
    .filter(({ box }) => box.top === row)
    .sort((one, other) => Math.abs(one.box.left - here.left) - Math.abs(other.box.left - here.left))
    .at(0)?.item;
}
