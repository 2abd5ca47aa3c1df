/** Reads parts of a room's log into its window. */

import { NoAnswer, type Connection } from './connection';
import { allKnown } from './known-events';
import type { LogEvent, MessageEvent, Page } from './protocol';
import type { SearchRequest } from './search';
import { findMessage, type RoomState, type StateEvent } from './state';

const PAGE = 50;
const AROUND = 60;

/** Where to go: a message, a place in the log, or a time. */
export type Place = { around: string } | { seq: number } | { at: number };

/** What a search has found: the newest first, and the messages next to them. */
export interface Hits {
  events: readonly MessageEvent[];
  neighbours: readonly MessageEvent[];
  more: boolean;

  /** Where the search stopped, if there may be more. */
  before?: number;
}

export class History {
  private readonly asked = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly state: () => RoomState,
    private readonly apply: (event: StateEvent) => void,
  ) {}

  async loadOlder(): Promise<void> {
    const { more, loading, events, head } = this.state();
    if (more && !loading) {
      const before = events[0]?.seq ?? head + 1;
      await this.load('older', { before, limit: PAGE });
    }
  }

  async loadNewer(): Promise<void> {
    const { newer, loading, events } = this.state();
    if (newer && !loading) {
      await this.load('newer', { after: events.at(-1)?.seq ?? 0, limit: PAGE });
    }
  }

  /** Shows the last messages, wherever the window is. */
  async goToPresent(): Promise<void> {
    if (this.state().newer) {
      await this.jump({ limit: PAGE });
    }
  }

  /** Shows the messages around a place; false if there is none. */
  goTo(place: Place): Promise<boolean> {
    return this.jump({
      limit: AROUND,
      ...('seq' in place ? { before: place.seq + AROUND / 2 } : place),
    });
  }

  /** Fetches a message that is referred to but not in the window; once. */
  async fetch(id: string): Promise<void> {
    if (this.asked.has(id) || findMessage(this.state(), id) !== undefined) {
      return;
    }
    this.asked.add(id);
    const page = await this.ask({ around: id, limit: 1 });
    const found = allKnown(page?.events ?? []).find(
      (event): event is MessageEvent => event.id === id && event.type === 'message',
    );
    this.apply({ type: 'quoted', id, message: found ?? null });
  }

  /** Looks for messages; undefined if there was no answer. */
  async search(request: SearchRequest, before?: number): Promise<Hits | undefined> {
    try {
      const answer = await this.connection.ask<Hits>('history:search', {
        room: this.state().room?.id,
        ...request,
        before,
      });
      return answer.ok
        ? {
            more: answer.more,
            events: messages(answer.events),
            neighbours: messages(answer.neighbours).sort((a, b) => a.seq - b.seq),
          }
        : undefined;
    } catch (failure) {
      if (failure instanceof NoAnswer) {
        return undefined;
      }
      throw failure;
    }
  }

  private async load(direction: 'older' | 'newer', range: object): Promise<void> {
    this.apply({ type: 'loading', direction });
    const page = await this.ask(range);
    this.apply(page ? { type: direction, page } : { type: 'load-failed' });
  }

  private async jump(range: object): Promise<boolean> {
    const page = await this.ask(range);
    if (page && page.events.length > 0) {
      this.apply({ type: 'jumped', page });
    }
    return page !== undefined;
  }

  private async ask(range: object): Promise<Page | undefined> {
    try {
      const answer = await this.connection.ask<{ events: LogEvent[]; more: boolean }>(
        'history:load',
        { room: this.state().room?.id, ...range },
      );
      return answer.ok ? answer : undefined;
    } catch (failure) {
      if (failure instanceof NoAnswer) {
        return undefined;
      }
      throw failure;
    }
  }
}

function messages(events: readonly LogEvent[]): MessageEvent[] {
  return allKnown(events).filter((event) => event.type === 'message');
}
