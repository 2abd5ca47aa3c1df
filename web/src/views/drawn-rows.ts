import type { Row } from '../timeline';

/** More rows, drawn for the first time in one frame, would be felt as a jerk. */
const ROWS_A_FRAME = 15;

/**
 * Which rows are drawn: in the first frame those at the end, in the next ones what comes below them and,
 * with what is left of a frame, what stands above them. One's own are never waited for.
 */
export class DrawnRows {
  /** Whether rows above, and rows below, are left to be drawn. */
  above = false;
  below = false;
  private first: string | undefined;
  private last: string | undefined;
  private waiting = true;
  private all = false;
  private budget = 0;

  /** To be called once in a frame: some more are drawn the next time. Nothing is before the first. */
  nextFrame(): void {
    this.waiting = false;
    this.budget = ROWS_A_FRAME;
  }

  of(rows: readonly Row[]): readonly Row[] {
    if (this.waiting) {
      this.above = rows.length > 0;
      return [];
    }
    const [top, bottom] = this.all ? [0, rows.length] : this.drawnOf(rows);
    const end = Math.max(Math.min(bottom + this.budget, rows.length), endOfOwn(rows));
    const start = Math.max(top - Math.max(this.budget - (end - bottom), 0), 0);
    const drawn = rows.slice(start, end);
    this.above = start > 0;
    this.below = end < rows.length;
    this.first = drawn.find(isMessage)?.key;
    this.last = drawn.findLast(isMessage)?.key;
    this.all = false;
    this.budget = 0;
    return drawn;
  }

  /** Somebody goes to a message: it has to be there. */
  drawAll(): void {
    this.waiting = false;
    this.all = true;
  }

  /** Other rows come, and their end is what is seen of them. */
  startAtEnd(): void {
    this.first = undefined;
    this.last = undefined;
    this.nextFrame();
  }

  /**
   * From where and up to where they are drawn already, from message to message: what is none comes
   * and goes. Where others have taken their place, those at the end are to be drawn.
   */
  private drawnOf(rows: readonly Row[]): [number, number] {
    const first = rows.findIndex(({ key }) => key === this.first);
    const last = rows.findLastIndex(({ key }) => key === this.last);
    if (first < 0 && last < 0) {
      const divider = rows.findIndex(({ kind }) => kind === 'divider');
      const begin = divider < 0 ? rows.findLastIndex(isMessage) : divider;
      return [Math.max(begin, 0), rows.length];
    }
    const next = last < 0 ? -1 : rows.findIndex((row, i) => i > last && isMessage(row));
    return [
      rows.findLastIndex((row, i) => i < first && isMessage(row)) + 1,
      next < 0 ? rows.length : next,
    ];
  }
}

function isMessage(row: Row): boolean {
  return row.kind === 'message';
}

function endOfOwn(rows: readonly Row[]): number {
  return (
    rows.findLastIndex((row) => row.kind === 'pending' || (row.kind === 'message' && row.own)) + 1
  );
}
