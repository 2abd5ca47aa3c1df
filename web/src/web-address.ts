/** Addresses of the web as people write them between their words. */

import { characterAt, isUnspaced } from './characters';

export interface WebAddress {
  href: string;
  /** Where it ends in the text. */
  end: number;
}

const BEGINNING = /(?:https?:\/\/|www\.)/iy;
/** No address has them: white space, marks, quotes, and the punctuation of scripts without spaces. */
const STOP =
  /[\s<>"\\|`\p{Cc}\p{Cf}\u00ab\u00bb\u060c\u061b\u061f\u0964\u2018-\u201f\u2026\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/u;
/** They belong to the sentence, not to the address, when they stand at its end. */
const TRAILING = ".,:;!?'*_~)]}";
const OPENING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const HOST =
  /^(?:\[[\da-f:.]+\]|[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)*)(?::(\d{1,5}))?$/iu;
const MAX_PORT = 65_535;

/** The address that begins at this place. */
export function webAddressAt(text: string, at: number): WebAddress | null {
  BEGINNING.lastIndex = at;
  const [beginning] = BEGINNING.exec(text) ?? [];
  if (!beginning) {
    return null;
  }
  const end = withoutTrailing(text, at, extent(text, at + beginning.length));
  const href = hrefOf(text.slice(at, end));
  return href ? { href, end } : null;
}

/** Where an address leads that is written so; null if it does not lead to the web. */
export function hrefOf(address: string): string | null {
  const isShort = /^www\./i.test(address);
  const href = isShort ? `https://${address}` : address;
  const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(href) ?? [];
  const match = HOST.exec(authority ?? '');
  const hasDots = !isShort || (authority ?? '').split('.').length > 2;
  return match && hasDots && Number(match[1] ?? 0) <= MAX_PORT && URL.canParse(href) ? href : null;
}

/** To the first character that cannot belong to it, or a word of a script without spaces behind a Latin one. */
function extent(text: string, start: number): number {
  let end = start;
  for (let before = text[start - 1]!; end < text.length;) {
    const character = characterAt(text, end);
    if (STOP.test(character) || (isUnspaced(character) && /[\da-z]/i.test(before))) {
      break;
    }
    before = character;
    end += character.length;
  }
  return end;
}

function withoutTrailing(text: string, from: number, to: number): number {
  const counts: Record<string, number> = {};
  for (const character of text.slice(from, to)) {
    counts[character] = (counts[character] ?? 0) + 1;
  }
  let end = to;
  while (end > from && TRAILING.includes(text[end - 1]!)) {
    const last = text[end - 1]!;
    const opening = OPENING[last];
    if (opening && counts[last]! <= (counts[opening] ?? 0)) {
      break;
    }
    counts[last]!--;
    end--;
  }
  return end;
}
