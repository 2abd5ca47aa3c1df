/** What one room looks like to its page: one value, changed by `reduce` alone. */

import { enter, jump, listed, log, older, newer, quote, readElsewhere, settle } from './log';
import type {
  Attachment,
  ChangeEvent,
  Entrance,
  LogEvent,
  Member,
  MemberState,
  MessageEvent,
  Page,
  Role,
  Room,
} from './protocol';

/** A message that the server has not confirmed yet. */
export interface Pending {
  cid: string;
  text: string;
  replyTo?: string;
  files?: Attachment[];
  at: number;
  /** Held: written so long ago that it is asked before it is sent. */
  state: 'sending' | 'held' | 'failed';
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
  self: { id: string; name: string; role: Role } | null;
  /** All of them, or some where they are many. */
  members: ReadonlyMap<string, Member>;
  memberCount: number;
  /** A window of the log, ascending by `seq`, without a gap; messages as they are now. */
  events: readonly LogEvent[];
  /** The last event of the log that is known, in the window or not. */
  head: number;
  tail: string | undefined;
  /** Whether there are events before the window, and after it. */
  more: boolean;
  newer: boolean;
  loading: 'older' | 'newer' | null;
  /** What has become of messages lately: a page that was read before may come after. */
  changes: readonly ChangeEvent[];
  pinned: readonly MessageEvent[];
  /** Messages that are quoted but not in the window; null: there is none any more. */
  quoted: ReadonlyMap<string, MessageEvent | null>;
  pending: readonly Pending[];
  notices: readonly PresenceNotice[];
  typing: ReadonlyMap<string, Typing>;
  /** Members whom this one does not want to hear; known to this device alone. */
  ignored: ReadonlySet<string>;
  /** Whether somebody looks at the page, and at the end of the messages. */
  looking: boolean;
  atEnd: boolean;
  /** Messages of others since somebody looked, and those among them that speak to this member. */
  unread: number;
  mentions: number;
  /** After this event stands "New messages". */
  divider: number | null;
  /** Set for a moment after a reconnect: how many events were missed. */
  caughtUp: number | null;
  ended: Ending | null;
  maxCodePoints: number;
  maxFileBytes: number;
  maxFiles: number;
}

export const initialState: RoomState = {
  connection: 'connecting',
  room: null,
  self: null,
  members: new Map(),
  memberCount: 0,
  events: [],
  head: 0,
  tail: undefined,
  more: false,
  newer: false,
  loading: null,
  changes: [],
  pinned: [],
  quoted: new Map(),
  pending: [],
  notices: [],
  typing: new Map(),
  ignored: new Set(),
  looking: true,
  atEnd: true,
  unread: 0,
  mentions: 0,
  divider: null,
  caughtUp: null,
  ended: null,
  maxCodePoints: 4000,
  maxFileBytes: 0,
  maxFiles: 10,
};

export type StateEvent =
  | { type: 'entered'; entrance: Entrance; readUpTo?: number }
  | { type: 'connection'; connection: Connection }
  | { type: 'logged'; event: LogEvent }
  | { type: 'loading'; direction: 'older' | 'newer' }
  | { type: 'older'; page: Page }
  | { type: 'newer'; page: Page }
  | { type: 'jumped'; page: Page }
  | { type: 'load-failed' }
  | { type: 'quoted'; id: string; message: MessageEvent | null }
  | { type: 'pins'; pinned: readonly MessageEvent[] }
  | { type: 'looking'; looking: boolean; atEnd: boolean }
  | { type: 'read-elsewhere'; seq: number }
  | { type: 'divider-cleared' }
  | { type: 'ignored'; members: readonly string[] }
  | { type: 'member-joined'; member: Member; now: number }
  | { type: 'member-left'; member: string; now: number }
  | { type: 'members'; members: Member[]; memberCount: number }
  | { type: 'member-count'; memberCount: number }
  | { type: 'member-state'; id: string; state: MemberState }
  | { type: 'read'; member: string; seq: number }
  | { type: 'typing'; member: string; name: string; on: boolean; now: number }
  | { type: 'typing-expired'; now: number }
  | { type: 'restore-unsent'; pending: Pending[] }
  | { type: 'sent'; cid: string; text: string; replyTo?: string; files?: Attachment[]; now: number }
  | { type: 'send-failed'; cid: string; reason: string }
  | { type: 'held'; cids: readonly string[]; held: boolean }
  | { type: 'discarded'; cid: string }
  | { type: 'caught-up-seen' }
  | { type: 'ended'; ending: Ending };

const TYPING_MILLIS = 6000;
const MAX_NOTICES = 200;

export function reduce(state: RoomState, event: StateEvent): RoomState {
  switch (event.type) {
    case 'entered':
      return enter(state, event.entrance, event.readUpTo);
    case 'connection':
      return { ...state, connection: event.connection };
    case 'logged':
      return log(state, event.event);
    case 'loading':
      return { ...state, loading: event.direction };
    case 'older':
      return older(state, event.page);
    case 'newer':
      return newer(state, event.page);
    case 'jumped':
      return jump(state, event.page);
    case 'load-failed':
      return { ...state, loading: null };
    case 'quoted':
      return quote(state, event.id, event.message);
    case 'pins':
      return { ...state, pinned: event.pinned };
    case 'looking':
      return look(state, event.looking, event.atEnd);
    case 'read-elsewhere':
      return readElsewhere(state, event.seq);
    case 'divider-cleared':
      return { ...state, divider: null };
    case 'ignored':
      return { ...state, ignored: new Set(event.members) };
    case 'member-joined':
      return join(state, event.member, event.now);
    case 'member-left':
      return leave(state, event.member, event.now);
    case 'members':
      return {
        ...state,
        members: listed(event.members, state.self),
        memberCount: event.memberCount,
      };
    case 'member-count':
      return { ...state, memberCount: event.memberCount };
    case 'member-state':
      return changeMember(state, event.id, (member) => ({ ...member, state: event.state }));
    case 'read':
      return changeMember(state, event.member, (member) => ({ ...member, read: event.seq }));
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
        divider: null,
        pending: [
          ...state.pending,
          {
            cid: event.cid,
            text: event.text,
            replyTo: event.replyTo,
            files: event.files,
            at: event.now,
            state: 'sending',
          },
        ],
      };
    case 'send-failed':
      return changePending(state, event.cid, { state: 'failed', reason: event.reason });
    case 'held':
      return event.cids.reduce(
        (next, cid) => changePending(next, cid, { state: event.held ? 'held' : 'sending' }),
        state,
      );
    case 'discarded':
      return { ...state, pending: state.pending.filter((pending) => pending.cid !== event.cid) };
    case 'caught-up-seen':
      return { ...state, caughtUp: null };
    case 'ended':
      return { ...state, ended: event.ending };
  }
}

/** Whether an answer of the server to a message is awaited. */
export function isSending(state: RoomState | undefined): boolean {
  return state?.pending.some((pending) => pending.state === 'sending') ?? false;
}

/** The message of this id, wherever the page has it. */
export function findMessage(state: RoomState, id: string): MessageEvent | null | undefined {
  const isIt = (event: LogEvent): event is MessageEvent =>
    event.id === id && event.type === 'message';
  return state.events.find(isIt) ?? state.pinned.find(isIt) ?? state.quoted.get(id);
}

/**
 * Names by id of those who may be spoken of: the members that are listed, and where they are too many to
 * list, whoever has said something in sight.
 */
export function people(state: RoomState): ReadonlyMap<string, string> {
  const names = new Map([...state.members.values()].map(({ id, name }) => [id, name]));
  if (state.memberCount > state.members.size) {
    for (const event of state.events) {
      if (event.type === 'message' && !names.has(event.member)) {
        names.set(event.member, event.name);
      }
    }
  }
  return names;
}

export function changeMember(
  state: RoomState,
  id: string,
  change: (member: Member) => Member,
): RoomState {
  const member = state.members.get(id);
  return member ? { ...state, members: new Map(state.members).set(id, change(member)) } : state;
}

/** What is in sight while somebody looks has been read. */
function look(state: RoomState, looking: boolean, atEnd: boolean): RoomState {
  const read = looking && atEnd && !state.newer;
  if (state.looking === looking && state.atEnd === atEnd && !(read && state.unread > 0)) {
    return state;
  }
  return { ...state, looking, atEnd, ...(read ? { unread: 0, mentions: 0 } : {}) };
}

function join(state: RoomState, member: Member, now: number): RoomState {
  const known = state.members.has(member.id);
  const members = new Map(state.members).set(member.id, member);
  const next = { ...state, members, memberCount: state.memberCount + (known ? 0 : 1) };
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
  const memberCount = state.memberCount - 1;
  return notice({ ...state, members, memberCount, typing }, 'left', member.name, now);
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
  if (event.member === state.self?.id || state.ignored.has(event.member)) {
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

function changePending(state: RoomState, cid: string, change: Partial<Pending>): RoomState {
  return {
    ...state,
    pending: state.pending.map((pending) =>
      pending.cid === cid ? { ...pending, ...change } : pending,
    ),
  };
}
