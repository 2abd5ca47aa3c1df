import { describe, expect, it } from 'vitest';
import type { MessageEvent } from '../src/protocol';
import type { Row } from '../src/timeline';
import { DrawnRows } from '../src/views/drawn-rows';

function messages(from: number, to: number): Row[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    kind: 'message',
    key: `id-${from + i}`,
    event: { seq: from + i } as MessageEvent,
    own: false,
    first: true,
    last: true,
  }));
}

function keys(rows: readonly Row[]): string {
  return `${rows[0]?.key} … ${rows.at(-1)?.key}`;
}

/** Frame by frame until all are there. */
function frames(drawn: DrawnRows, rows: readonly Row[]): string[] {
  const seen = [keys(drawn.of(rows))];
  while (!drawn.complete) {
    drawn.nextFrame();
    seen.push(keys(drawn.of(rows)));
  }
  return seen;
}

describe('the rows that are drawn', () => {
  it('begin at the end and grow upwards', () => {
    const drawn = new DrawnRows();
    expect(frames(drawn, messages(1, 40))).toEqual([
      'id-26 … id-40',
      'id-11 … id-40',
      'id-1 … id-40',
    ]);
  });

  it('begin at what is new', () => {
    const rows = messages(1, 60);
    rows.splice(30, 0, { kind: 'divider', key: 'divider' });
    expect(keys(new DrawnRows().of(rows))).toBe('id-16 … id-60');
  });

  it('do not grow twice in a frame, whatever else is drawn in it', () => {
    const drawn = new DrawnRows();
    drawn.of(messages(1, 40));
    expect(keys(drawn.of(messages(1, 41)))).toBe('id-26 … id-41');
  });

  it('take in older ones bit by bit', () => {
    const drawn = new DrawnRows();
    frames(drawn, messages(21, 30));
    expect(frames(drawn, messages(1, 30))).toEqual(['id-6 … id-30', 'id-1 … id-30']);
  });

  it('are all of them where others have taken their place, or somebody goes to one', () => {
    const drawn = new DrawnRows();
    frames(drawn, messages(1, 10));
    expect(keys(drawn.of(messages(101, 200)))).toBe('id-101 … id-200');

    const other = new DrawnRows();
    other.of(messages(1, 100));
    other.drawAll();
    expect(keys(other.of(messages(1, 100)))).toBe('id-1 … id-100');
    expect(other.complete).toBe(true);
  });

  it('begin at the end again for somebody who goes there', () => {
    const drawn = new DrawnRows();
    frames(drawn, messages(1, 10));
    drawn.startAtEnd();
    expect(keys(drawn.of(messages(101, 200)))).toBe('id-186 … id-200');
  });
});
