/** One room as this tab is in it: keeps its state level with the server and sends what is said. */

import { call } from './attention';
import { heardServer, lostServer, now } from './clock';
import { baseUrl, Connection, NoAnswer } from './connection';
import { askInEarnest } from './challenge';
import { History } from './history';
import { Outbox, type OutboxMessage } from './outbox';
import { isLogEvent, known } from './known-events';
import { isFromFile } from './log';
import { outboxStore } from './outbox-store';
import { newCommandId, newToken } from './random';
import { ReadNotice } from './read-notice';
import {
  type Answer,
  type Attachment,
  type Entrance,
  type LogEvent,
  type Member,
  type MemberState,
  type Posted,
  type Refused,
  type Room,
} from './protocol';
import {
  findMessage,
  initialState,
  reduce,
  type Ending,
  type RoomState,
  type StateEvent,
} from './state';
import type { SeatOffer } from './seat-link';
import { storage, type Seat } from './storage';
import { strings } from './strings';
import { TypingNotice } from './typing-notice';
import type { UploadPlace } from './upload-request';
import { Writing } from './writing';

const RETRY_MILLIS = 1500;
const CAUGHT_UP_MILLIS = 3000;
/** Where more are in the room, nobody is told who has seen what. */
const MAX_TOLD_READERS = 20;

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
  readonly history: History;
  readonly typing = new TypingNotice((on) => this.tellTyping(on));
  private readonly read = new ReadNotice((seq) => this.noteRead(seq));
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[] = [];
  private token = newToken();
  private outbox: Outbox | undefined;
  private written: Writing | undefined;
  private comingBack = false;
  private expiryTimer = 0;

  private constructor(private readonly connection: Connection) {
    this.history = new History(
      connection,
      () => this.state,
      (event) => this.apply(event),
    );
    this.listen();
  }

  /** Makes a room and enters it. */
  static create(
    connection: Connection,
    name: string,
    lifetime: string,
    title?: string,
  ): Promise<RoomSession> {
    const session = new RoomSession(connection);
    return session.enterFirst('room:create', {
      name,
      title,
      lifetime,
      token: session.token,
      cid: newCommandId(),
    });
  }

  /** Enters a room by its code, as somebody new. */
  static join(connection: Connection, code: string, name: string): Promise<RoomSession> {
    const session = new RoomSession(connection);
    return session.enterFirst('room:join', { code, name, token: session.token });
  }

  /**
   * Whether there is a room by this code, as far as the server says: who brings a token is asked for a
   * name after the room was found. A wrong code counts as a try like any other.
   */
  static async isOpen(connection: Connection, code: string): Promise<boolean> {
    try {
      const nobody = { code, token: newToken() };
      const answer = await askInEarnest((proof) =>
        connection.ask<Entrance>('room:join', proof ? { ...nobody, proof } : nobody),
      );
      return answer.ok || answer.error.code !== 'not_found';
    } catch {
      return true; // it will be seen when a name is there
    }
  }

  /** Enters a room again, in the seat this browser holds. */
  static return(connection: Connection, seat: Seat): Promise<RoomSession> {
    const session = new RoomSession(connection);
    session.token = seat.token;
    return session.enterFirst('room:join', { room: seat.room, token: seat.token });
  }

  /** Enters a room in the seat that a link shows, if it is one of the room that the link names. */
  static take(connection: Connection, { code, room, token }: SeatOffer): Promise<RoomSession> {
    const session = new RoomSession(connection);
    session.token = token;
    return session.enterFirst('room:join', { room, token }, code);
  }

  /** Calls back after each change of the state; answers with what stops it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What is being written in this room, once it is entered. */
  get writing(): Writing {
    return this.written!;
  }

  get isHost(): boolean {
    return this.state.self?.role === 'host';
  }

  send(text: string, replyTo?: string, files?: Attachment[]): void {
    const cid = newCommandId();
    const at = now();
    this.apply({ type: 'sent', cid, text, replyTo, files, now: at });
    this.typing.stop();
    this.outbox?.add({ cid, text, replyTo, files, at });
  }

  /** Where files go before they are sent. */
  uploadPlace(): UploadPlace {
    const { room, maxFileBytes, connection } = this.state;
    const isUp = connection === 'online' && navigator.onLine;
    return { room: room?.id ?? '', token: this.token, maxBytes: maxFileBytes, isUp };
  }

  retry(cid: string): void {
    const pending = this.state.pending.find((message) => message.cid === cid);
    if (pending) {
      this.discard(cid);
      this.send(pending.text, pending.replyTo, pending.files);
    }
  }

  discard(cid: string): void {
    this.outbox?.discard(cid);
    this.apply({ type: 'discarded', cid });
  }

  /** Each of these answers with what is wrong, in words for people, or nothing. */
  edit(id: string, text: string): Promise<string | undefined> {
    return this.command('message:edit', { id, text });
  }

  delete(id: string): Promise<string | undefined> {
    return this.command('message:delete', { id });
  }

  deleteAllOf(member: string): Promise<string | undefined> {
    return this.command('messages:delete', { member });
  }

  react(id: string, emoji: string, on: boolean): Promise<string | undefined> {
    return this.command('message:react', { id, emoji, on });
  }

  pin(id: string, on: boolean): Promise<string | undefined> {
    return this.command('message:pin', { id, on });
  }

  update(changes: Pick<Room, 'whoMayExport'>): Promise<string | undefined> {
    return this.command('room:update', changes);
  }

  rename(name: string): Promise<string | undefined> {
    return this.failureOf('member:rename', { name });
  }

  closeRoom(): Promise<string | undefined> {
    return this.failureOf('room:close', {});
  }

  /** Leaves for good; the seat stays this browser's. */
  async leave(): Promise<void> {
    if ((await this.failureOf('room:leave', {})) === undefined) {
      this.end('left');
    }
  }

  /** Whether somebody looks at the page, and at the end of its messages. */
  look(looking: boolean, atEnd: boolean): void {
    this.apply({ type: 'looking', looking, atEnd });
    if (this.state.room && looking && atEnd && !this.state.newer) {
      this.read.saw(this.state.head);
    }
  }

  /** Hides what a member says, on this device and for nobody else. */
  ignore(member: string, on: boolean): void {
    const members = [...this.state.ignored].filter((id) => id !== member);
    const now = on ? [...members, member] : members;
    storage.rememberIgnored(this.state.room!.id, now);
    this.apply({ type: 'ignored', members: now });
  }

  /** The address that gives this seat to whoever opens it: for another device of one's own. */
  seatLink(): string {
    const { id, code } = this.state.room!;
    return new URL(`r/${code}#seat=${id}.${this.token}`, baseUrl).href;
  }

  clearDivider(): void {
    this.apply({ type: 'divider-cleared' });
  }

  readonly reconnectNow = (): void => this.connection.wake();

  /** Sends what was written long ago, or throws it away. */
  sendHeld(): void {
    this.outbox?.release();
  }

  dispose(): void {
    this.typing.stop();
    this.read.flush();
    this.outbox?.pause();
    window.clearTimeout(this.expiryTimer);
    this.listeners.clear();
    this.stops.forEach((stop) => stop());
  }

  private async enterFirst(event: string, argument: object, code?: string): Promise<RoomSession> {
    let answer: Answer<Entrance>;
    try {
      answer = await askInEarnest((proof) =>
        this.ask(event, proof ? { ...argument, proof } : argument),
      );
    } catch {
      this.dispose();
      throw new EntranceRefused('no_answer', strings.errors['noAnswer']!);
    }
    if (!answer.ok) {
      this.dispose();
      throw new EntranceRefused(answer.error.code, sentence(answer));
    }
    if (code && answer.room.code !== code) {
      this.dispose();
      this.connection.tell('room:leave', { room: answer.room.id });
      throw new EntranceRefused('not_found', strings.errors['not_found']!);
    }
    this.entered(answer);
    return this;
  }

  /** Asks to be let in; the answer says what time it is. */
  private async ask(event: string, argument: object): Promise<Answer<Entrance>> {
    const asked = performance.now();
    const answer = await this.connection.ask<Entrance>(event, argument);
    if (answer.ok && answer.now !== undefined) {
      heardServer(answer.now, asked);
    }
    return answer;
  }

  private listen(): void {
    this.stops.push(
      this.connection.onUp(() => void this.comeBack()),
      this.connection.onDown(() => {
        this.comingBack = false;
        this.outbox?.pause();
        lostServer();
        this.apply({ type: 'connection', connection: 'lost' });
      }),
      this.connection.probeWith(() => this.lookForMissed(this.state.head)),
      () => window.removeEventListener('pagehide', this.read.flush),
    );
    window.addEventListener('pagehide', this.read.flush);
    this.stops.push(
      storage.onChange(() => {
        const seq = this.state.room && storage.read(this.state.room.id);
        if (seq) {
          this.apply({ type: 'read-elsewhere', seq });
        }
      }),
    );
    this.stops.push(
      this.connection.onAny((name, told) => {
        if (isLogEvent(name, told) && told.room === this.state.room?.id) {
          this.logged(known(told));
        }
      }),
    );
    this.on<{ member: Member }>('member:joined', ({ member }) =>
      this.apply({ type: 'member-joined', member, now: now() }),
    );
    this.on<{ member: string }>('member:left', ({ member }) =>
      this.apply({ type: 'member-left', member, now: now() }),
    );
    this.on<{ members: Member[]; memberCount: number }>('members', ({ members, memberCount }) =>
      this.apply({ type: 'members', members, memberCount }),
    );
    this.on<{ memberCount: number }>('member:count', ({ memberCount }) =>
      this.apply({ type: 'member-count', memberCount }),
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
      this.apply({ type: 'typing', ...typing, now: now() });
      this.expireTyping();
    });
    this.on<{ member: string; seq: number }>('read', ({ member, seq }) =>
      this.apply({ type: 'read', member, seq }),
    );
    this.on<{ reason: Ending }>('room:closed', ({ reason }) => this.end(reason));
    this.on<{ reason: string }>('removed', () => this.end('left'));
  }

  /** Listens to what concerns this room, once it is known which that is. */
  private on<T>(event: string, listener: (argument: T) => void): void {
    const stop = this.connection.on<T & { room: string }>(event, (argument) => {
      if (argument.room === this.state.room?.id) {
        listener(argument);
      }
    });
    this.stops.push(stop);
  }

  /** After every reconnect: takes the seat again and what was missed with it. */
  private async comeBack(): Promise<void> {
    const { room, head, tail, ended } = this.state;
    if (!room || ended || this.comingBack) {
      return;
    }
    this.comingBack = true;
    try {
      const answer = await this.ask('room:join', {
        room: room.id,
        token: this.token,
        resume: { epoch: room.epoch, seq: tail ? head : 0, tail },
      });
      if (answer.ok) {
        this.entered(answer);
        window.setTimeout(() => this.apply({ type: 'caught-up-seen' }), CAUGHT_UP_MILLIS);
      } else if (isOver(answer.error.code)) {
        this.end('gone');
      } else {
        const wait = answer.error.retryAfterMs ?? RETRY_MILLIS;
        window.setTimeout(() => void this.comeBack(), wait);
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
    const { room } = entrance;
    this.apply({ type: 'ignored', members: storage.ignored(room.id) });
    const readUpTo = storage.read(room.id);
    if (readUpTo === undefined) {
      storage.rememberRead(room.id, entrance.head); // what is said from here on is new
    }
    this.apply({ type: 'entered', entrance, readUpTo });
    this.read.forget();
    this.written ??= new Writing(
      {
        id: room.id,
        maxFiles: () => this.state.maxFiles,
        uploadPlace: () => this.uploadPlace(),
        send: (text, replyTo, files) => this.send(text, replyTo, files),
      },
      { read: storage.draft, write: storage.rememberDraft },
    );
    this.outbox ??= new Outbox(
      room.id,
      outboxStore,
      {
        send: (message) => this.deliver(message),
        held: (cids, held) => this.apply({ type: 'held', cids, held }),
        failed: (cid, code, message) =>
          this.apply({ type: 'send-failed', cid, reason: strings.errors[code] ?? message }),
      },
      (messages) => this.restore(messages),
    );
    this.outbox.resume();
    this.writing.uploads.goOn();
    storage.rememberSeat({
      code: room.code,
      room: room.id,
      token: this.token,
      title: room.title,
      usedAt: now(),
    });
  }

  private logged(event: LogEvent): void {
    if (event.seq > this.state.head + 1) {
      void this.comeBack();
      return;
    }
    const fresh = event.seq > this.state.head;
    this.apply({ type: 'logged', event });
    const calls = fresh && event.type === 'message' && !isFromFile(event, this.state);
    if (calls && event.member !== this.state.self?.id) {
      call(this.state, event);
    }
    if (event.type === 'message' && event.member === this.state.self?.id && event.cid) {
      this.outbox?.stored(event.cid);
    }
    if (event.type === 'message:pinned' && event.on) {
      void this.showPinned(event.target);
    }
  }

  /** What is pinned is shown to everybody, wherever in the log it stands. */
  private async showPinned(id: string): Promise<void> {
    await this.history.fetch(id);
    const message = findMessage(this.state, id);
    const { pinned } = this.state;
    if (message && !message.deleted && !pinned.some((one) => one.id === id)) {
      this.apply({ type: 'pins', pinned: [...pinned, message] });
    }
  }

  private end(ending: Ending): void {
    const room = this.state.room;
    if (room && ending !== 'left') {
      this.writing.end();
      storage.forgetSeat(room.id);
    }
    this.apply({ type: 'ended', ending });
  }

  private async deliver(message: OutboxMessage): Promise<Answer<Posted>> {
    const { room, cid, text, replyTo, files, order } = message;
    const asked = performance.now();
    const answer = await this.connection.ask<Posted>('message:send', {
      room,
      cid,
      text,
      replyTo,
      files: files?.map(({ id, description }) => (description ? { id, description } : id)),
      order,
    });
    if (answer.ok && answer.duplicate) {
      this.apply({ type: 'discarded', cid });
    } else if (answer.ok) {
      heardServer(answer.at, asked);
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
        .map(({ cid, text, replyTo, files, at }) => ({
          cid,
          text,
          replyTo,
          files,
          at,
          state: 'sending',
        })),
    });
  }

  /** A command with an id: sent again if no answer came, it is done once. */
  private async command(event: string, argument: object): Promise<string | undefined> {
    const withId = { cid: newCommandId(), ...argument };
    const failure = await this.failureOf(event, withId);
    return failure === strings.errors['noAnswer'] ? this.failureOf(event, withId) : failure;
  }

  private async failureOf(event: string, argument: object): Promise<string | undefined> {
    try {
      const answer = await this.connection.ask(event, { room: this.state.room?.id, ...argument });
      if (!answer.ok && answer.error.code === 'not_found') {
        return strings.errors['message_gone'];
      }
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
    if (room && storage.tellsTyping()) {
      this.connection.tell('typing', { room: room.id, on });
    }
  }

  private noteRead(seq: number): void {
    const { room, memberCount } = this.state;
    if (!room) {
      return;
    }
    storage.rememberRead(room.id, seq);
    if (storage.tellsRead() && memberCount <= MAX_TOLD_READERS) {
      this.connection.tell('read', { room: room.id, seq });
    }
  }

  private expireTyping(): void {
    window.clearTimeout(this.expiryTimer);
    const next = Math.min(...[...this.state.typing.values()].map((typing) => typing.until));
    if (Number.isFinite(next)) {
      this.expiryTimer = window.setTimeout(
        () => {
          this.apply({ type: 'typing-expired', now: now() });
          this.expireTyping();
        },
        Math.max(50, next - now() + 1),
      );
    }
  }

  private apply(event: StateEvent): void {
    const next = reduce(this.state, event);
    if (next !== this.state) {
      this.state = next;
      this.listeners.forEach((listener) => listener());
    }
  }
}

/** Whether a seat opens nothing any more. Whatever else is said, now or by later servers, may pass. */
export function isOver(code: string): boolean {
  return code === 'gone' || code === 'not_found' || code === 'not_member';
}

function sentence(refused: Refused): string {
  return strings.errors[refused.error.code] ?? refused.error.message;
}
