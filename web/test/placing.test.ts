import { describe, expect, it } from 'vitest';
import { placed, type Side } from '../src/placing';

const view = { width: 1280, height: 800, rtl: false };
const size = { width: 300, height: 400 };
const all: Side[] = ['below', 'above', 'after', 'before'];

describe('what opens at a thing', () => {
  it('begins below a button on the left, and ends below one on the right', () => {
    const left = { left: 100, top: 10, width: 40, height: 40 };
    const right = { left: 1230, top: 10, width: 40, height: 40 };

    expect(placed(size, left, view, ['below'])).toEqual({ left: 100, top: 56 });
    expect(placed(size, right, view, ['below'])).toEqual({ left: 970, top: 56 });
  });

  it('goes above where below there is no room', () => {
    const low = { left: 100, top: 700, width: 200, height: 40 };

    expect(placed(size, low, view, all)).toEqual({ left: 100, top: 294 });
  });

  it('goes to the side where neither has room: where lines end first', () => {
    const middle = { left: 500, top: 390, width: 200, height: 40 };

    expect(placed(size, middle, view, all)).toEqual({ left: 706, top: 390 });
    expect(placed(size, middle, { ...view, rtl: true }, all)).toEqual({ left: 194, top: 390 });
  });

  it('stays in the window, and hides as little as can be', () => {
    const everything = { left: 0, top: 0, width: 1280, height: 800 };
    const { left, top } = placed(size, everything, view, all);

    expect(left).toBeGreaterThanOrEqual(8);
    expect(left + size.width).toBeLessThanOrEqual(1272);
    expect(top).toBeGreaterThanOrEqual(8);
    expect(top + size.height).toBeLessThanOrEqual(792);
  });
});
