import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold } from '../src/word-folding';
import type { Member } from '../src/protocol';
import { matches, searchRequest } from '../src/search';

const members: Member[] = ['Ana', 'Ana Maria', 'Bo'].map((name, index) => ({
  id: `m${index}`,
  name,
  role: 'member',
  state: 'online',
}));

describe('a search', () => {
  it('reads filters out of what is typed', () => {
    expect(searchRequest('plan from:bo has:link', members)).toEqual({
      query: 'plan',
      from: 'm2',
      has: 'link',
    });
    expect(searchRequest('from:"ana maria" x', members)).toMatchObject({ from: 'm1', query: 'x' });
    expect(searchRequest('before:2026-11-22', members)!.until).toBe(
      new Date(2026, 10, 22).getTime(),
    );
  });

  it('looks for what is no filter as it is', () => {
    expect(searchRequest('from:nobody', members)!.query).toBe('from:nobody');
    expect(searchRequest('has:cheese', members)!.query).toBe('has:cheese');
    expect(searchRequest('  ', members)).toBeNull();
  });

  it('finds the places that fit, whatever case and accents', () => {
    const shown = (text: string, query: string) =>
      matches(text, query).map(({ start, end }) => text.slice(start, end));
    expect(shown('Nach KÖLN, köln', 'koln')).toEqual(['KÖLN', 'köln']);
    expect(shown('👍 fährt', 'fahr')).toEqual(['fähr']);
    expect(shown('ab abc', 'ab abc')).toEqual(['ab', 'ab']);
    expect(shown('anything', '')).toEqual([]);
  });

  it('marks what is written above and below letters with them', () => {
    const shown = (text: string, query: string) =>
      matches(text, query).map(({ start, end }) => text.slice(start, end));
    expect(shown('قال مُحَمَّد نعم', 'محمد')).toEqual(['مُحَمَّد']);
    expect(shown('re\u0301sume\u0301!', 'resume')).toEqual(['re\u0301sume\u0301']);
    expect(shown('die Straße', 'strasse')).toEqual(['Straße']);
    expect(shown('don’t', "don't")).toEqual(['don’t']);
  });
});

const FOLDS = JSON.parse(readFileSync(new URL('folds.json', import.meta.url), 'utf8')) as Record<
  'found' | 'not found',
  [string, string][]
>;

/** The rooms that the server saves have a search of their own. */
const ARCHIVE = readFileSync(
  new URL('../../server/src/main/resources/chat/snug/archive/archive.js', import.meta.url),
  'utf8',
);
const [folding] = /^[^]*?^};$/m.exec(ARCHIVE)!;
const foldInArchive = new Function(`${folding} return fold;`)() as typeof fold;

describe.each([
  ['the page', fold],
  ['a saved room', foldInArchive],
])('in %s', (_, folded) => {
  it.each(FOLDS.found)('%s finds %s', (query, text) => {
    for (const word of folded(query).split(/\s+/)) {
      expect(folded(text)).toContain(word);
    }
  });

  it.each(FOLDS['not found'])('%s does not find %s', (query, text) => {
    expect(folded(text)).not.toContain(folded(query));
  });
});
