/** The wire contract as types: docs/protocol.md. */

export type Role = 'host' | 'moderator' | 'member';
export type MemberState = 'online' | 'idle' | 'reconnecting';

export interface Member {
  id: string;
  name: string;
  role: Role;
  state: MemberState;
}

export interface Room {
  id: string;
  code: string;
  title: string;
  epoch: string;
  createdAt: number;
}

interface LogEventBase {
  room: string;
  seq: number;
  id: string;
  at: number;
  member: string;
  name: string;
}

export interface MessageEvent extends LogEventBase {
  type: 'message';
  text: string;
  cid?: string;
}

export interface RenamedEvent extends LogEventBase {
  type: 'member:renamed';
  target: string;
  /** The name before, if this page has seen it; not from the server. */
  before?: string;
}

export type LogEvent = MessageEvent | RenamedEvent;

export interface Entrance {
  ok: true;
  mode: 'snapshot' | 'resume' | 'reset';
  room: Room;
  self: { id: string; name: string; role: Role; token?: string };
  members: Member[];
  head: number;
  events: LogEvent[];
  more: boolean;
  limits: { messageCodePoints: number };
}

export interface Posted {
  seq: number;
  id: string;
  at: number;
  duplicate?: true;
}

export interface Refused {
  ok: false;
  error: {
    code: string;
    message: string;
    retryable: boolean;
    retryAfterMs?: number;
    challenge?: { nonce: string; bits: number };
  };
}

export type Answer<T> = (T & { ok: true }) | Refused;
