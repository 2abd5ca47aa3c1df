/** The wire contract as types: docs/protocol.md. */

export type Role = 'host' | 'moderator' | 'member';
export type MemberState = 'online' | 'idle' | 'reconnecting';

export interface Member {
  id: string;
  name: string;
  role: Role;
  state: MemberState;
  /** The last event that this member says it has seen. */
  read?: number;
}

export interface Room {
  id: string;
  code: string;
  title: string;
  epoch: string;
  lifetime: string;
  expiresAt?: number;
  whoMayExport?: 'everyone' | 'hosts';
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

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  thumbnail?: boolean;
  /** What it shows, for those who do not see it. */
  description?: string | undefined;
}

export interface Reaction {
  emoji: string;
  members: { id: string; name: string }[];
}

export interface MessageEvent extends LogEventBase {
  type: 'message';
  text: string;
  cid?: string;
  replyTo?: string;
  files?: Attachment[];
  edited?: boolean;
  deleted?: boolean;
  reactions?: Reaction[];
}

export interface EditedEvent extends LogEventBase {
  type: 'message:edited';
  target: string;
  text: string;
}

export interface DeletedEvent extends LogEventBase {
  type: 'message:deleted';
  target: string;
}

/** All that the member `target` had sent until then. */
export interface AllDeletedEvent extends LogEventBase {
  type: 'messages:deleted';
  target: string;
}

export interface ReactionEvent extends LogEventBase {
  type: 'reaction';
  target: string;
  emoji: string;
  on: boolean;
}

export interface PinnedEvent extends LogEventBase {
  type: 'message:pinned';
  target: string;
  on: boolean;
}

export interface RenamedEvent extends LogEventBase {
  type: 'member:renamed';
  target: string;
  /** The name before, if this page has seen it; not from the server. */
  before?: string;
}

export interface RoomUpdatedEvent extends LogEventBase {
  type: 'room:updated';
  changes: Pick<Room, 'whoMayExport'>;
}

/** An event of a type that this page does not know: it has its place in the log, and no more. */
export interface UnknownEvent extends LogEventBase {
  type: 'unknown';
}

export type ChangeEvent =
  EditedEvent | DeletedEvent | AllDeletedEvent | ReactionEvent | PinnedEvent;
export type LogEvent = MessageEvent | ChangeEvent | RenamedEvent | RoomUpdatedEvent | UnknownEvent;

export interface Page {
  events: LogEvent[];
  more: boolean;
}

export interface Entrance extends Page {
  ok: true;
  mode: 'snapshot' | 'resume' | 'reset';
  room: Room;
  self: { id: string; name: string; role: Role; token?: string };
  members: Member[];
  memberCount: number;
  head: number;
  pinned: MessageEvent[];
  /** The server's clock; older servers do not say. */
  now?: number;
  limits: { messageCodePoints: number; fileBytes: number; messageFiles: number };
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
