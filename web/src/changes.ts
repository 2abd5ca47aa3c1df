/** What becomes of messages after they were sent. */

import type { ChangeEvent, LogEvent, MessageEvent, Reaction } from './protocol';

/** The message after the change; the same object if the change is about something else. */
export function changed(message: MessageEvent, change: ChangeEvent): MessageEvent {
  const all = change.type === 'messages:deleted';
  const concerned = all
    ? change.target === message.member && change.seq > message.seq
    : change.target === message.id;
  if (!concerned || message.deleted) {
    return message;
  }
  switch (change.type) {
    case 'message:edited':
      return { ...message, text: change.text, edited: true };
    case 'message:deleted':
    case 'messages:deleted':
      return tombstone(message);
    case 'reaction':
      return { ...message, reactions: reacted(message.reactions ?? [], change) };
    default:
      return message;
  }
}

/** The same events with the change applied to those it is about. */
export function changeAll<T extends LogEvent>(events: readonly T[], change: ChangeEvent): T[] {
  return events.map((event) => (event.type === 'message' ? (changed(event, change) as T) : event));
}

export function isChange(event: LogEvent): event is ChangeEvent {
  switch (event.type) {
    case 'message:edited':
    case 'message:deleted':
    case 'messages:deleted':
    case 'reaction':
    case 'message:pinned':
      return true;
    default:
      return false;
  }
}

function tombstone(message: MessageEvent): MessageEvent {
  const { room, seq, id, at, member, name, type, cid } = message;
  return { room, seq, id, at, member, name, type, cid, text: '', deleted: true };
}

function reacted(
  reactions: readonly Reaction[],
  change: { emoji: string; member: string; name: string; on: boolean },
): Reaction[] {
  const { emoji, on } = change;
  const member = { id: change.member, name: change.name };
  const others = (reaction: Reaction) => reaction.members.filter((one) => one.id !== member.id);
  const found = reactions.find((reaction) => reaction.emoji === emoji);
  if (!found) {
    return on ? [...reactions, { emoji, members: [member] }] : [...reactions];
  }
  const there = found.members.some((one) => one.id === member.id);
  const members = on ? (there ? found.members : [...found.members, member]) : others(found);
  return reactions
    .map((reaction) => (reaction === found ? { emoji, members } : reaction))
    .filter((reaction) => reaction.members.length > 0);
}
