/**
 * What this browser remembers: the name, seats in rooms and drafts. Where storage is
 * blocked (a frame of another site, a private window) it remembers until the page is closed.
 */

export interface Seat {
  code: string;
  room: string;
  token: string;
  title: string;
  usedAt: number;
}

export type Theme = 'dark' | 'light' | 'contrast' | 'system';
export type Notify = 'off' | 'mentions' | 'all';

const MAX_SEATS = 50;
const MAX_EMOJI = 16;
const memory = new Map<string, string>();

function readText(key: string): string | null {
  try {
    return memory.get(key) ?? localStorage.getItem(`snug.${key}`);
  } catch {
    return null;
  }
}

function read<T>(key: string, otherwise: T): T {
  const value = readText(key);
  try {
    return value ? (JSON.parse(value) as T) : otherwise;
  } catch {
    return otherwise;
  }
}

function write(key: string, value: unknown): void {
  writeText(key, JSON.stringify(value));
}

/** Where storage is full or blocked, this page remembers alone; answers whether others can see it. */
function writeText(key: string, text: string): boolean {
  try {
    localStorage.setItem(`snug.${key}`, text);
    memory.delete(key);
    return true;
  } catch {
    memory.set(key, text);
    return false;
  }
}

function erase(key: string): void {
  memory.delete(key);
  try {
    localStorage.removeItem(`snug.${key}`);
  } catch {
    // nothing was kept there
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).map((key) => key.slice('snug.'.length));
  } catch {
    return [...memory.keys()];
  }
}

export const storage = {
  name: (): string => read('name', ''),
  rememberName: (name: string) => write('name', name),

  theme: (): Theme => read<Theme>('theme', 'system'),
  rememberTheme: (theme: Theme) => write('theme', theme),

  /** The rooms this browser has a seat in, the last used first. */
  seats: (): Seat[] => read<Seat[]>('seats', []),
  seat: (code: string): Seat | undefined => storage.seats().find((seat) => seat.code === code),
  rememberSeat(seat: Seat): void {
    const others = storage.seats().filter((other) => other.room !== seat.room);
    write('seats', [seat, ...others].slice(0, MAX_SEATS));
  },
  forgetSeat(room: string): void {
    write(
      'seats',
      storage.seats().filter((seat) => seat.room !== room),
    );
    erase(`draft.${room}`);
    erase(`read.${room}`);
    erase(`muted.${room}`);
    erase(`ignored.${room}`);
  },

  draft: (room: string): string | null => readText(`draft.${room}`),
  rememberDraft: (room: string, draft: string): boolean => writeText(`draft.${room}`, draft),
  /** Whether this is what was written about, by another tab of this browser. */
  isDraft: (event: StorageEvent, room: string): boolean => event.key === `snug.draft.${room}`,

  /** Calls back when another tab has remembered something; answers with what stops it. */
  onChange(listener: () => void): () => void {
    window.addEventListener('storage', listener);
    return () => window.removeEventListener('storage', listener);
  },

  /** Messages that are in no database yet. */
  unsent: <T>(): T[] =>
    keys()
      .filter((key) => key.startsWith('unsent.'))
      .map((key) => read<T | null>(key, null))
      .filter((message) => message !== null),
  rememberUnsent: (cid: string, message: unknown) => write(`unsent.${cid}`, message),
  forgetUnsent: (cid: string) => erase(`unsent.${cid}`),

  /** The last event of the room that was seen on this device. */
  read: (room: string): number | undefined => read<number | undefined>(`read.${room}`, undefined),
  rememberRead: (room: string, seq: number) => write(`read.${room}`, seq),

  /** A tag of BCP 47, or nothing: as the browser says. */
  language: (): string => read('language', ''),
  rememberLanguage: (language: string) => write('language', language),

  notify: (): Notify => read<Notify>('notify', 'off'),
  rememberNotify: (notify: Notify) => write('notify', notify),
  showsContent: (): boolean => !read('hide-content', false),
  rememberShowsContent: (shows: boolean) => write('hide-content', !shows),
  sound: (): boolean => read('sound', false),
  rememberSound: (on: boolean) => write('sound', on),
  /** Whether others see that one types, and one sees it of them. */
  tellsTyping: (): boolean => read('tells-typing', true),
  rememberTellsTyping: (tells: boolean) => write('tells-typing', tells),
  tellsRead: (): boolean => read('tells-read', true),
  rememberTellsRead: (tells: boolean) => write('tells-read', tells),
  showsPresence: (): boolean => read('shows-presence', true),
  rememberShowsPresence: (shows: boolean) => write('shows-presence', shows),
  /** Whether Enter sends where there are keys; else it makes a line, and Ctrl Enter sends. */
  enterSends: (): boolean => !read('enter-makes-line', false),
  rememberEnterSends: (sends: boolean) => write('enter-makes-line', !sends),

  isMuted: (room: string): boolean => read(`muted.${room}`, false),
  rememberMuted: (room: string, muted: boolean) => write(`muted.${room}`, muted),
  ignored: (room: string): string[] => read(`ignored.${room}`, []),
  rememberIgnored: (room: string, members: string[]) => write(`ignored.${room}`, members),

  /** Emoji that were chosen last. */
  recentEmoji: (): string[] => read('emoji', []),
  rememberEmoji(emoji: string): void {
    const others = storage.recentEmoji().filter((other) => other !== emoji);
    write('emoji', [emoji, ...others].slice(0, MAX_EMOJI));
  },
  skinTone: (): number => read('skin-tone', 0),
  rememberSkinTone: (tone: number) => write('skin-tone', tone),
};
