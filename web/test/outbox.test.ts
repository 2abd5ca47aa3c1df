import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HOLD_MILLIS, Outbox, type OutboxMessage, type OutboxStore } from '../src/outbox';
import type { Answer, Posted } from '../src/protocol';

type Refusal = { code: string; retryable: boolean; retryAfterMs?: number };

/** A server that stores as ours does: the next of an outbox alone, and each id once. */
class FakeRoom {
  readonly log: OutboxMessage[] = [];
  readonly sent: OutboxMessage[] = [];
  readonly failures: string[] = [];
  readonly heldBack = new Set<string>();
  readonly waiting: (() => void)[] = [];
  hold = false;
  loseAnswers = 0;
  refuse: ((message: OutboxMessage) => Refusal | undefined) | undefined;

  send = async (message: OutboxMessage): Promise<Answer<Posted>> => {
    this.sent.push(structuredClone(message));
    if (this.hold) {
      await new Promise<void>((resume) => this.waiting.push(resume));
    }
    const refusal = this.refuse?.(message) ?? this.store(message);
    if (this.loseAnswers > 0) {
      this.loseAnswers--;
      throw new Error('no answer');
    }
    return refusal
      ? { ok: false, error: { message: refusal.code, ...refusal } }
      : { ok: true, seq: this.log.length, id: 'id', at: 1 };
  };

  failed = (cid: string): void => {
    this.failures.push(cid);
  };

  held = (cids: readonly string[], held: boolean): void => {
    cids.forEach((cid) => (held ? this.heldBack.add(cid) : this.heldBack.delete(cid)));
  };

  private store(message: OutboxMessage): Refusal | undefined {
    if (this.log.some((stored) => stored.cid === message.cid)) {
      return undefined;
    }
    const last = this.log.filter((stored) => stored.order.outbox === message.order.outbox).length;
    if (message.order.n !== last + 1) {
      return { code: 'out_of_order', retryable: true };
    }
    this.log.push(structuredClone(message));
    return undefined;
  }
}

class FakeStore implements OutboxStore {
  readonly messages = new Map<string, OutboxMessage>();
  all = (room: string): Promise<OutboxMessage[]> =>
    Promise.resolve([...this.messages.values()].filter((message) => message.room === room));
  put = (message: OutboxMessage): Promise<void> => {
    this.messages.set(message.cid, structuredClone(message));
    return Promise.resolve();
  };
  remove = (cid: string): Promise<void> => {
    this.messages.delete(cid);
    return Promise.resolve();
  };
}

describe('the outbox', () => {
  let room: FakeRoom;
  let store: FakeStore;

  beforeEach(() => {
    vi.useFakeTimers();
    room = new FakeRoom();
    store = new FakeStore();
  });

  async function open(): Promise<Outbox> {
    const outbox = new Outbox('room', store, room, () => undefined);
    await outbox.ready();
    return outbox;
  }

  const texts = () => room.log.map((message) => message.text);
  const settle = () => vi.advanceTimersByTimeAsync(20_000);

  function fill(outbox: Outbox, count: number, from = 1): void {
    for (let i = from; i < from + count; i++) {
      outbox.add({ cid: `c${i}`, text: `text ${i}`, at: Date.now() + i });
    }
  }

  const numbers = (count: number) => Array.from({ length: count }, (_, i) => `text ${i + 1}`);

  it('sends in order, at most eight at a time', async () => {
    room.hold = true;
    const outbox = await open();
    outbox.resume();
    fill(outbox, 20);
    await vi.advanceTimersByTimeAsync(0);
    expect(room.sent).toHaveLength(8);

    room.hold = false;
    room.waiting.forEach((resume) => resume());
    await settle();
    expect(room.sent.map((message) => message.text)).toEqual(numbers(20));
    expect(texts()).toEqual(numbers(20));
    expect(store.messages.size).toBe(0);
  });

  it('waits until the room is entered', async () => {
    const outbox = await open();
    fill(outbox, 2);
    await settle();
    expect(room.sent).toHaveLength(0);
    expect(store.messages.size).toBe(2);

    outbox.resume();
    await settle();
    expect(texts()).toEqual(numbers(2));
  });

  it('sends the same bytes again when the answer is lost, and stores once', async () => {
    room.loseAnswers = 3;
    const outbox = await open();
    outbox.resume();
    fill(outbox, 5);
    await settle();

    expect(texts()).toEqual(numbers(5));
    const first = room.sent.filter((message) => message.cid === 'c1');
    expect(first.length).toBeGreaterThan(1);
    expect(new Set(first.map((message) => JSON.stringify(message))).size).toBe(1);
  });

  it('keeps the order when one of several in flight is told to wait', async () => {
    let refusals = 0;
    room.refuse = (message) =>
      message.cid === 'c3' && refusals++ < 4
        ? { code: 'rate_limited', retryable: true, retryAfterMs: 100 }
        : undefined;
    const outbox = await open();
    outbox.resume();
    fill(outbox, 10);
    await settle();

    expect(texts()).toEqual(numbers(10));
  });

  it('goes on behind a message that is refused for good', async () => {
    room.refuse = (message) =>
      message.cid === 'c3' ? { code: 'too_long', retryable: false } : undefined;
    const outbox = await open();
    outbox.resume();
    fill(outbox, 6);
    await settle();

    expect(texts()).toEqual(numbers(6).filter((text) => text !== 'text 3'));
    expect(room.failures).toEqual(['c3']);
    expect([...store.messages.keys()]).toEqual(['c3']);
  });

  it('keeps what was refused, over a reload too, until somebody throws it away', async () => {
    room.refuse = () => ({ code: 'too_long', retryable: false });
    const before = await open();
    before.resume();
    fill(before, 1);
    await settle();
    room.refuse = undefined;

    const outbox = await open();
    outbox.resume();
    fill(outbox, 1, 2);
    await settle();
    expect(room.failures).toEqual(['c1', 'c1']);
    expect(texts()).toEqual(['text 2']);

    outbox.discard('c1');
    await settle();
    expect(store.messages.size).toBe(0);
  });

  it('brings what an earlier page left before what is new', async () => {
    const before = await open();
    fill(before, 3);
    const outbox = await open();
    fill(outbox, 3, 4);
    outbox.resume();
    await settle();

    expect(room.sent.map((message) => message.text)).toEqual(numbers(6));
    expect(texts()).toEqual(numbers(6));
  });

  it('sends what another page of the room has left when the connection is back', async () => {
    const outbox = await open();
    outbox.resume();
    outbox.pause();
    const closed = await open();
    fill(closed, 2);
    fill(outbox, 1, 3);
    outbox.resume();
    await settle();

    expect(texts().sort()).toEqual(numbers(3));
    expect(store.messages.size).toBe(0);
  });

  it('sends again what an earlier page had stored, without an answer, once', async () => {
    room.loseAnswers = 2;
    const before = await open();
    before.resume();
    fill(before, 2);
    await vi.advanceTimersByTimeAsync(0);
    before.pause();

    const outbox = await open();
    outbox.resume();
    fill(outbox, 2, 3);
    await settle();

    expect(texts()).toEqual(numbers(4));
  });

  it('begins a new outbox when the server has lost the old one', async () => {
    const outbox = await open();
    outbox.resume();
    fill(outbox, 3);
    await settle();
    room.log.length = 0;

    fill(outbox, 2, 4);
    await settle();
    expect(texts()).toEqual(['text 4', 'text 5']);
  });

  it('sends everything again after a cut', async () => {
    room.hold = true;
    const outbox = await open();
    outbox.resume();
    fill(outbox, 10);
    await vi.advanceTimersByTimeAsync(0);
    outbox.pause();

    room.hold = false;
    outbox.resume();
    room.waiting.forEach((resume) => resume());
    await settle();
    expect(texts()).toEqual(numbers(10));
  });

  it('asks before it sends what was written ten minutes ago', async () => {
    const outbox = await open();
    fill(outbox, 2);
    await vi.advanceTimersByTimeAsync(HOLD_MILLIS + 1000);
    fill(outbox, 1, 3);

    outbox.resume();
    await settle();
    expect(room.sent).toHaveLength(0);
    expect([...room.heldBack]).toEqual(['c1', 'c2']);

    outbox.discard('c1');
    outbox.release();
    await settle();
    expect(texts()).toEqual(['text 2', 'text 3']);
    expect(room.heldBack.size).toBe(1);
    expect(store.messages.size).toBe(0);
  });
});
