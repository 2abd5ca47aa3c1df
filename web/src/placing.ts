/** Where something that opens stands beside the thing that it belongs to. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Seen from the thing; `after` is to the right where one reads to the right. */
export type Side = 'below' | 'above' | 'after' | 'before';

const GAP = 6;
const MARGIN = 8;

/**
 * The first of these sides on which the thing stays in sight, else the one that hides least of it; always
 * within the window, as far as it is large enough.
 */
export function placed(
  { width, height }: Size,
  at: Box,
  view: Size & { rtl: boolean },
  sides: readonly Side[],
): { left: number; top: number } {
  const [first, ...others] = sides.map((side) => {
    const { left, top } = beside({ width, height }, at, view, side);
    return {
      left: between(left, MARGIN, view.width - width - MARGIN),
      top: between(top, MARGIN, view.height - height - MARGIN),
      width,
      height,
    };
  });
  const best = others.reduce(
    (chosen, other) => (hidden(other, at) < hidden(chosen, at) ? other : chosen),
    first!,
  );
  return { left: best.left, top: best.top };
}

/** Below and above, it begins or ends with the thing: whichever lies nearer to the side of the window. */
function beside(
  { width, height }: Size,
  at: Box,
  view: Size & { rtl: boolean },
  side: Side,
): { left: number; top: number } {
  const inFirstHalf = at.left + at.width / 2 < view.width / 2;
  const aligned = inFirstHalf ? at.left : at.left + at.width - width;
  switch (side) {
    case 'below':
      return { left: aligned, top: at.top + at.height + GAP };
    case 'above':
      return { left: aligned, top: at.top - height - GAP };
    default: {
      const right = (side === 'after') !== view.rtl;
      return { left: right ? at.left + at.width + GAP : at.left - width - GAP, top: at.top };
    }
  }
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** How much of the thing is covered, in pixels. */
function hidden(one: Box, other: Box): number {
  const across =
    Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const down =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return Math.max(0, across) * Math.max(0, down);
}
