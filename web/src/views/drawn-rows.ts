import type { Row } from '../timeline';

/** More rows, put above the others in one frame, would be felt as a jerk. */
const ROWS_A_FRAME = 15;

/** Which rows are drawn: those at the end at once, the ones above them frame by frame. */
export class DrawnRows {
  /** Whether nothing above is left to be drawn. */
  complete = true;
  private first: string | undefined;
  private step = 0;

  /** To be called once in a frame: some more are drawn the next time. */
  nextFrame(): void {
    this.step = ROWS_A_FRAME;
  }

  of(rows: readonly Row[]): readonly Row[] {
    // the first of them come at once, so that there is something to stand upon
    const step = this.complete ? ROWS_A_FRAME : this.step;
    const start = Math.max(0, this.startOf(rows) - step);
    this.step = 0;
    const drawn = rows.slice(start);
    this.complete = start === 0;
    this.first = drawn.find(isMessage)?.key ?? '';
    return drawn;
  }

  /** Somebody goes to a message: it has to be there. */
  drawAll(): void {
    this.first = '';
  }

  /** Other rows come, and their end is what is seen of them. */
  startAtEnd(): void {
    this.first = undefined;
    this.complete = true;
  }

  /** The first row that is drawn; none of them, if others have taken their place. */
  private startOf(rows: readonly Row[]): number {
    if (this.first === undefined) {
      const divider = rows.findIndex((row) => row.kind === 'divider');
      return divider < 0 ? rows.length : divider;
    }
    return rows.findIndex(({ key }) => key === this.first);
  }
}

function isMessage(row: Row): boolean {
  return row.kind === 'message';
}
