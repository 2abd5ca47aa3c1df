/**
 * The window of the log that a page holds: what comes is added at its end, what is asked for at
 * either end, and it never grows beyond a bound. Messages in it are as they are now.
 */

import { changeAll, changed, isChange } from './changes';
import { allKnown, known } from './known-events';
import { isMentioned } from './mentions';
import type { ChangeEvent, Entrance, LogEvent, Member, MessageEvent, Page } from './protocol';
import { changeMember, type RoomState } from './state';

/** Events of the window at most. */
const MAX_WINDOW = 300;
/** Changes that are remembered: more do not come while a page is on its way. */
const MAX_CHANGES = 200;
/** Who reads along at the end needs fewer: what comes is drawn among them. Cut by a few at a time. */
const LIVE_WINDOW = 100;
const SLACK = 20;

/** The members that the server lists, by id; oneself is among them, also where they are many. */
export function listed(members: Member[], self: RoomState['self']): ReadonlyMap<string, Member> {
  const all = new Map(members.map((member) => [member.id, member]));
  if (self && !all.has(self.id)) {
    all.set(self.id, { ...self, state: 'online' });
  }
  return all;
}

/** After an entrance, the first or one after a lost connection. */
export function enter(state: RoomState, entrance: Entrance, readUpTo?: number): RoomState {
  const back = state.room?.epoch === entrance.room.epoch;
  const fresh: RoomState = {
    ...state,
    connection: 'online',
    room: entrance.room,
    self: entrance.self,
    members: listed(entrance.members, entrance.self),
    memberCount: entrance.memberCount,
    pinned: allKnown(entrance.pinned).filter((event) => event.type === 'message'),
    maxCodePoints: entrance.limits.messageCodePoints,
    maxFileBytes: entrance.limits.fileBytes,
    maxFiles: entrance.limits.messageFiles,
    typing: new Map(),
    ended: null,
    caughtUp: back ? Math.max(0, entrance.head - state.head) : null,
  };
  if (entrance.mode === 'resume' && back) {
    return entrance.events.reduce(log, fresh);
  }
  const page = allKnown(entrance.events);
  const missed = count(page, state, back ? state.head : (readUpTo ?? entrance.head));
  const next = settle({
    ...fresh,
    ...missed,
    events: page,
    changes: [],
    head: entrance.head,
    tail: page.at(-1)?.id,
    more: entrance.more,
    newer: false,
    loading: null,
    notices: [],
  });
  return missed.unread > 0
    ? { ...next, divider: back ? state.head : (readUpTo ?? null) }
    : { ...next, divider: null };
}

/** Takes in the next event of the log; one that is held already changes nothing. */
export function log(state: RoomState, told: LogEvent): RoomState {
  if (told.seq <= state.head) {
    return state;
  }
  const event = known(told);
  const next = append({ ...state, head: event.seq, tail: event.id }, event, state);
  switch (event.type) {
    case 'message':
      return said(next, event);
    case 'member:renamed':
      return renamed(next, event.target, event.name);
    case 'room:updated':
      return next.room ? { ...next, room: { ...next.room, ...event.changes } } : next;
    default:
      return isChange(event) ? change(next, event) : next;
  }
}

/** Puts what came before the window in front of it. */
export function older(state: RoomState, page: Page): RoomState {
  const first = state.events[0]?.seq ?? state.head + 1;
  const before = asTold(state, page).filter((event) => event.seq < first);
  const events = [...before, ...state.events];
  const cut = events.length > MAX_WINDOW;
  return {
    ...state,
    loading: null,
    events: cut ? events.slice(0, MAX_WINDOW) : events,
    more: page.more,
    newer: state.newer || cut,
  };
}

/** Puts what came after the window behind it. */
export function newer(state: RoomState, page: Page): RoomState {
  const last = state.events.at(-1)?.seq ?? 0;
  const events = [...state.events, ...asTold(state, page).filter((event) => event.seq > last)];
  const cut = events.length > MAX_WINDOW;
  return {
    ...state,
    loading: null,
    events: cut ? events.slice(-MAX_WINDOW) : events,
    more: state.more || cut,
    newer: (events.at(-1)?.seq ?? 0) < state.head,
  };
}

/** Shows another part of the log. */
export function jump(state: RoomState, page: Page): RoomState {
  return {
    ...state,
    loading: null,
    events: asTold(state, page),
    more: page.more,
    newer: (page.events.at(-1)?.seq ?? state.head) < state.head,
  };
}

/** A message that is referred to and not in the window; null: there is none. */
export function quote(state: RoomState, id: string, message: MessageEvent | null): RoomState {
  const now = message && state.changes.reduce(changed, message);
  return { ...state, quoted: new Map(state.quoted).set(id, now) };
}

/** A page with what has been told of its messages since it was read. */
function asTold(state: RoomState, page: Page): LogEvent[] {
  return state.changes.reduce<LogEvent[]>(changeAll, allKnown(page.events));
}

/** Drops what is pending although the log has it. */
export function settle(state: RoomState): RoomState {
  const stored = new Set(
    state.events
      .filter((event) => event.type === 'message' && event.member === state.self?.id)
      .map((event) => (event.type === 'message' ? event.cid : undefined)),
  );
  return { ...state, pending: state.pending.filter((pending) => !stored.has(pending.cid)) };
}

/** The window grows at its end, unless it does not reach there or somebody reads further up. */
function append(state: RoomState, event: LogEvent, before: RoomState): RoomState {
  if (state.newer) {
    return state;
  }
  const seen: LogEvent =
    event.type === 'member:renamed'
      ? { ...event, before: before.members.get(event.target)?.name }
      : event;
  const events = [...state.events, seen];
  if (state.atEnd) {
    const bound = state.looking ? LIVE_WINDOW + SLACK : MAX_WINDOW;
    return events.length > bound
      ? { ...state, events: events.slice(SLACK - bound), more: true }
      : { ...state, events };
  }
  return events.length > MAX_WINDOW ? { ...state, newer: true } : { ...state, events };
}

function said(state: RoomState, event: MessageEvent): RoomState {
  const typing = new Map(state.typing);
  typing.delete(event.member);
  if (event.member === state.self?.id) {
    return {
      ...state,
      typing,
      pending: state.pending.filter((pending) => pending.cid !== event.cid),
    };
  }
  const seen = state.looking && state.atEnd && !state.newer;
  if (seen || isFromFile(event, state) || state.ignored.has(event.member)) {
    return { ...state, typing };
  }
  const mentioned = isMentioned(event.text, state.self?.name ?? '');
  return {
    ...state,
    typing,
    unread: state.unread + 1,
    mentions: state.mentions + (mentioned ? 1 : 0),
    divider: state.unread === 0 && !state.looking ? event.seq - 1 : state.divider,
  };
}

/** What came into the room with a file, and was not said here. */
export function isFromFile(event: LogEvent, state: RoomState): boolean {
  return event.at < (state.room?.createdAt ?? 0);
}

function renamed(state: RoomState, target: string, name: string): RoomState {
  const next = changeMember(state, target, (member) => ({ ...member, name }));
  return target === state.self?.id ? { ...next, self: { ...state.self, name } } : next;
}

function change(state: RoomState, event: ChangeEvent): RoomState {
  const quoted = new Map(state.quoted);
  for (const [id, message] of quoted) {
    if (message) {
      quoted.set(id, changeAll([message], event)[0]!);
    }
  }
  const pinned = changeAll(state.pinned, event).filter((message) => !message.deleted);
  const changes = [...state.changes, event].slice(-MAX_CHANGES);
  const next = { ...state, events: changeAll(state.events, event), changes, quoted, pinned };
  return event.type === 'message:pinned' ? pin(next, event.target, event.on) : next;
}

/** A message that is pinned but nowhere in this page is asked for by the session. */
function pin(state: RoomState, target: string, on: boolean): RoomState {
  const others = state.pinned.filter((message) => message.id !== target);
  const message =
    state.events.find(
      (event): event is MessageEvent => event.id === target && event.type === 'message',
    ) ?? state.quoted.get(target);
  return { ...state, pinned: on && message ? [...others, message] : others };
}

/** Another tab of this browser has shown all up to there. */
export function readElsewhere(state: RoomState, seq: number): RoomState {
  const left = count(state.events, state, seq);
  return left.unread < state.unread
    ? { ...state, unread: left.unread, mentions: Math.min(left.mentions, state.mentions) }
    : state;
}

function count(
  events: readonly LogEvent[],
  state: RoomState,
  readUpTo: number,
): { unread: number; mentions: number } {
  const unread = events.filter(
    (event): event is MessageEvent =>
      event.type === 'message' &&
      event.seq > readUpTo &&
      event.member !== state.self?.id &&
      !event.deleted,
  );
  const name = state.self?.name ?? '';
  return {
    unread: unread.length,
    mentions: unread.filter((event) => isMentioned(event.text, name)).length,
  };
}
