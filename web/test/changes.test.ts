import { describe, expect, it } from 'vitest';
import type { Entrance, LogEvent, MessageEvent } from '../src/protocol';
import { initialState, reduce, type RoomState } from '../src/state';
import { timeline } from '../src/timeline';

const at = (seq: number, member: string) => ({
  room: 'room',
  seq,
  id: `id-${seq}`,
  at: seq * 1000,
  member,
  name: member,
});

const message = (seq: number, member: string, text: string): MessageEvent => ({
  ...at(seq, member),
  type: 'message',
  text,
});

function entrance(events: LogEvent[], more = false): Entrance {
  return {
    ok: true,
    mode: 'snapshot',
    room: { id: 'room', code: 'WARM', title: '', epoch: 'e', lifetime: 'empty', createdAt: 0 },
    self: { id: 'ana', name: 'ana', role: 'host' },
    members: [],
    memberCount: 1,
    head: events.at(-1)?.seq ?? 0,
    events,
    more,
    pinned: [],
    limits: { messageCodePoints: 4000, fileBytes: 1e7, messageFiles: 10 },
  };
}

function entered(...events: LogEvent[]): RoomState {
  return reduce(initialState, { type: 'entered', entrance: entrance(events) });
}

function log(state: RoomState, ...events: LogEvent[]): RoomState {
  return events.reduce((before, event) => reduce(before, { type: 'logged', event }), state);
}

function first(state: RoomState): MessageEvent {
  return state.events.find((event) => event.type === 'message')!;
}

describe('what becomes of messages', () => {
  it('is not undone by a page that was read before and comes after', () => {
    const told = log(
      entered(message(9, 'bo', 'last')),
      { ...at(10, 'bo'), type: 'message:edited', target: 'id-1', text: 'hello' },
      { ...at(11, 'bo'), type: 'message:deleted', target: 'id-2' },
      { ...at(12, 'bo'), type: 'reaction', target: 'id-3', emoji: '👍', on: true },
    );
    const page = {
      events: [message(1, 'bo', 'helo'), message(2, 'bo', 'secret'), message(3, 'bo', 'three')],
      more: false,
    };
    const expected = [
      { text: 'hello', edited: true },
      { text: '', deleted: true },
      { text: 'three', reactions: [{ emoji: '👍' }] },
    ];

    expect(reduce(told, { type: 'older', page }).events.slice(0, 3)).toMatchObject(expected);
    expect(reduce(told, { type: 'jumped', page }).events).toMatchObject(expected);
    const before = { ...told, events: [] };
    expect(reduce(before, { type: 'newer', page }).events).toMatchObject(expected);
    const quoted = reduce(told, { type: 'quoted', id: 'id-2', message: page.events[1]! });
    expect(quoted.quoted.get('id-2')).toMatchObject({ deleted: true });
  });

  it('is what an entrance says, whatever was told before', () => {
    const told = log(entered(message(9, 'bo', 'last')), {
      ...at(10, 'bo'),
      type: 'message:edited',
      target: 'id-1',
      text: 'older',
    });
    const back = reduce(told, { type: 'entered', entrance: entrance([message(20, 'bo', 'x')]) });

    const page = { events: [message(1, 'bo', 'newest')], more: false };

    expect(first(reduce(back, { type: 'older', page }))).toMatchObject({ text: 'newest' });
  });

  it('shows the last text, and that it is not the first', () => {
    const state = log(entered(message(1, 'bo', 'helo')), {
      ...at(2, 'bo'),
      type: 'message:edited',
      target: 'id-1',
      text: 'hello',
    });

    expect(first(state)).toMatchObject({ text: 'hello', edited: true });
    expect(timeline(state).filter((row) => row.kind === 'message')).toHaveLength(1);
  });

  it('leaves a tombstone without words and without reactions', () => {
    const state = log(
      entered(message(1, 'bo', 'secret')),
      { ...at(2, 'ana'), type: 'reaction', target: 'id-1', emoji: '👍', on: true },
      { ...at(3, 'bo'), type: 'message:deleted', target: 'id-1' },
      { ...at(4, 'bo'), type: 'message:edited', target: 'id-1', text: 'back' },
    );

    expect(first(state)).toMatchObject({ text: '', deleted: true });
    expect(first(state).reactions).toBeUndefined();
  });

  it('counts a reaction once, however often it comes, and takes it back', () => {
    const on = { type: 'reaction', target: 'id-1', emoji: '👍', on: true } as const;
    const state = log(
      entered(message(1, 'bo', 'hi')),
      { ...at(2, 'ana'), ...on },
      { ...at(3, 'ana'), ...on },
      { ...at(4, 'chi'), ...on },
    );

    expect(first(state).reactions![0]!.members.map(({ id }) => id)).toEqual(['ana', 'chi']);
    const off = log(
      state,
      { ...at(5, 'ana'), ...on, on: false },
      { ...at(6, 'chi'), ...on, on: false },
    );
    expect(first(off).reactions).toEqual([]);
  });

  it('removes all that a member had said until then', () => {
    const state = log(
      entered(message(1, 'bo', 'a'), message(2, 'ana', 'b')),
      { ...at(3, 'bo'), type: 'messages:deleted', target: 'bo' },
      message(4, 'bo', 'new'),
    );

    const said = state.events.filter((event) => event.type === 'message');
    expect(said.map((event) => event.text)).toEqual(['', 'b', 'new']);
  });

  it('pins, shows the pinned message as it is, and lets it go when it is deleted', () => {
    const pinned = log(
      entered(message(1, 'bo', 'hi')),
      { ...at(2, 'ana'), type: 'message:pinned', target: 'id-1', on: true },
      { ...at(3, 'bo'), type: 'message:edited', target: 'id-1', text: 'hello' },
    );

    expect(pinned.pinned.map((one) => one.text)).toEqual(['hello']);
    const gone = log(pinned, { ...at(4, 'bo'), type: 'message:deleted', target: 'id-1' });
    expect(gone.pinned).toEqual([]);
  });
});

describe('the window of the log', () => {
  const page = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => message(from + i, 'bo', `text ${from + i}`));

  it('never grows beyond its bound, at whichever end it is extended', () => {
    let state = reduce(initialState, {
      type: 'entered',
      entrance: entrance(page(9901, 10000), true),
    });
    for (let seq = 9901; seq > 8000; seq -= 100) {
      state = reduce(state, {
        type: 'older',
        page: { events: page(seq - 100, seq - 1), more: true },
      });
    }

    expect(state.events.length).toBeLessThanOrEqual(700);
    expect(state.newer).toBe(true);
    expect(state.events[0]!.seq).toBe(8001 - 100);
    while (state.newer) {
      const after = state.events.at(-1)!.seq;
      const events = page(after + 1, Math.min(after + 100, 10000));
      state = reduce(state, { type: 'newer', page: { events, more: true } });
    }
    expect(state.events.at(-1)!.seq).toBe(10000);
    expect(state.events.length).toBeLessThanOrEqual(700);
    expect(state.more).toBe(true);
  });

  it('does not show what comes while another part is read, but counts it', () => {
    let state = reduce(initialState, {
      type: 'entered',
      entrance: entrance(page(901, 1000), true),
    });
    state = reduce(state, { type: 'jumped', page: { events: page(1, 50), more: false } });
    state = log(state, message(1001, 'bo', '@ana look'));

    expect(state.events.at(-1)!.seq).toBe(50);
    expect(state).toMatchObject({ head: 1001, tail: 'id-1001', newer: true });
    expect(state).toMatchObject({ unread: 1, mentions: 1 });
  });

  it('puts the divider where somebody stopped looking, and lets it stand there', () => {
    let state = entered(message(1, 'bo', 'seen'));
    state = reduce(state, { type: 'looking', looking: false, atEnd: true });
    state = log(state, message(2, 'bo', 'a'), message(3, 'bo', 'b'));

    expect(state).toMatchObject({ unread: 2, divider: 1 });
    state = reduce(state, { type: 'looking', looking: true, atEnd: true });
    state = log(state, message(4, 'bo', 'c'));
    expect(state).toMatchObject({ unread: 0, divider: 1 });
    const rows = timeline(state).map((row) => row.kind);
    expect(rows.indexOf('divider')).toBe(2);
    const sent = reduce(state, { type: 'sent', cid: 'c', text: 'x', now: 1 });
    expect(sent.divider).toBeNull();
  });

  it('begins with a divider where this device had read', () => {
    const events = [message(1, 'bo', 'a'), message(2, 'bo', 'b'), message(3, 'bo', 'c')];
    const state = reduce(initialState, {
      type: 'entered',
      entrance: entrance(events),
      readUpTo: 1,
    });

    expect(state).toMatchObject({ unread: 2, divider: 1 });
  });
});
