import { describe, expect, it } from 'vitest';
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
});
