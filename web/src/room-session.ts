/** One room as this tab is in it: keeps its state level with the server and sends what is said. */

import { Connection, NoAnswer } from './connection';
import { solve } from './challenge';
import { Outbox, type OutboxMessage } from './outbox';
import { outboxStore } from './outbox-store';
import { newCommandId, newToken } from './random';
import type { Answer, Entrance, LogEvent, Member, MemberState, Posted, Refused } from './protocol';
import {
  firstSeq,
  initialState,
  reduce,
  type Ending,
  type RoomState,
  type StateEvent,
} from './state';
import { storage, type Seat } from './storage';
import { strings } from './strings';

const PAGE = 50;
const RETRY_MILLIS = 1500;
const CAUGHT_UP_MILLIS = 3000;
const TYPING_MILLIS = 3000;
const TYPING_IDLE_MILLIS = 5000;
const NOTHING_SENT = -Infinity;

/** Why an entrance failed, in words for people. */
export class EntranceRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class RoomSession {
  state: RoomState = initialState;
  private listener: () => void = () => undefined;
  private token = newToken();
  private typingSentAt = NOTHING_SENT;
  private outbox: Outbox | undefined;
  private comingBack = false;
  private typingTimer = 0;
  private expiryTimer = 0;

  private constructor(private readonly connection: Connection) {
    this.listen();
  }

  /** Makes a room and enters it. */
  static create(name: string): Promise<RoomSession> {
    const session = new RoomSession(new Connection());
    return session.enterFirst('room:create', { name, token: session.token, cid: newCommandId() });
  }

  /** Enters a room by its code, as somebody new. */
  static join(code: string, name: string): Promise<RoomSession> {
    const session = new RoomSession(new Connection());
    return session.enterFirst('room:join', { code, name, token: session.token });
  }

  /** Enters a room again, in the seat this browser holds. */
  static return(seat: Seat): Promise<RoomSession> {
    const session = new RoomSession(new Connection());
    session.token = seat.token;
    return session.enterFirst('room:join', { room: seat.room, token: seat.token });
  }

  /** Calls back after each change of the state. */
  onChange(listener: () => void): void {
    this.listener = listener;
  }

  send(text: string): void {
    const cid = newCommandId();
    const now = Date.now();
    this.apply({ type: 'sent', cid, text, now });
    this.stopTyping();
    this.outbox?.add(cid, text, now);
  }

  retry(cid: string): void {
    const pending = this.state.pending.find((message) => message.cid === cid);
    if (pending) {
      this.apply({ type: 'discarded', cid });
      this.send(pending.text);
    }
  }

  discard(cid: string): void {
    this.apply({ type: 'discarded', cid });
  }

  async loadOlder(): Promise<void> {
    const { room, more, loadingOlder } = this.state;
    if (!room || !more || loadingOlder) {
      return;
    }
    this.apply({ type: 'loading-older' });
    try {
      const answer = await this.connection.ask<{ events: LogEvent[]; more: boolean }>(
        'history:load',
        { room: room.id, before: firstSeq(this.state), limit: PAGE },
      );
      this.apply(
        answer.ok
          ? { type: 'older', events: answer.events, more: answer.more }
          : { type: 'older-failed' },
      );
    } catch {
      this.apply({ type: 'older-failed' });
    }
  }

  /** To be called for every key that changes the text. */
  startTyping(): void {
    const now = Date.now();
    window.clearTimeout(this.typingTimer);
    this.typingTimer = window.setTimeout(() => this.stopTyping(), TYPING_IDLE_MILLIS);
    if (now - this.typingSentAt >= TYPING_MILLIS) {
      this.typingSentAt = now;
      this.tellTyping(true);
    }
  }

  stopTyping(): void {
    window.clearTimeout(this.typingTimer);
    if (this.typingSentAt !== NOTHING_SENT) {
      this.typingSentAt = NOTHING_SENT;
      this.tellTyping(false);
    }
  }

  /** Answers with what is wrong with the name, or nothing. */
  async rename(name: string): Promise<string | undefined> {
    return this.failureOf('member:rename', { name });
  }

  /** Leaves for good; the seat stays this browser's. */
  async leave(): Promise<void> {
    if ((await this.failureOf('room:leave', {})) === undefined) {
      this.end('left');
    }
  }

  async closeRoom(): Promise<string | undefined> {
    return this.failureOf('room:close', {});
  }

  readonly reconnectNow = (): void => this.connection.wake();

  dispose(): void {
    this.stopTyping();
    this.outbox?.pause();
    window.clearTimeout(this.expiryTimer);
    this.listener = () => undefined;
    this.connection.close();
  }

  private async enterFirst(event: string, argument: object): Promise<RoomSession> {
    let answer: Answer<Entrance>;
    try {
      answer = await this.askInEarnest(event, argument);
    } catch {
      this.dispose();
      throw new EntranceRefused('no_answer', strings.errors['noAnswer']!);
    }
    if (!answer.ok) {
      this.dispose();
      throw new EntranceRefused(answer.error.code, sentence(answer));
    }
    this.entered(answer);
    return this;
  }

  /** If too many codes are being tried just now, strangers have some work to do first. */
  private async askInEarnest(event: string, argument: object): Promise<Answer<Entrance>> {
    const answer = await this.connection.ask<Entrance>(event, argument);
    if (answer.ok || !answer.error.challenge) {
      return answer;
    }
    const proof = await solve(answer.error.challenge);
    return this.connection.ask<Entrance>(event, { ...argument, proof });
  }

  private listen(): void {
    this.connection.onUp(() => void this.comeBack());
    this.connection.onDown(() => {
      this.comingBack = false;
      this.outbox?.pause();
      this.apply({ type: 'connection', connection: 'lost' });
    });
    this.connection.probeWith(() => this.lookForMissed(this.state.head));
    this.on<LogEvent>('message', (event) => this.logged(event));
    this.on<LogEvent>('member:renamed', (event) => this.logged(event));
    this.on<{ member: Member }>('member:joined', ({ member }) =>
      this.apply({ type: 'member-joined', member, now: Date.now() }),
    );
    this.on<{ member: string }>('member:left', ({ member }) =>
      this.apply({ type: 'member-left', member, now: Date.now() }),
    );
    this.on<{ members: Member[] }>('members', ({ members }) =>
      this.apply({ type: 'members', members }),
    );
    this.on<{ seq: number }>('head', ({ seq }) => {
      if (seq > this.state.head) {
        void this.comeBack();
      }
    });
    this.on<{ id: string; state: MemberState }>('member:state', ({ id, state }) =>
      this.apply({ type: 'member-state', id, state }),
    );
    this.on<{ member: string; name: string; on: boolean }>('typing', (typing) => {
      this.apply({ type: 'typing', ...typing, now: Date.now() });
      this.expireTyping();
    });
    this.on<{ reason: Ending }>('room:closed', ({ reason }) => this.end(reason));
    this.on<{ reason: string }>('removed', () => this.end('left'));
  }

  /** Listens to what concerns this room, once it is known which that is. */
  private on<T>(event: string, listener: (argument: T) => void): void {
    this.connection.on<T & { room: string }>(event, (argument) => {
      if (argument.room === this.state.room?.id) {
        listener(argument);
      }
    });
  }

  /** After every reconnect: takes the seat again and what was missed with it. */
  private async comeBack(): Promise<void> {
    const { room, head, events, ended } = this.state;
    if (!room || ended || this.comingBack) {
      return;
    }
    const tail = events.at(-1)?.id;
    this.comingBack = true;
    try {
      const answer = await this.connection.ask<Entrance>('room:join', {
        room: room.id,
        token: this.token,
        resume: { epoch: room.epoch, seq: tail ? head : 0, tail },
      });
      if (answer.ok) {
        this.entered(answer);
        window.setTimeout(() => this.apply({ type: 'caught-up-seen' }), CAUGHT_UP_MILLIS);
      } else if (answer.error.retryable) {
        const wait = answer.error.retryAfterMs ?? RETRY_MILLIS;
        window.setTimeout(() => void this.comeBack(), wait);
      } else {
        this.end('gone');
      }
    } catch {
      if (this.connection.isUp) {
        window.setTimeout(() => void this.comeBack(), RETRY_MILLIS);
      }
    } finally {
      this.comingBack = false;
    }
  }

  /** Whether the connection works is seen by asking whether there is something new. */
  private async lookForMissed(after: number): Promise<void> {
    const { room, ended } = this.state;
    if (!room || ended) {
      return;
    }
    const answer = await this.connection.askProbe<{ events: LogEvent[] }>('history:load', {
      room: room.id,
      after,
      limit: 1,
    });
    if (answer.ok && answer.events.some((event) => event.seq > this.state.head)) {
      await this.comeBack();
    }
  }

  private entered(entrance: Entrance): void {
    this.apply({ type: 'entered', entrance });
    const { room } = entrance;
    this.outbox ??= new Outbox(
      room.id,
      outboxStore,
      {
        send: (message) => this.deliver(message),
        failed: (cid, code, message) =>
          this.apply({ type: 'send-failed', cid, reason: strings.errors[code] ?? message }),
      },
      (messages) => this.restore(messages),
    );
    this.outbox.resume();
    storage.rememberSeat({
      code: room.code,
      room: room.id,
      token: this.token,
      title: room.title,
      usedAt: Date.now(),
    });
  }

  private logged(event: LogEvent): void {
    if (event.seq > this.state.head + 1) {
      void this.comeBack();
      return;
    }
    this.apply({ type: 'logged', event });
    if (event.type === 'message' && event.member === this.state.self?.id && event.cid) {
      this.outbox?.stored(event.cid);
    }
  }

  private end(ending: Ending): void {
    const room = this.state.room;
    if (room && ending !== 'left') {
      storage.forgetSeat(room.id);
    }
    this.apply({ type: 'ended', ending });
    this.connection.close();
  }

  private async deliver(message: OutboxMessage): Promise<Answer<Posted>> {
    const { room, cid, text, order } = message;
    const answer = await this.connection.ask<Posted>('message:send', { room, cid, text, order });
    if (answer.ok && answer.duplicate) {
      this.apply({ type: 'discarded', cid });
    }
    return answer;
  }

  /** What an earlier page did not get through stands below what is there. */
  private restore(messages: OutboxMessage[]): void {
    const known = new Set(this.state.pending.map((pending) => pending.cid));
    this.apply({
      type: 'restore-unsent',
      pending: messages
        .filter((message) => !known.has(message.cid))
        .map(({ cid, text, at }) => ({ cid, text, at, state: 'sending' })),
    });
  }

  private async failureOf(event: string, argument: object): Promise<string | undefined> {
    try {
      const answer = await this.connection.ask(event, { room: this.state.room?.id, ...argument });
      return answer.ok ? undefined : sentence(answer);
    } catch (failure) {
      if (failure instanceof NoAnswer) {
        return strings.errors['noAnswer'];
      }
      throw failure;
    }
  }

  private tellTyping(on: boolean): void {
    const room = this.state.room;
    if (room) {
      this.connection.tell('typing', { room: room.id, on });
    }
  }

  private expireTyping(): void {
    window.clearTimeout(this.expiryTimer);
    const next = Math.min(...[...this.state.typing.values()].map((typing) => typing.until));
    if (Number.isFinite(next)) {
      this.expiryTimer = window.setTimeout(
        () => {
          this.apply({ type: 'typing-expired', now: Date.now() });
          this.expireTyping();
        },
        Math.max(50, next - Date.now() + 1),
      );
    }
  }

  private apply(event: StateEvent): void {
    this.state = reduce(this.state, event);
    this.listener();
  }
}

function sentence(refused: Refused): string {
  return strings.errors[refused.error.code] ?? refused.error.message;
}
