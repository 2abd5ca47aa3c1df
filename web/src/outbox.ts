/**
 * What was written here and is not stored on the server yet. Messages leave in their order, at most
 * eight at a time, and each is sent with the same id, text and place again until the server has said
 * yes or no: so none is lost, stored twice or overtaken. Kept in IndexedDB, so that a closed tab loses
 * nothing.
 */

import { now } from './clock';
import { newCommandId } from './random';
import type { Answer, Attachment, Posted } from './protocol';

export interface OutboxMessage {
  cid: string;
  room: string;
  text: string;
  replyTo?: string | undefined;
  files?: Attachment[] | undefined;
  at: number;
  /** The place among those of the same outbox, from 1: the server takes the next one alone. */
  order: { outbox: string; n: number };
  /** Why the server will never store it; kept until somebody has seen to it. */
  refused?: { code: string; message: string } | undefined;
}

/** Where messages wait that are not stored yet. */
export interface OutboxStore {
  all(room: string): Promise<OutboxMessage[]>;
  put(message: OutboxMessage): Promise<void>;
  remove(cid: string): Promise<void>;
}

/** What the outbox needs of the room it sends to. */
export interface OutboxRoom {
  /** Sends one message. Fails if no answer comes. */
  send(message: OutboxMessage): Promise<Answer<Posted>>;
  /** The server will never store it. */
  failed(cid: string, code: string, message: string): void;
  /** These wait until somebody says that they are to be sent, or wait for that no more. */
  held(cids: readonly string[], held: boolean): void;
}

/** What was written so long before it can be sent may not be meant any more. */
export const HOLD_MILLIS = 10 * 60_000;
const MAX_IN_FLIGHT = 8;
const RETRY_MILLIS = 1500;
/** After so many times "not the next" for the very first, its outbox is lost to the server. */
const MAX_OUT_OF_ORDER = 3;

export class Outbox {
  private readonly queue: OutboxMessage[] = [];
  private readonly inFlight = new Set<string>();
  private readonly restored: Promise<void>;
  private readonly held = new Set<string>();
  private readonly released = new Set<string>();
  private name = newCommandId();
  private lastNumber = 0;
  private outOfOrder = 0;
  private resumed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private online = false;
  /** Answers to what was sent before the last cut or pause say nothing about what is sent now. */
  private round = 0;

  constructor(
    private readonly id: string,
    private readonly store: OutboxStore,
    private readonly room: OutboxRoom,
    private readonly found: (messages: OutboxMessage[]) => void,
  ) {
    this.restored = this.waiting().then(
      (messages) => {
        this.queue.unshift(...messages.filter((message) => !message.refused));
        found(messages);
        for (const { cid, refused } of messages) {
          if (refused) {
            this.room.failed(cid, refused.code, refused.message);
          }
        }
        this.hold();
        this.pump();
      },
      () => undefined,
    );
  }

  /** Completes when what an earlier page left is here. */
  ready(): Promise<void> {
    return this.restored;
  }

  add(written: Omit<OutboxMessage, 'room' | 'order' | 'refused'>): void {
    const message = { ...written, room: this.id, order: this.nextPlace() };
    this.queue.push(message);
    void this.store.put(message);
    this.pump();
  }

  /** Everything that was not answered is sent again, from the first. */
  resume(): void {
    this.online = true;
    this.hold();
    this.restart();
    if (this.resumed) {
      void this.takeOver();
    }
    this.resumed = true;
  }

  /** What is held is to be sent after all. */
  release(): void {
    this.held.forEach((cid) => this.released.add(cid));
    this.room.held([...this.held], false);
    this.held.clear();
    this.pump();
  }

  /** It is not to be sent. */
  discard(cid: string): void {
    if (this.queue.some((message) => message.cid === cid)) {
      this.forget(cid);
      this.renumber();
      this.later(0);
    } else {
      void this.store.remove(cid);
    }
  }

  pause(): void {
    this.online = false;
    this.round++;
    this.inFlight.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** It is in the log, as an event of the room has shown. */
  stored(cid: string): void {
    this.forget(cid);
    this.pump();
  }

  private async waiting(): Promise<OutboxMessage[]> {
    const messages = await this.store.all(this.id);
    return messages.sort((one, other) => one.at - other.at || one.order.n - other.order.n);
  }

  /** What another page of this room has left is sent from here: it may be gone, and each is stored once. */
  private async takeOver(): Promise<void> {
    await this.restored;
    const messages = await this.waiting();
    const known = new Set(this.queue.map((message) => message.cid));
    const left = messages.filter(({ cid, refused }) => !refused && !known.has(cid));
    if (left.length > 0) {
      this.queue.push(...left);
      this.found(left);
      this.hold();
      this.pump();
    }
  }

  private pump(): void {
    while (this.online && this.timer === undefined && this.inFlight.size < MAX_IN_FLIGHT) {
      const next = this.queue.find((message) => !this.inFlight.has(message.cid));
      if (!next || this.held.has(next.cid) || !this.mayFollow(next)) {
        return;
      }
      void this.deliver(next);
    }
  }

  /** Nothing is sent by itself that was written long ago; what comes after it waits, too. */
  private hold(): void {
    const before = now() - HOLD_MILLIS;
    const old = this.queue.filter(({ cid, at }) => at < before && !this.released.has(cid));
    if (old.length > 0) {
      old.forEach(({ cid }) => this.held.add(cid));
      this.room.held([...this.held], true);
    }
  }

  /** An outbox begins only when those before it are empty. */
  private mayFollow(message: OutboxMessage): boolean {
    return this.queue[0]!.order.outbox === message.order.outbox;
  }

  private async deliver(message: OutboxMessage): Promise<void> {
    const round = this.round;
    this.inFlight.add(message.cid);
    let answer: Answer<Posted>;
    try {
      answer = await this.room.send(message);
    } catch {
      if (round === this.round) {
        this.later(RETRY_MILLIS);
      }
      return;
    }
    if (answer.ok) {
      this.outOfOrder = 0;
      this.stored(message.cid);
    } else if (round === this.round) {
      this.refused(message, answer.error);
    }
  }

  private refused(
    message: OutboxMessage,
    error: { code: string; message: string; retryable: boolean; retryAfterMs?: number },
  ): void {
    if (!error.retryable) {
      this.forget(message.cid, {
        ...message,
        refused: { code: error.code, message: error.message },
      });
      this.renumber();
      this.room.failed(message.cid, error.code, error.message);
      this.later(0);
    } else {
      this.countOutOfOrder(message, error.code);
      this.later(error.retryAfterMs ?? RETRY_MILLIS);
    }
  }

  private countOutOfOrder(message: OutboxMessage, code: string): void {
    if (code !== 'out_of_order' || message !== this.queue[0]) {
      return;
    }
    this.outOfOrder++;
    if (this.outOfOrder >= MAX_OUT_OF_ORDER) {
      this.outOfOrder = 0;
      this.renumber();
    }
  }

  /**
   * What stands behind a message that will never be stored gets new places: the server cannot have
   * stored any of it, since it takes the next one alone.
   */
  private renumber(): void {
    this.name = newCommandId();
    this.lastNumber = 0;
    for (const message of this.queue) {
      message.order = this.nextPlace();
      void this.store.put(message);
    }
  }

  private later(millis: number): void {
    this.round++;
    this.inFlight.clear();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.restart(), millis);
  }

  private restart(): void {
    this.round++;
    this.inFlight.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pump();
  }

  /** @param kept what stays of it in the store, if anything does */
  private forget(cid: string, kept?: OutboxMessage): void {
    this.inFlight.delete(cid);
    this.held.delete(cid);
    this.released.delete(cid);
    const index = this.queue.findIndex((message) => message.cid === cid);
    if (index >= 0) {
      this.queue.splice(index, 1);
      void (kept ? this.store.put(kept) : this.store.remove(cid));
    }
  }

  private nextPlace(): { outbox: string; n: number } {
    this.lastNumber++;
    return { outbox: this.name, n: this.lastNumber };
  }
}
