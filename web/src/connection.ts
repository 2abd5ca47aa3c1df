/** One socket to the server: asks with a time limit, and comes back by itself. */

import { io, type Socket } from 'socket.io-client';
import type { Answer } from './protocol';
import { retryDelay } from './retry';

const ANSWER_MILLIS = 10_000;
const PROBE_MILLIS = 4000;
/** A connection that is not greeted in this time leads through a proxy that swallows what is said. */
const CONNECT_MILLIS = 8000;
const POLLING_ONLY_MILLIS = 10 * 60_000;
const MAX_UNANSWERED = 2;

/** Where the page lives, whatever prefix it is served below. Of itself Vite takes it for a file. */
export const baseUrl = new URL(/* @vite-ignore */ '..', import.meta.url);

/** No answer came: whether the server did what was asked is unknown. */
export class NoAnswer extends Error {}

export class Connection {
  private readonly socket: Socket;
  private attempt = 0;
  private unanswered = 0;
  private opened = false;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private startTimer: ReturnType<typeof setTimeout> | undefined;
  private pollingTimer: ReturnType<typeof setTimeout> | undefined;
  /** Given by a server that stops: when to come back. */
  private drain: { minMs: number; maxMs: number } | undefined;
  private readonly probes = new Set<() => Promise<unknown>>();

  constructor() {
    this.socket = io(baseUrl.origin, {
      path: `${baseUrl.pathname}socket.io/`,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      autoConnect: false,
    });
    this.socket.on('connect', () => {
      clearTimeout(this.startTimer);
      this.attempt = 0;
      this.unanswered = 0;
      this.drain = undefined;
    });
    this.socket.on('disconnect', () => this.retryLater());
    this.socket.on('connect_error', () => this.retryLater());
    this.socket.on('drain', (drain: { minMs: number; maxMs: number }) => (this.drain = drain));
    for (const event of ['online', 'focus', 'pageshow']) {
      window.addEventListener(event, this.wake);
    }
    document.addEventListener('visibilitychange', this.wake);
  }

  get isUp(): boolean {
    return this.socket.connected;
  }

  /** Each of these answers with what stops it. */
  onUp(listener: () => void): () => void {
    return this.on('connect', listener);
  }

  onDown(listener: () => void): () => void {
    return this.on('disconnect', listener);
  }

  on<T>(event: string, listener: (argument: T) => void): () => void {
    this.socket.on(event, listener as (argument: unknown) => void);
    return () => this.socket.off(event, listener as (argument: unknown) => void);
  }

  /** The same for every event, whatever its name. */
  onAny(listener: (event: string, argument: unknown) => void): () => void {
    this.socket.onAny(listener);
    return () => this.socket.offAny(listener);
  }

  /** What to ask when it is to be seen whether the connection still works. */
  probeWith(probe: () => Promise<unknown>): () => void {
    this.probes.add(probe);
    return () => this.probes.delete(probe);
  }

  /** Sends a command and waits for its answer. Fails with `NoAnswer`. */
  async ask<T>(event: string, argument: object, millis = ANSWER_MILLIS): Promise<Answer<T>> {
    this.open();
    try {
      const answer = (await this.socket.timeout(millis).emitWithAck(event, argument)) as Answer<T>;
      this.unanswered = 0;
      return answer;
    } catch {
      this.countUnanswered();
      throw new NoAnswer();
    }
  }

  /** Connects when there is something to ask for the first time. */
  private open(): void {
    if (!this.opened) {
      this.opened = true;
      this.socket.connect();
      this.watchTheStart();
    }
  }

  /** Asks for something small, and starts anew if nothing comes back soon. */
  askProbe<T>(event: string, argument: object): Promise<Answer<T>> {
    return this.ask<T>(event, argument, PROBE_MILLIS);
  }

  /** Sends something that may as well be lost. */
  tell(event: string, argument: object): void {
    if (this.isUp) {
      this.socket.volatile.emit(event, argument);
    }
  }

  /** The device has woken up, the network is back: is the connection still there? */
  readonly wake = (): void => {
    if (document.visibilityState !== 'visible' || this.closed || !this.opened) {
      return;
    }
    if (this.isUp) {
      Promise.all([...this.probes].map((probe) => probe())).catch(() => this.restart());
    } else {
      this.connectNow();
    }
  };

  close(): void {
    this.closed = true;
    for (const event of ['online', 'focus', 'pageshow']) {
      window.removeEventListener(event, this.wake);
    }
    document.removeEventListener('visibilitychange', this.wake);
    clearTimeout(this.timer);
    clearTimeout(this.startTimer);
    clearTimeout(this.pollingTimer);
    this.socket.close();
  }

  private retryLater(): void {
    if (this.closed) {
      return;
    }
    clearTimeout(this.timer);
    clearTimeout(this.startTimer);
    const { drain } = this;
    this.drain = undefined;
    const delay = drain
      ? drain.minMs + Math.random() * (drain.maxMs - drain.minMs)
      : retryDelay(this.attempt, Math.random());
    this.attempt++;
    this.timer = setTimeout(() => this.connectNow(), delay);
  }

  private connectNow(): void {
    clearTimeout(this.timer);
    this.socket.disconnect().connect();
    this.watchTheStart();
  }

  private watchTheStart(): void {
    clearTimeout(this.startTimer);
    this.startTimer = setTimeout(() => {
      this.avoidWebSocket();
      this.connectNow();
    }, CONNECT_MILLIS);
  }

  private restart(): void {
    this.attempt = 0;
    this.connectNow();
  }

  private countUnanswered(): void {
    this.unanswered++;
    if (this.isUp && this.unanswered >= MAX_UNANSWERED) {
      this.avoidWebSocket();
      this.restart();
    }
  }

  /** Some proxies let a WebSocket through and swallow what it says: polling works there. */
  private avoidWebSocket(): void {
    const options = this.socket.io.opts;
    options.transports = ['polling'];
    clearTimeout(this.pollingTimer);
    this.pollingTimer = setTimeout(() => {
      options.transports = ['websocket', 'polling'];
    }, POLLING_ONLY_MILLIS);
  }
}
