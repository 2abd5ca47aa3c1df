/** What can complete the word that is being written: a name after `@`, an emoji after `:`. */

import { characterBefore, isUnspaced } from './characters';
import { inTone, loadEmoji, searchEmoji } from './emoji';
import { people, type RoomState } from './state';
import { storage } from './storage';

const MAX = 8;
/** No candidate is chosen. */
export const NONE = -1;
const WORD = /(?:(@)([\p{L}\p{N}_+-]*)|(:)(\p{L}[\p{L}\p{N}_+-]+))$/u;
const BEFORE_WORD = /^[\s(（「『、。，！？：]?$/;

export interface Word {
  kind: '@' | ':';
  text: string;
  /** Where the word begins, its sign included. */
  start: number;
}

export interface Candidate {
  /** What takes the word's place. */
  text: string;
  label: string;
  picture: string;
}

/** The word before the caret, if it may be completed; `:` needs a letter and one more: `:-D` is a face. */
export function wordBefore(written: string, caret: number): Word | null {
  const match = WORD.exec(written.slice(0, caret));
  if (!match) {
    return null;
  }
  const kind = match[1] ? '@' : ':';
  const text = match[2] ?? match[4]!;
  const before = characterBefore(written, match.index);
  const begins = BEFORE_WORD.test(before) || (kind === '@' && isUnspaced(before));
  return begins ? { kind, text, start: match.index } : null;
}

export async function candidates(word: Word, state: RoomState): Promise<Candidate[]> {
  return word.kind === '@' ? members(word.text, state) : emoji(word.text);
}

/**
 * The one that Enter takes without having been chosen: the only name that begins as it is written. What
 * is written in full needs none, and after a colon much is written that is no emoji.
 */
export function evident(word: Word, found: readonly Candidate[]): number {
  const typed = word.text.toLowerCase();
  const fitting = found.filter(({ label }) => label.toLowerCase().startsWith(typed));
  const only = word.kind === '@' && typed && fitting.length === 1 ? fitting[0]! : undefined;
  return only && only.label.toLowerCase() !== typed ? found.indexOf(only) : NONE;
}

/** Those whose name begins so, then those who have it somewhere; who spoke last stands first. */
export function members(typed: string, state: RoomState): Candidate[] {
  const word = typed.toLowerCase();
  const spoke = new Map(
    state.events
      .filter((event) => event.type === 'message')
      .map((event) => [event.member, event.seq]),
  );
  const rank = (name: string): number => {
    const lower = name.toLowerCase();
    if (lower.startsWith(word)) {
      return 0;
    }
    return lower.includes(word) ? 1 : isSubsequence(word, lower) ? 2 : 3;
  };
  const found = [...people(state)]
    .map(([id, name]) => ({ id, name }))
    .filter((member) => member.id !== state.self?.id && rank(member.name) < 3)
    .sort(
      (one, other) =>
        rank(one.name) - rank(other.name) ||
        (spoke.get(other.id) ?? 0) - (spoke.get(one.id) ?? 0) ||
        one.name.localeCompare(other.name),
    )
    .map(({ name }) => ({ text: `@${name} `, label: name, picture: '@' }));
  const all = state.self?.role === 'host' && 'all'.startsWith(word);
  return [...found.slice(0, MAX), ...(all ? [{ text: '@all ', label: 'all', picture: '@' }] : [])];
}

async function emoji(typed: string): Promise<Candidate[]> {
  const tone = storage.skinTone();
  return searchEmoji(await loadEmoji(), typed, MAX).map((entry) => ({
    text: `${inTone(entry, tone)} `,
    label: entry.codes[0] ? `:${entry.codes[0]}:` : entry.name,
    picture: inTone(entry, tone),
  }));
}

function isSubsequence(word: string, text: string): boolean {
  let at = 0;
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) {
      return false;
    }
  }
  return true;
}
