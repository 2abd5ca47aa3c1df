/** One socket to the server: asks with a time limit, and comes back by itself. */

import { io, type Socket } from 'socket.io-client';
import type { Answer } from './protocol';

const ANSWER_MILLIS = 10_000;

/** Where the page lives, whatever prefix it is served below. */
export const baseUrl = new URL('..', import.meta.url);

/** No answer came: whether the server did what was asked is unknown. */
export class NoAnswer extends Error {}

export class Connection {
  private readonly socket: Socket;

  constructor() {
    this.socket = io(baseUrl.origin, {
      path: `${baseUrl.pathname}socket.io/`,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 1000,
      reconnectionDelayMax: 30_000,
    });
    window.addEventListener('online', this.wake);
    window.addEventListener('focus', this.wake);
    document.addEventListener('visibilitychange', this.wake);
  }

  get isUp(): boolean {
    return this.socket.connected;
  }

  onUp(listener: () => void): void {
    this.socket.on('connect', listener);
  }

  onDown(listener: () => void): void {
    this.socket.on('disconnect', listener);
  }

  on<T>(event: string, listener: (argument: T) => void): void {
    this.socket.on(event, listener as (argument: unknown) => void);
  }

  /** Sends a command and waits for its answer. Fails with `NoAnswer`. */
  async ask<T>(event: string, argument: object): Promise<Answer<T>> {
    try {
      return (await this.socket.timeout(ANSWER_MILLIS).emitWithAck(event, argument)) as Answer<T>;
    } catch {
      throw new NoAnswer();
    }
  }

  /** Sends something that may as well be lost. */
  tell(event: string, argument: object): void {
    if (this.isUp) {
      this.socket.volatile.emit(event, argument);
    }
  }

  /** Tries to connect now, without waiting for the next attempt. */
  readonly wake = (): void => {
    if (!this.socket.connected && document.visibilityState === 'visible') {
      this.socket.disconnect().connect();
    }
  };

  close(): void {
    window.removeEventListener('online', this.wake);
    window.removeEventListener('focus', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    this.socket.close();
  }
}
