import { describe, expect, it } from 'vitest';
import type { MessageEvent } from '../src/protocol';
import type { PresenceNotice } from '../src/state';
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

function notices(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    kind: 'presence',
    key: `presence-${i}`,
    notice: { key: i } as unknown as PresenceNotice,
  }));
}

function frame(drawn: DrawnRows, rows: readonly Row[]): string {
  drawn.nextFrame();
  return keys(drawn.of(rows));
}

/** Frame by frame until all are there. */
function frames(drawn: DrawnRows, rows: readonly Row[]): string[] {
  const seen = [frame(drawn, rows)];
  while (drawn.above || drawn.below) {
    seen.push(frame(drawn, rows));
  }
  return seen;
}

describe('the rows that are drawn', () => {
  it('begin at the end and grow upwards', () => {
    const drawn = new DrawnRows();
    expect(frames(drawn, messages(1, 40))).toEqual([
      'id-25 … id-40',
      'id-10 … id-40',
      'id-1 … id-40',
    ]);
  });

  it('wait for the first frame', () => {
    const drawn = new DrawnRows();
    expect(drawn.of(messages(1, 40))).toEqual([]);
    expect(drawn.above).toBe(true);
  });

  it('begin at what is new', () => {
    const rows = messages(1, 60);
    rows.splice(30, 0, { kind: 'divider', key: 'divider' });
    expect(frame(new DrawnRows(), rows)).toBe('id-16 … id-60');
  });

  it('begin with a message, however much happened after it', () => {
    const drawn = new DrawnRows();
    expect(frames(drawn, [...messages(1, 20), ...notices(40)])).toEqual([
      'id-5 … presence-39',
      'id-1 … presence-39',
    ]);
    expect(frames(new DrawnRows(), notices(40))).toEqual(['presence-0 … presence-39']);
  });

  it('grow downwards with what comes, before they grow upwards', () => {
    const drawn = new DrawnRows();
    frame(drawn, messages(1, 40));
    expect(frames(drawn, messages(1, 60))).toEqual([
      'id-25 … id-55',
      'id-15 … id-60',
      'id-1 … id-60',
    ]);
  });

  it('do not grow twice in a frame, whatever else is drawn in it', () => {
    const drawn = new DrawnRows();
    frame(drawn, messages(1, 40));
    expect(keys(drawn.of(messages(1, 41)))).toBe('id-25 … id-40');
    expect(drawn.below).toBe(true);
  });

  it('keep what stands between and below messages, also where nothing new is drawn', () => {
    const drawn = new DrawnRows();
    const rows: Row[] = [{ kind: 'day', key: 'day', at: 0 }, ...messages(1, 3), ...notices(2)];
    expect(frames(drawn, rows)).toEqual(['day … presence-1']);
    expect(keys(drawn.of(rows))).toBe('day … presence-1');
  });

  it('stay where nobody has said anything yet', () => {
    const drawn = new DrawnRows();
    frames(drawn, notices(3));
    expect(keys(drawn.of(notices(3)))).toBe('presence-0 … presence-2');
  });

  it('do not wait for what one says oneself', () => {
    const drawn = new DrawnRows();
    frames(drawn, messages(1, 10));
    const own = { ...(messages(50, 50)[0] as Row & { kind: 'message' }), own: true };
    expect(keys(drawn.of([...messages(1, 49), own, ...messages(51, 60)]))).toBe('id-1 … id-50');
  });

  it('take in older ones bit by bit', () => {
    const drawn = new DrawnRows();
    frames(drawn, messages(21, 30));
    expect(frames(drawn, messages(1, 30))).toEqual(['id-6 … id-30', 'id-1 … id-30']);
  });

  it('begin at the end again where others have taken their place, or somebody goes there', () => {
    const drawn = new DrawnRows();
    frames(drawn, messages(1, 10));
    expect(frame(drawn, messages(101, 200))).toBe('id-185 … id-200');

    frames(drawn, messages(101, 200));
    drawn.startAtEnd();
    expect(keys(drawn.of(messages(101, 200)))).toBe('id-185 … id-200');
  });

  it('are all of them where somebody goes to one', () => {
    const drawn = new DrawnRows();
    drawn.drawAll();
    expect(keys(drawn.of(messages(1, 100)))).toBe('id-1 … id-100');
    expect(drawn.above || drawn.below).toBe(false);
  });
});
