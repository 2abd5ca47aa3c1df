import { describe, expect, it } from 'vitest';
import type { Entrance, LogEvent, Member } from '../src/protocol';
import { initialState, reduce, type RoomState } from '../src/state';
import { timeline } from '../src/timeline';

const ana: Member = { id: 'ana', name: 'Ana', role: 'host', state: 'online' };
const bo: Member = { id: 'bo', name: 'Bo', role: 'member', state: 'online' };

function message(seq: number, member: Member, text: string, at = seq * 1000): LogEvent {
  return {
    type: 'message',
    room: 'room',
    seq,
    id: `id-${seq}`,
    at,
    member: member.id,
    name: member.name,
    text,
    cid: `cid-${seq}`,
  };
}

function entrance(mode: Entrance['mode'], events: LogEvent[], more = false): Entrance {
  return {
    ok: true,
    mode,
    room: { id: 'room', code: 'WARM', title: '', epoch: 'e', lifetime: 'empty', createdAt: 0 },
    self: { id: 'ana', name: 'Ana', role: 'host' },
    members: [ana, bo],
    memberCount: 2,
    head: events.at(-1)?.seq ?? 0,
    events,
    more,
    pinned: [],
    limits: { messageCodePoints: 4000, fileBytes: 1e7, messageFiles: 10 },
  };
}

function entered(...events: LogEvent[]): RoomState {
  return reduce(initialState, { type: 'entered', entrance: entrance('snapshot', events) });
}

describe('the window of the log', () => {
  const ground = entered(...Array.from({ length: 120 }, (_, i) => message(i + 1, bo, 'hi')));
  const come = (state: RoomState, seq: number): RoomState =>
    reduce(state, { type: 'logged', event: message(seq, bo, 'more') });

  it('stays short at the end, where all that comes is drawn', () => {
    const long = come(ground, 121);
    expect(long.events.length).toBe(100);
    expect(long.events[0]!.seq).toBe(22);
    expect(long.more).toBe(true);
    expect(come(long, 122).events.length).toBe(101);
  });

  it('keeps what has come while nobody looked, with the line above it', () => {
    let away = reduce(ground, { type: 'looking', looking: false, atEnd: true });
    for (let seq = 121; seq <= 290; seq++) {
      away = come(away, seq);
    }
    expect(timeline(away).some(({ kind }) => kind === 'divider')).toBe(true);
    expect(away.unread).toBe(170);
    for (let seq = 291; seq <= 500; seq++) {
      away = come(away, seq);
    }
    expect(away.events.length).toBeLessThanOrEqual(300);
    expect(away.events.at(-1)!.seq).toBe(500);
  });

  it('keeps what somebody reads further up, to a bound, and what comes then is loaded later', () => {
    let reading = reduce(ground, { type: 'looking', looking: true, atEnd: false });
    for (let seq = 121; seq <= 301; seq++) {
      reading = come(reading, seq);
    }
    expect(reading.events.length).toBe(300);
    expect(reading.events[0]!.seq).toBe(1);
    expect(reading.newer).toBe(true);
    expect(reading.head).toBe(301);
  });
});

describe('a room', () => {
  it('counts those whom a large room does not list, and lists oneself', () => {
    const large = { ...entrance('snapshot', []), members: [bo], memberCount: 1234 };
    const inside = reduce(initialState, { type: 'entered', entrance: large });
    expect([...inside.members.keys()]).toEqual(['bo', 'ana']);
    expect(inside.memberCount).toBe(1234);

    const fewer = reduce(inside, { type: 'member-count', memberCount: 987 });
    expect(fewer.memberCount).toBe(987);

    const listed = reduce(fewer, { type: 'members', members: [ana, bo], memberCount: 2 });
    const joined = reduce(listed, {
      type: 'member-joined',
      member: { ...bo, id: 'chi', name: 'Chi' },
      now: 1,
    });
    expect([listed.memberCount, joined.memberCount]).toEqual([2, 3]);
  });

  it('shows each event once, however often it comes', () => {
    const once = reduce(entered(message(1, bo, 'hi')), {
      type: 'logged',
      event: message(2, bo, 'again'),
    });

    const twice = reduce(once, { type: 'logged', event: message(2, bo, 'again') });

    expect(twice.events.map((event) => event.seq)).toEqual([1, 2]);
  });

  it('replaces a pending message by the event it became', () => {
    const sent = reduce(entered(), { type: 'sent', cid: 'cid-1', text: 'hi', now: 1 });

    const logged = reduce(sent, { type: 'logged', event: message(1, ana, 'hi') });

    expect(sent.pending).toHaveLength(1);
    expect(logged.pending).toHaveLength(0);
    expect(timeline(sent).at(-1)!.key).toBe(timeline(logged).at(-1)!.key);
  });

  it('adds what a resume brings and says how much it was', () => {
    const back = reduce(entered(message(1, bo, 'hi')), {
      type: 'entered',
      entrance: entrance('resume', [message(2, bo, 'a'), message(3, bo, 'b')], true),
    });

    expect(back.events.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(back.caughtUp).toBe(2);
    expect(back.more).toBe(false);
  });

  it('drops what it held when the server says reset', () => {
    const back = reduce(entered(message(1, bo, 'hi'), message(2, bo, 'lost')), {
      type: 'entered',
      entrance: entrance('reset', [message(1, bo, 'hi')]),
    });

    expect(back.events.map((event) => event.seq)).toEqual([1]);
    expect(back.head).toBe(1);
  });

  it('drops a pending message that a snapshot shows as stored', () => {
    const sent = reduce(entered(), { type: 'sent', cid: 'cid-1', text: 'hi', now: 1 });

    const back = reduce(sent, {
      type: 'entered',
      entrance: entrance('snapshot', [message(1, ana, 'hi')]),
    });

    expect(back.pending).toHaveLength(0);
  });

  it('folds people who come one after the other into one line', () => {
    const chi: Member = { ...bo, id: 'chi', name: 'Chi' };
    const dee: Member = { ...bo, id: 'dee', name: 'Dee' };

    const state = [chi, dee].reduce(
      (before, member) => reduce(before, { type: 'member-joined', member, now: 1 }),
      entered(),
    );

    expect(state.notices.map((notice) => notice.names)).toEqual([['Chi', 'Dee']]);
  });

  it('stops showing that somebody writes when their message lands', () => {
    const typing = reduce(entered(), {
      type: 'typing',
      member: 'bo',
      name: 'Bo',
      on: true,
      now: 1,
    });

    const logged = reduce(typing, { type: 'logged', event: message(1, bo, 'hi') });

    expect(typing.typing.size).toBe(1);
    expect(logged.typing.size).toBe(0);
  });

  it('never shows its own member writing', () => {
    const state = reduce(entered(), {
      type: 'typing',
      member: 'ana',
      name: 'Ana',
      on: true,
      now: 1,
    });

    expect(state.typing.size).toBe(0);
  });
});

describe('the timeline', () => {
  it('groups what one member says within five minutes', () => {
    const rows = timeline(
      entered(
        message(1, bo, 'a', 1000),
        message(2, bo, 'b', 2000),
        message(3, ana, 'c', 3000),
        message(4, ana, 'd', 3000 + 6 * 60_000),
      ),
    );

    const firsts = rows.filter((row) => row.kind === 'message').map((row) => row.first);
    expect(firsts).toEqual([true, false, true, true]);
  });

  it('puts people who come below the day they came on', () => {
    const chi: Member = { ...bo, id: 'chi', name: 'Chi' };

    const rows = timeline(reduce(entered(), { type: 'member-joined', member: chi, now: 1000 }));

    expect(rows.map((row) => row.kind)).toEqual(['day', 'presence']);
  });

  it('parts the days', () => {
    const day = 86_400_000;

    const rows = timeline(entered(message(1, bo, 'a', day), message(2, bo, 'b', 3 * day)));

    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'day', 'message']);
  });

  it('says who has seen the last message, if it is one of mine', () => {
    const cleo: Member = { id: 'cleo', name: 'Cleo', role: 'member', state: 'online' };
    const state = reduce(entered(message(1, bo, 'Hi'), message(2, ana, 'Hello')), {
      type: 'member-joined',
      member: cleo,
      now: 3000,
    });
    const seen = (one: RoomState) => timeline(one).find((row) => row.kind === 'seen');

    expect(seen(state)).toBeUndefined();
    const read = reduce(state, { type: 'read', member: 'bo', seq: 2 });
    expect(seen(read)).toMatchObject({ names: ['Bo'], all: false });
    const readByAll = reduce(read, { type: 'read', member: 'cleo', seq: 2 });
    expect(seen(readByAll)).toMatchObject({ names: ['Bo', 'Cleo'], all: true });
    expect(
      seen(reduce(readByAll, { type: 'logged', event: message(3, bo, 'Oh') })),
    ).toBeUndefined();
  });

  it('tells what came with a file from what was said here', () => {
    const state = reduce(initialState, {
      type: 'entered',
      entrance: {
        ...entrance('snapshot', [message(1, bo, 'before'), message(2, ana, 'after')]),
        room: {
          id: 'room',
          code: 'WARM',
          title: '',
          epoch: 'e',
          lifetime: 'empty',
          createdAt: 1500,
        },
      },
    });

    const kinds = timeline(state).map((row) => row.kind);
    expect(kinds).toEqual(['day', 'message', 'from-file', 'message']);
    const away = reduce(initialState, {
      type: 'entered',
      entrance: {
        ...entrance('snapshot', []),
        room: {
          id: 'room',
          code: 'WARM',
          title: '',
          epoch: 'e',
          lifetime: 'empty',
          createdAt: 1500,
        },
      },
    });
    const looked = reduce(away, { type: 'looking', looking: false, atEnd: true });
    expect(reduce(looked, { type: 'logged', event: message(1, bo, 'before') }).unread).toBe(0);
  });
});
