/** All emoji, with the names that people look for; fetched when they are first needed. */

import { storage } from './storage';
import { language } from './strings';

export interface Emoji {
  emoji: string;
  name: string;
  /** Short codes without colons, as on GitHub. */
  codes: string[];
  group: number;
  skins: string[];
  /** Names and tags in lower case, to search in. */
  words: string;
}

let loaded: Promise<Emoji[]> | undefined;
let byCode: ReadonlyMap<string, Emoji> | undefined;

export function loadEmoji(): Promise<Emoji[]> {
  loaded ??= importEmoji().then(
    (module) => {
      const all = module.default.map(([emoji, name, tags, codes, group, skins]) => ({
        emoji,
        name,
        codes: codes ? codes.split(' ') : [],
        group,
        skins,
        words: `${codes} ${name} ${tags}`.toLowerCase(),
      }));
      byCode = new Map(all.flatMap((entry) => entry.codes.map((code) => [code, entry])));
      return all;
    },
    (failure: unknown) => {
      loaded = undefined;
      throw failure;
    },
  );
  return loaded;
}

export function areEmojiLoaded(): boolean {
  return byCode !== undefined;
}

/** The emoji of a whole code, in the skin tone that was chosen; nothing before all are loaded. */
export function emojiOf(code: string): string | undefined {
  const entry = byCode?.get(code);
  return entry && inTone(entry, storage.skinTone());
}

/** Those that a word fits, the best first: by code, by the start of a word, by any part. */
export function searchEmoji(all: readonly Emoji[], query: string, limit: number): Emoji[] {
  const word = query.trim().toLowerCase();
  const rank = (entry: Emoji): number => {
    if (entry.codes.includes(word)) {
      return 0;
    }
    if (entry.codes.some((code) => code.startsWith(word))) {
      return 1;
    }
    return entry.words.includes(` ${word}`) ? 2 : entry.words.includes(word) ? 3 : 4;
  };
  return all
    .map((entry, index) => ({ entry, index, rank: rank(entry) }))
    .filter((found) => found.rank < 4)
    .sort((one, other) => one.rank - other.rank || one.index - other.index)
    .slice(0, limit)
    .map((found) => found.entry);
}

/** The emoji in the skin tone that was chosen: 0 for none, 1 to 5. */
export function inTone(entry: Emoji, tone: number): string {
  return entry.skins[tone - 1] ?? entry.emoji;
}

function importEmoji() {
  switch (language) {
    case 'de':
      return import('virtual:emoji/de');
    case 'fr':
      return import('virtual:emoji/fr');
    case 'es':
      return import('virtual:emoji/es');
    case 'ja':
      return import('virtual:emoji/ja');
    default:
      return import('virtual:emoji/en');
  }
}
