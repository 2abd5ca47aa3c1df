/** Turns what is known of a room into the rows that are shown: days, groups, notices. */

import { isFromFile } from './log';
import type { MessageEvent, PinnedEvent, RenamedEvent } from './protocol';
import { isAction } from './slash';
import type { Pending, PresenceNotice, RoomState } from './state';

const GROUP_MILLIS = 5 * 60_000;

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'divider'; key: string }
  | { kind: 'from-file'; key: string }
  | { kind: 'seen'; key: string; names: string[]; all: boolean }
  | {
      kind: 'message';
      key: string;
      event: MessageEvent;
      own: boolean;
      first: boolean;
      last: boolean;
    }
  | { kind: 'pending'; key: string; pending: Pending; first: boolean; last: boolean }
  | { kind: 'renamed'; key: string; event: RenamedEvent; before: string }
  | { kind: 'pinned'; key: string; event: PinnedEvent }
  | { kind: 'presence'; key: string; notice: PresenceNotice };

/** The rows from top to bottom. A group is what one member says within five minutes. */
export function timeline(state: RoomState): Row[] {
  const rows: Row[] = [];
  const notices = [...state.notices];
  const first = state.events[0]?.seq ?? 0;
  let day = '';
  let latest = -Infinity;
  let dividerPending = state.divider !== null && state.divider >= first - 1;

  const addDay = (at: number): void => {
    const next = new Date(at).toDateString();
    // a clock that was set back does not make it yesterday again
    if (next !== day && at > latest) {
      day = next;
      latest = at;
      rows.push({ kind: 'day', key: `day-${next}`, at });
    }
  };
  const addNoticesUpTo = (seq: number): void => {
    while (notices[0] && notices[0].afterSeq <= seq) {
      const notice = notices.shift()!;
      if (notice.afterSeq >= first - 1) {
        addDay(notice.at);
        rows.push({ kind: 'presence', key: `presence-${notice.key}`, notice });
      }
    }
  };

  let fromFile = false;
  const endOfFile = (): void => {
    if (fromFile) {
      fromFile = false;
      rows.push({ kind: 'from-file', key: 'from-file' });
    }
  };

  addNoticesUpTo(first - 1);
  for (const event of state.events) {
    if (state.ignored.has(event.member)) {
      continue;
    }
    if (isFromFile(event, state)) {
      fromFile = true;
    } else {
      endOfFile();
    }
    const shown = event.type === 'message' || event.type === 'member:renamed';
    if (shown || (event.type === 'message:pinned' && event.on)) {
      addDay(event.at);
    }
    if (event.type === 'message') {
      const own = event.member === state.self?.id;
      if (dividerPending && event.seq > state.divider! && !own) {
        dividerPending = false;
        rows.push({ kind: 'divider', key: 'divider' });
      }
      // a message keeps the row it had while it was pending
      const key = own && event.cid ? `cid-${event.cid}` : event.id;
      rows.push({ kind: 'message', key, event, own, first: true, last: true });
    } else if (event.type === 'member:renamed') {
      const before = event.before ?? nameBefore(state, event);
      rows.push({ kind: 'renamed', key: event.id, event, before });
    } else if (event.type === 'message:pinned' && event.on) {
      rows.push({ kind: 'pinned', key: event.id, event });
    }
    addNoticesUpTo(event.seq);
  }
  if (!state.newer) {
    endOfFile();
    addSeen(rows, state);
    addNoticesUpTo(state.head);
    for (const pending of state.pending) {
      addDay(pending.at);
      rows.push({ kind: 'pending', key: `cid-${pending.cid}`, pending, first: true, last: true });
    }
  }
  return group(rows, state.self?.id ?? '');
}

/** Below the last message, if it is one's own: who has seen it. */
function addSeen(rows: Row[], state: RoomState): void {
  const index = rows.findLastIndex(({ kind }) => kind !== 'presence');
  const last = rows[index];
  if (last?.kind !== 'message' || !last.own || last.event.deleted) {
    return;
  }
  const others = [...state.members.values()].filter(({ id }) => id !== state.self?.id);
  const readers = others.filter((member) => (member.read ?? 0) >= last.event.seq);
  if (readers.length > 0) {
    const all = readers.length === others.length && others.length > 1;
    const seen: Row = { kind: 'seen', key: 'seen', names: readers.map(({ name }) => name), all };
    rows.splice(index + 1, 0, seen);
  }
}

function nameBefore(state: RoomState, renamed: RenamedEvent): string {
  for (let i = state.events.length - 1; i >= 0; i--) {
    const event = state.events[i]!;
    if (event.seq >= renamed.seq) {
      continue;
    }
    if (event.type === 'member:renamed' ? event.target === renamed.target : false) {
      return event.name;
    }
    if (event.type === 'message' && event.member === renamed.target) {
      return event.name;
    }
  }
  return '';
}

function group(rows: Row[], self: string): Row[] {
  for (let i = 1; i < rows.length; i++) {
    const above = rows[i - 1]!;
    const below = rows[i]!;
    if (
      isSaid(above) &&
      isSaid(below) &&
      author(above, self) === author(below, self) &&
      nameOf(above) === nameOf(below) &&
      !replyTo(below) &&
      at(below) - at(above) < GROUP_MILLIS
    ) {
      above.last = false;
      below.first = false;
    }
  }
  return rows;
}

type Said = Extract<Row, { kind: 'message' | 'pending' }>;

/** What stands in a bubble: neither a tombstone nor what somebody does. */
function isSaid(row: Row): row is Said {
  return (
    (row.kind === 'message' && !row.event.deleted && !isAction(row.event.text)) ||
    (row.kind === 'pending' && !isAction(row.pending.text))
  );
}

function replyTo(row: Said): string | undefined {
  return row.kind === 'message' ? row.event.replyTo : row.pending.replyTo;
}

function author(row: Said, self: string): string {
  return row.kind === 'message' ? row.event.member : self;
}

/** One's own bubbles carry no name, so a new one does not part them. */
function nameOf(row: Said): string {
  return row.kind === 'message' && !row.own ? row.event.name : '';
}

function at(row: Said): number {
  return row.kind === 'message' ? row.event.at : row.pending.at;
}
