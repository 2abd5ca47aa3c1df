/**
 * Emoji that are written as their whole code between colons, as on GitHub. Code stays as it is, and so
 * does what is part of a word, a time or an address.
 */

import { emojiOf } from './emoji';

const EMOJI = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|\u{FE0F}`;
const BEFORE = String.raw`(?<=^|[\s([{"'“‘«>*_~|]|${EMOJI})`;
const CODES = new RegExp(String.raw`${BEFORE}(?::[a-z0-9_+-]+:)+(?![\p{L}\p{N}:/\\])`, 'gu');
const TYPED = new RegExp(String.raw`${BEFORE}:([a-z0-9_+-]+):$`, 'u');
const CLOSED_CODE = /(`{3,}|~{3,})[\s\S]*?\1|(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)/g;
const CODE = /(`{3,}|~{3,})[\s\S]*?(?:\1|$)|(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)/g;

/** Whether a text may have an emoji's code. */
export function hasShortCode(text: string): boolean {
  return replaceOutsideCode(text, () => '') !== text;
}

/** The text with emoji for those codes that there are. */
export function withEmoji(text: string, find: typeof emojiOf = emojiOf): string {
  return replaceOutsideCode(text, (codes) =>
    codes.replace(/:([^:]+):/g, (all, code: string) => find(code) ?? all),
  );
}

/** The code whose last colon has just been typed before the caret. */
export function codeBefore(text: string): { start: number; code: string } | null {
  const match = TYPED.exec(text);
  if (!match || isInCode(text)) {
    return null;
  }
  return { start: match.index, code: match[1]! };
}

/** Whether what is written next is code: when closed code is cut out, a fence or a mark on the line is left. */
function isInCode(text: string): boolean {
  const rest = text.replace(CLOSED_CODE, '');
  return /`{3}|~{3}/.test(rest) || rest.slice(rest.lastIndexOf('\n') + 1).includes('`');
}

function replaceOutsideCode(text: string, replace: (codes: string) => string): string {
  let result = '';
  let from = 0;
  for (const code of text.matchAll(CODE)) {
    result += text.slice(from, code.index).replace(CODES, replace) + code[0];
    from = code.index + code[0].length;
  }
  return result + text.slice(from).replace(CODES, replace);
}
