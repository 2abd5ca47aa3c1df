import { describe, expect, it } from 'vitest';
import { filterIn, withFilter } from '../src/search-filters';

describe('a filter of the search', () => {
  it('is added behind the words, once', () => {
    expect(withFilter('stove', 'has', 'image')).toBe('stove has:image ');
    expect(withFilter('stove has:file map', 'has', 'image')).toBe('stove map has:image ');
    expect(withFilter('', 'from', 'Ana Maria')).toBe('from:"Ana Maria" ');
  });

  it('is taken away again', () => {
    expect(withFilter('from:"Ana Maria" stove', 'from', '')).toBe('stove');
  });

  it('is read from what is typed', () => {
    expect(filterIn('stove from:"Ana Maria"', 'from')).toBe('Ana Maria');
    expect(filterIn('HAS:link', 'has')).toBe('link');
    expect(filterIn('https://a.example/has:x', 'has')).toBe('');
  });
});
