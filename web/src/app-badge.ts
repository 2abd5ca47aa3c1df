/**
 * The number on the app is one for all tabs: each tells the others what is unread in its rooms. A room
 * that several have open counts once, with the least: what is read in one is read.
 */

import { newCommandId } from './random';

type Counts = readonly (readonly [string, number])[];
type Told = { tab: string; rooms: Counts } | { asks: true };

export class AppBadge {
  private readonly tab = newCommandId();
  private readonly others = new Map<string, Counts>();
  private own: Counts = [];
  private shown = 0;
  private readonly channel =
    'BroadcastChannel' in globalThis ? new BroadcastChannel('snug-unread') : null;

  constructor() {
    this.channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => this.heard(data));
    this.say({ asks: true });
    globalThis.addEventListener?.('pagehide', () => this.say({ tab: this.tab, rooms: [] }));
    globalThis.addEventListener?.('pageshow', () => this.say({ tab: this.tab, rooms: this.own }));
  }

  show(rooms: Counts): void {
    if (JSON.stringify(rooms) !== JSON.stringify(this.own)) {
      this.own = rooms;
      this.say({ tab: this.tab, rooms });
      this.draw();
    }
  }

  private heard(told: Told): void {
    if ('asks' in told) {
      this.say({ tab: this.tab, rooms: this.own });
    } else {
      this.others.set(told.tab, told.rooms);
      this.draw();
    }
  }

  private draw(): void {
    const least = new Map<string, number>();
    for (const [room, count] of [this.own, ...this.others.values()].flat()) {
      least.set(room, Math.min(count, least.get(room) ?? count));
    }
    const unread = [...least.values()].reduce((sum, count) => sum + count, 0);
    if (unread !== this.shown && 'setAppBadge' in navigator) {
      this.shown = unread;
      const done = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge();
      void done.catch(() => undefined);
    }
  }

  private say(told: Told): void {
    this.channel?.postMessage(told);
  }
}
