/**
 * Messages that wait, in IndexedDB; where storage is blocked (a frame of another site, a private
 * window), in memory until the page is closed. The database takes its time: until it has a message, that
 * stands in local storage as well, so that one which has left the field outlives a crash.
 */

import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { OutboxMessage, OutboxStore } from './outbox';
import { storage } from './storage';

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxMessage; indexes: { room: string } };
}

class IndexedDbStore implements OutboxStore {
  constructor(private readonly database: IDBPDatabase<Schema>) {}

  all(room: string): Promise<OutboxMessage[]> {
    return this.database.getAllFromIndex('outbox', 'room', room);
  }

  async put(message: OutboxMessage): Promise<void> {
    await this.database.put('outbox', structuredClone(message), message.cid);
  }

  async remove(cid: string): Promise<void> {
    await this.database.delete('outbox', cid);
  }
}

class MemoryStore implements OutboxStore {
  private readonly messages = new Map<string, OutboxMessage>();

  all(room: string): Promise<OutboxMessage[]> {
    return Promise.resolve([...this.messages.values()].filter((message) => message.room === room));
  }

  put(message: OutboxMessage): Promise<void> {
    this.messages.set(message.cid, message);
    return Promise.resolve();
  }

  remove(cid: string): Promise<void> {
    this.messages.delete(cid);
    return Promise.resolve();
  }
}

/** Falls back to memory with the first thing that does not work. */
class AnyStore implements OutboxStore {
  private readonly memory = new MemoryStore();
  private readonly opened: Promise<OutboxStore>;

  constructor() {
    this.opened = open().catch(() => this.memory);
  }

  async all(room: string): Promise<OutboxMessage[]> {
    const inDatabase = await this.try((store) => store.all(room));
    const known = new Set(inDatabase.map((message) => message.cid));
    const others = storage.unsent<OutboxMessage>();
    return [
      ...inDatabase,
      ...others.filter((message) => message.room === room && !known.has(message.cid)),
    ];
  }

  async put(message: OutboxMessage): Promise<void> {
    storage.rememberUnsent(message.cid, message);
    await this.try((store) => store.put(message));
    if ((await this.opened) !== this.memory) {
      storage.forgetUnsent(message.cid);
    }
  }

  remove(cid: string): Promise<void> {
    storage.forgetUnsent(cid);
    return this.try((store) => store.remove(cid));
  }

  private async try<T>(action: (store: OutboxStore) => Promise<T>): Promise<T> {
    try {
      return await action(await this.opened);
    } catch {
      return action(this.memory);
    }
  }
}

async function open(): Promise<OutboxStore> {
  return new IndexedDbStore(
    await openDB<Schema>('snug', 1, {
      upgrade: (database) => database.createObjectStore('outbox').createIndex('room', 'room'),
    }),
  );
}

export const outboxStore: OutboxStore = new AnyStore();
