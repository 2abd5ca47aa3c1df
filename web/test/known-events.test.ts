import { describe, expect, it } from 'vitest';
import { isLogEvent, known } from '../src/known-events';
import type { Entrance, LogEvent } from '../src/protocol';
import { isOver } from '../src/room-session';
import { initialState, reduce, type RoomState } from '../src/state';
import { timeline } from '../src/timeline';

const base = (seq: number) => ({
  room: 'room',
  seq,
  id: `id-${seq}`,
  at: seq * 1000,
  member: 'bo',
  name: 'Bo',
});

const message = (seq: number, text: string): LogEvent => ({ ...base(seq), type: 'message', text });

/** As a server of next year may send it. */
const future = (seq: number, type: string, more: object = {}): LogEvent =>
  ({ ...base(seq), type, ...more }) as unknown as LogEvent;

function entrance(mode: Entrance['mode'], events: LogEvent[], head: number): Entrance {
  return {
    ok: true,
    mode,
    room: { id: 'room', code: 'WARM', title: '', epoch: 'e', lifetime: 'empty', createdAt: 0 },
    self: { id: 'ana', name: 'Ana', role: 'host' },
    members: [],
    memberCount: 1,
    head,
    events,
    more: false,
    pinned: [],
    limits: { messageCodePoints: 4000, fileBytes: 1e7, messageFiles: 10 },
  };
}

const entered = (...events: LogEvent[]): RoomState =>
  reduce(initialState, {
    type: 'entered',
    entrance: entrance('snapshot', events, events.length),
  });

const texts = (state: RoomState): string[] =>
  timeline(state).flatMap((row) => (row.kind === 'message' ? [row.event.text] : []));

/** Numbers that are the same in every run (mulberry32). */
function* numbers(seed: number): Generator<number, number> {
  for (let state = seed; ;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

describe('events that this page does not know', () => {
  const targets = [{}, { target: 'id-1' }, { target: 'bo' }, { target: 7 }, { target: null }];

  it.each(targets)('go by unseen while they happen (%o)', (more) => {
    const before = entered(message(1, 'one'));
    const after = reduce(before, { type: 'logged', event: future(2, 'poll', more) });
    const last = reduce(after, { type: 'logged', event: message(3, 'three') });

    expect(after.head).toBe(2);
    expect(after.tail).toBe('id-2');
    expect(last.head).toBe(3);
    expect(texts(last)).toEqual(['one', 'three']);
  });

  it.each(targets)('go by unseen when they were missed (%o)', (more) => {
    const back = reduce(entered(message(1, 'one')), {
      type: 'entered',
      entrance: entrance('resume', [future(2, 'poll', more), message(3, 'three')], 3),
    });

    expect(back.head).toBe(3);
    expect(texts(back)).toEqual(['one', 'three']);
  });

  it('go by unseen in a snapshot, in older pages and among the pinned', () => {
    const events = [future(1, 'poll', { target: 'id-2' }), message(2, 'two'), future(3, 'x')];
    const first = reduce(initialState, {
      type: 'entered',
      entrance: {
        ...entrance('snapshot', events, 3),
        pinned: [future(1, 'poll')] as unknown as Entrance['pinned'],
      },
    });
    const page = { events, more: true };
    for (const type of ['older', 'newer', 'jumped'] as const) {
      expect(() => timeline(reduce(first, { type, page }))).not.toThrow();
    }

    expect(texts(first)).toEqual(['two']);
    expect(first.pinned).toEqual([]);
  });

  it('are those of known types, too, whose form is another', () => {
    const odd = [
      future(2, 'message', { text: { cipher: 'x' } }),
      future(2, 'message', { text: 'x', files: { a: 1 } }),
      future(2, 'reaction', { target: 'id-1', emoji: ['x'] }),
      future(2, 'member:renamed', { target: 'bo' }),
      future(2, 'room:updated'),
      future(2, 'constructor', { target: 'id-1' }),
      future(2, '__proto__'),
    ];
    for (const event of odd) {
      const state = reduce(entered(message(1, 'one')), { type: 'logged', event });
      expect(texts(state)).toEqual(['one']);
      expect(state.head).toBe(2);
    }
  });

  it('never stop the page, whatever their shape', () => {
    const values = [undefined, null, 0, true, '', 'id-1', 'bo', [], [{}], {}, { on: true }];
    const names = ['target', 'text', 'on', 'emoji', 'files', 'reactions', 'changes', 'replyTo'];
    const types = [
      'poll',
      'message:voted',
      'message',
      'reaction',
      'room:updated',
      'message:pinned',
    ];
    const random = numbers(5);
    const pick = <T>(all: T[]): T => all[random.next().value % all.length]!;
    for (let round = 0; round < 2000; round++) {
      const fields = Object.fromEntries(names.map((name) => [name, pick(values)]));
      const event = future(2, pick(types), fields);
      const live = reduce(entered(message(1, 'one')), { type: 'logged', event });
      const last = reduce(live, { type: 'logged', event: message(3, 'three') });

      expect(texts(last)).toContain('three');
      expect(last.head).toBe(3);
    }
  });

  it('are told from what is not in the log', () => {
    expect(isLogEvent('poll', future(1, 'poll'))).toBe(true);
    expect(isLogEvent('read', { room: 'room', seq: 3, member: 'bo' })).toBe(false);
    expect(isLogEvent('head', { room: 'room', seq: 3 })).toBe(false);
    expect(isLogEvent('drain', undefined)).toBe(false);
    expect(known(message(1, 'one'))).toEqual(message(1, 'one'));
  });

  it('leave a seat alone that is refused for a reason that is not known', () => {
    expect(['gone', 'not_found', 'not_member'].every(isOver)).toBe(true);
    expect(['internal', 'unavailable', 'busy', 'waiting_room'].some(isOver)).toBe(false);
  });
});
