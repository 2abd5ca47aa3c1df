/** What one room looks like to its page: one value, changed by `reduce` alone. */

import type { Entrance, LogEvent, Member, MemberState, Room } from './protocol';

/** A message that the server has not confirmed yet. */
export interface Pending {
  cid: string;
  text: string;
  at: number;
  state: 'sending' | 'failed';
  reason?: string;
}

/** People who came or went between two events of the log. */
export interface PresenceNotice {
  key: number;
  afterSeq: number;
  at: number;
  kind: 'joined' | 'left';
  names: string[];
}

export interface Typing {
  name: string;
  until: number;
}

export type Connection = 'connecting' | 'online' | 'lost';
export type Ending = 'closed' | 'empty' | 'expired' | 'left' | 'gone' | 'notFound';

export interface RoomState {
  connection: Connection;
  room: Room | null;
  self: { id: string; name: string; role: string } | null;
  members: ReadonlyMap<string, Member>;
  /** Ascending by `seq`, without a gap. */
  events: readonly LogEvent[];
  head: number;
  more: boolean;
  loadingOlder: boolean;
  pending: readonly Pending[];
  notices: readonly PresenceNotice[];
  typing: ReadonlyMap<string, Typing>;
  /** Set for a moment after a reconnect: how many events were missed. */
  caughtUp: number | null;
  ended: Ending | null;
  maxCodePoints: number;
}

export const initialState: RoomState = {
  connection: 'connecting',
  room: null,
  self: null,
  members: new Map(),
  events: [],
  head: 0,
  more: false,
  loadingOlder: false,
  pending: [],
  notices: [],
  typing: new Map(),
  caughtUp: null,
  ended: null,
  maxCodePoints: 4000,
};

export type StateEvent =
  | { type: 'entered'; entrance: Entrance }
  | { type: 'connection'; connection: Connection }
  | { type: 'logged'; event: LogEvent }
  | { type: 'loading-older' }
  | { type: 'older'; events: LogEvent[]; more: boolean }
  | { type: 'older-failed' }
  | { type: 'member-joined'; member: Member; now: number }
  | { type: 'member-left'; member: string; now: number }
  | { type: 'members'; members: Member[] }
  | { type: 'member-state'; id: string; state: MemberState }
  | { type: 'typing'; member: string; name: string; on: boolean; now: number }
  | { type: 'typing-expired'; now: number }
  | { type: 'restore-unsent'; pending: Pending[] }
  | { type: 'sent'; cid: string; text: string; now: number }
  | { type: 'send-failed'; cid: string; reason: string }
  | { type: 'discarded'; cid: string }
  | { type: 'caught-up-seen' }
  | { type: 'ended'; ending: Ending };

const TYPING_MILLIS = 6000;
const MAX_NOTICES = 200;

export function reduce(state: RoomState, event: StateEvent): RoomState {
  switch (event.type) {
    case 'entered':
      return enter(state, event.entrance);
    case 'connection':
      return { ...state, connection: event.connection };
    case 'logged':
      return log(state, event.event);
    case 'loading-older':
      return { ...state, loadingOlder: true };
    case 'older':
      return {
        ...state,
        loadingOlder: false,
        more: event.more,
        events: [...event.events.filter((older) => older.seq < firstSeq(state)), ...state.events],
      };
    case 'older-failed':
      return { ...state, loadingOlder: false };
    case 'member-joined':
      return join(state, event.member, event.now);
    case 'member-left':
      return leave(state, event.member, event.now);
    case 'members':
      return { ...state, members: new Map(event.members.map((member) => [member.id, member])) };
    case 'member-state':
      return changeMember(state, event.id, (member) => ({ ...member, state: event.state }));
    case 'typing':
      return type(state, event);
    case 'typing-expired':
      return {
        ...state,
        typing: new Map([...state.typing].filter(([, typing]) => typing.until > event.now)),
      };
    case 'restore-unsent':
      return settle({ ...state, pending: [...event.pending, ...state.pending] });
    case 'sent':
      return {
        ...state,
        pending: [
          ...state.pending,
          { cid: event.cid, text: event.text, at: event.now, state: 'sending' },
        ],
      };
    case 'send-failed':
      return changePending(state, event.cid, { state: 'failed', reason: event.reason });
    case 'discarded':
      return { ...state, pending: state.pending.filter((pending) => pending.cid !== event.cid) };
    case 'caught-up-seen':
      return { ...state, caughtUp: null };
    case 'ended':
      return { ...state, ended: event.ending };
  }
}

/** The text for the page's title and for lists, when a room has no title. */
export function firstSeq(state: RoomState): number {
  return state.events[0]?.seq ?? state.head + 1;
}

function enter(state: RoomState, entrance: Entrance): RoomState {
  const back = state.room !== null;
  const resumed = entrance.mode === 'resume' && back;
  const fresh: RoomState = {
    ...state,
    connection: 'online',
    room: entrance.room,
    self: entrance.self,
    members: new Map(entrance.members.map((member) => [member.id, member])),
    maxCodePoints: entrance.limits.messageCodePoints,
    typing: new Map(),
    ended: null,
    caughtUp: back ? Math.max(0, entrance.head - state.head) : null,
  };
  if (resumed) {
    return entrance.events.reduce(log, fresh);
  }
  return settle({
    ...fresh,
    events: entrance.events,
    head: entrance.head,
    more: entrance.more,
    loadingOlder: false,
    notices: [],
  });
}

/** Takes in the next event of the log; one that is held already changes nothing. */
function log(state: RoomState, event: LogEvent): RoomState {
  if (event.seq <= state.head) {
    return state;
  }
  const seen: LogEvent =
    event.type === 'member:renamed'
      ? { ...event, before: state.members.get(event.target)?.name }
      : event;
  const next: RoomState = { ...state, events: [...state.events, seen], head: event.seq };
  if (event.type === 'member:renamed') {
    const renamed = changeMember(next, event.target, (member) => ({ ...member, name: event.name }));
    return event.target === state.self?.id
      ? { ...renamed, self: { ...state.self, name: event.name } }
      : renamed;
  }
  const typing = new Map(state.typing);
  typing.delete(event.member);
  return {
    ...next,
    typing,
    pending:
      event.member === state.self?.id
        ? state.pending.filter((pending) => pending.cid !== event.cid)
        : state.pending,
  };
}

/** Drops what is pending although the log has it. */
function settle(state: RoomState): RoomState {
  const stored = new Set(
    state.events
      .filter((event) => event.type === 'message' && event.member === state.self?.id)
      .map((event) => (event.type === 'message' ? event.cid : undefined)),
  );
  return { ...state, pending: state.pending.filter((pending) => !stored.has(pending.cid)) };
}

function join(state: RoomState, member: Member, now: number): RoomState {
  const known = state.members.has(member.id);
  const next = { ...state, members: new Map(state.members).set(member.id, member) };
  return known || member.id === state.self?.id ? next : notice(next, 'joined', member.name, now);
}

function leave(state: RoomState, id: string, now: number): RoomState {
  const member = state.members.get(id);
  if (!member) {
    return state;
  }
  const members = new Map(state.members);
  members.delete(id);
  const typing = new Map(state.typing);
  typing.delete(id);
  return notice({ ...state, members, typing }, 'left', member.name, now);
}

/** Runs of people who come, or go, with nothing said between become one line. */
function notice(
  state: RoomState,
  kind: PresenceNotice['kind'],
  name: string,
  now: number,
): RoomState {
  const last = state.notices.at(-1);
  if (last && last.kind === kind && last.afterSeq === state.head) {
    const names = last.names.includes(name) ? last.names : [...last.names, name];
    return { ...state, notices: [...state.notices.slice(0, -1), { ...last, names }] };
  }
  const added = { key: (last?.key ?? 0) + 1, afterSeq: state.head, at: now, kind, names: [name] };
  return { ...state, notices: [...state.notices, added].slice(-MAX_NOTICES) };
}

function type(
  state: RoomState,
  event: { member: string; name: string; on: boolean; now: number },
): RoomState {
  if (event.member === state.self?.id) {
    return state;
  }
  const typing = new Map(state.typing);
  if (event.on) {
    typing.set(event.member, { name: event.name, until: event.now + TYPING_MILLIS });
  } else {
    typing.delete(event.member);
  }
  return { ...state, typing };
}

function changeMember(state: RoomState, id: string, change: (member: Member) => Member): RoomState {
  const member = state.members.get(id);
  return member ? { ...state, members: new Map(state.members).set(id, change(member)) } : state;
}

function changePending(state: RoomState, cid: string, change: Partial<Pending>): RoomState {
  return {
    ...state,
    pending: state.pending.map((pending) =>
      pending.cid === cid ? { ...pending, ...change } : pending,
    ),
  };
}
