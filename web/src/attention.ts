/**
 * What calls people back to a room: the title, the icon of the tab and of the app, notices on the
 * desktop and a sound. Nothing of it without an unread message, and nothing while somebody looks.
 */

import iconRead from './icon.svg?url';
import iconUnread from './icon-unread.svg?url';
import { AppBadge } from './app-badge';
import { baseUrl } from './connection';
import { plain } from './markdown';
import { isMentioned } from './mentions';
import type { MessageEvent } from './protocol';
import type { RoomState } from './state';
import { storage } from './storage';
import { strings } from './strings';

let badge: AppBadge | undefined;
const SOUND_PAUSE_MILLIS = 3000;
let soundedAt = -Infinity;

/** The worker that shows notices, also on phones; nothing where there is no secure context. */
export function registerWorker(): void {
  if ('serviceWorker' in navigator) {
    void navigator.serviceWorker.register(workerUrl(), { scope: baseUrl.pathname }).catch(() => {
      // the page works without
    });
  }
}

/** How much waits in each room: all of it on the tab, and with that of other tabs on the app. */
export function showUnread(name: string, rooms: readonly (readonly [string, number])[]): void {
  const unread = rooms.reduce((sum, [, count]) => sum + count, 0);
  document.title = `${unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : ''}${name}`;
  const icon = new URL(unread > 0 ? iconUnread : iconRead, import.meta.url).href;
  const link = document.querySelector('link[rel=icon]');
  if (link?.getAttribute('href') !== icon) {
    link?.setAttribute('href', icon);
  }
  badge ??= new AppBadge();
  badge.show(rooms);
}

/** A message of somebody else has come. */
export function call(state: RoomState, message: MessageEvent): void {
  const { room, self, looking, ignored } = state;
  if (!room || looking || ignored.has(message.member) || storage.isMuted(room.id)) {
    return;
  }
  const wanted = storage.notify();
  const mentioned = isMentioned(message.text, self?.name ?? '');
  if (wanted === 'all' || (wanted === 'mentions' && mentioned)) {
    void notify(room.id, room.code, message);
  }
  if (storage.sound()) {
    sound();
  }
}

/** To be called for a click: browsers answer nothing else. */
export async function mayNotify(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

async function notify(room: string, code: string, message: MessageEvent): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') {
    return;
  }
  const registration = await navigator.serviceWorker?.getRegistration(baseUrl.pathname);
  const text = plain(message.text) || (message.files ?? [])[0]?.name || '';
  await registration?.showNotification(`${message.name} (${code})`, {
    body: storage.showsContent() ? text.slice(0, 200) : strings.newMessages(1),
    tag: room,
    icon: new URL(iconRead, import.meta.url).href,
    data: { url: new URL(`r/${code}`, baseUrl).href },
  });
}

/** Two short notes. */
function sound(): void {
  const now = performance.now();
  if (now - soundedAt < SOUND_PAUSE_MILLIS) {
    return;
  }
  soundedAt = now;
  const context = new AudioContext();
  [660, 880].forEach((frequency, index) => {
    const start = context.currentTime + index * 0.12;
    const gain = new GainNode(context, { gain: 0.08 });
    const note = new OscillatorNode(context, { frequency });
    gain.gain.setTargetAtTime(0, start + 0.08, 0.05);
    note.connect(gain).connect(context.destination);
    note.start(start);
    note.stop(start + 0.4);
  });
  window.setTimeout(() => void context.close(), 1000);
}

/** Scripts are only taken from addresses that a policy has made: this is the one of ours. */
function workerUrl(): string {
  const address = new URL('sw.js', baseUrl).href;
  const types = (
    window as unknown as {
      trustedTypes?: {
        createPolicy(
          name: string,
          rules: { createScriptURL(url: string): string },
        ): { createScriptURL(url: string): string };
      };
    }
  ).trustedTypes;
  return types
    ? types.createPolicy('snug-worker', { createScriptURL: () => address }).createScriptURL('')
    : address;
}
