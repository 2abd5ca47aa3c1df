/**
 * Where events come in. A server may be newer than the page, and tell of what the page has never heard
 * of: that keeps its place in the log, so that nothing seems to be missing, and is shown as nothing.
 */

import type { LogEvent, UnknownEvent } from './protocol';

type Field = 'string' | 'boolean' | 'object';

/** What a page cannot do without, for each type that it knows. */
const NEEDED: Record<Exclude<LogEvent['type'], 'unknown'>, Record<string, Field>> = {
  message: { text: 'string' },
  'message:edited': { target: 'string', text: 'string' },
  'message:deleted': { target: 'string' },
  'messages:deleted': { target: 'string' },
  reaction: { target: 'string', emoji: 'string', on: 'boolean' },
  'message:pinned': { target: 'string', on: 'boolean' },
  'member:renamed': { target: 'string', name: 'string' },
  'room:updated': { changes: 'object' },
};

/** Lists that may be there. */
const LISTS = ['files', 'reactions'];

/** Whether what was told is an event of the log: those carry their own name as their type. */
export function isLogEvent(name: string, told: unknown): told is LogEvent {
  const { type, room, seq, id } = (told ?? {}) as Record<string, unknown>;
  return (
    type === name && typeof room === 'string' && typeof id === 'string' && Number.isSafeInteger(seq)
  );
}

/** The event as this page understands it. */
export function known(event: LogEvent): LogEvent {
  return isKnown(event) ? event : unknown(event);
}

export function allKnown(events: readonly LogEvent[]): LogEvent[] {
  return events.map(known);
}

function isKnown(event: LogEvent): boolean {
  const fields = event as unknown as Record<string, unknown>;
  const needed = Object.hasOwn(NEEDED, event.type)
    ? NEEDED[event.type as keyof typeof NEEDED]
    : undefined;
  return (
    needed !== undefined &&
    Object.entries(needed).every(
      ([name, kind]) => typeof fields[name] === kind && fields[name] !== null,
    ) &&
    LISTS.every((name) => fields[name] === undefined || Array.isArray(fields[name]))
  );
}

function unknown({ room, seq, id, at, member, name }: LogEvent): UnknownEvent {
  return { type: 'unknown', room, seq, id, at, member, name };
}
