/** What a screen reader is told when something new is said. */

import { plain } from './markdown';
import type { MessageEvent } from './protocol';
import type { RoomState } from './state';
import { strings } from './strings';

const EACH_UP_TO = 3;

/** What others wrote after this event; nothing of history and nothing of one's own. */
export function announcementOf(state: RoomState, after: number): string {
  const fresh = state.events.filter(
    (event): event is MessageEvent =>
      event.seq > after && event.type === 'message' && event.member !== state.self?.id,
  );
  if (fresh.length > EACH_UP_TO) {
    const people = new Set(fresh.map((event) => event.member)).size;
    return strings.announcedMany(fresh.length, people);
  }
  return fresh
    .map((event) =>
      strings.announced(event.name, plain(event.text) || (event.files ?? [])[0]?.name || ''),
    )
    .join('. ');
}
