/** What is typed into the search box: words, and `from:`, `has:` and `before:` among them. */

import { characterAt } from './characters';
import { fold } from './word-folding';
import type { Member } from './protocol';

export interface SearchRequest {
  query: string;
  from?: string;
  has?: string;
  until?: number;
}

const HAS = ['file', 'image', 'link'];
const FILTER = /(^|\s)(from|has|before):(?:"([^"]*)"|(\S+))/gi;

/** Who or what is not known is looked for as a word. */
export function searchRequest(typed: string, members: Iterable<Member>): SearchRequest | null {
  const request: SearchRequest = { query: '' };
  const all = [...members];
  request.query = typed
    .replace(FILTER, (whole, _space: string, filter: string, quoted?: string, plain?: string) => {
      const value = (quoted ?? plain ?? '').toLowerCase();
      switch (filter.toLowerCase()) {
        case 'from': {
          const member =
            all.find(({ name }) => name.toLowerCase() === value) ??
            all.find(({ name }) => name.toLowerCase().startsWith(value));
          request.from = member?.id;
          return member ? ' ' : whole;
        }
        case 'has':
          request.has = HAS.find((one) => one === value);
          return request.has ? ' ' : whole;
        default: {
          const at = Date.parse(`${value}T00:00`);
          request.until = Number.isNaN(at) ? undefined : at;
          return Number.isNaN(at) ? whole : ' ';
        }
      }
    })
    .trim();
  const asked = request.query || request.from || request.has || request.until !== undefined;
  return asked ? request : null;
}

/** The parts of a text that were looked for, whatever the case and the accents. */
export function matches(text: string, query: string): { start: number; end: number }[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const { folded, places } = foldWithPlaces(text);
  const found = words.flatMap((word) => {
    const all: { start: number; end: number }[] = [];
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      all.push({ start: places[at]!, end: endOf(text, places[at + word.length - 1]!) });
    }
    return all;
  });
  found.sort((one, other) => one.start - other.start);
  return found.filter((match, index) => index === 0 || match.start >= found[index - 1]!.end);
}

/** Behind this character and what is written above and below it. */
function endOf(text: string, last: number): number {
  let end = last;
  do {
    end += characterAt(text, end).length;
  } while (end < text.length && fold(characterAt(text, end)) === '');
  return end;
}

/** The folded text, and for each of its units the character that it came from. */
function foldWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const part = fold(character);
    folded += part;
    places.push(...Array.from({ length: part.length }, () => at));
    at += character.length;
  }
  return { folded, places };
}
