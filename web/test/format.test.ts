import { describe, expect, it } from 'vitest';
import { lettersOf } from '../src/code';
import { dateOf, day, fileSize, initial, isFewEmoji, names, typing } from '../src/format';

describe('a room code', () => {
  it.each([
    ['warm', 'WARM'],
    [' w-a r m ', 'WARM'],
    ['https://chat.example.org/snug/r/WARM?x=1#y', 'WARM'],
    ['WARMTHXY', 'WARMTH'],
    ['1234', ''],
  ])('is read from %j', (typed, letters) => {
    expect(lettersOf(typed)).toBe(letters);
  });
});

describe('the size of a file', () => {
  it.each([
    [1, '1 byte'],
    [3, '3 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1950, '2 kB'],
    [999_499, '999 kB'],
    [999_999, '1 MB'],
    [999_960_000, '1 GB'],
    [10_485_760, '10.5 MB'],
  ])('of %i bytes is %s', (bytes, text) => {
    expect(fileSize(bytes)).toBe(text);
  });

  it('is never more than a bound', () => {
    expect(fileSize(10_485_760, Math.floor)).toBe('10.4 MB');
    expect(fileSize(999_999, Math.floor)).toBe('999 kB');
  });
});

describe('names', () => {
  it.each([
    [['Ana'], 'Ana'],
    [['Ana', 'Bo'], 'Ana and Bo'],
    [['Ana', 'Bo', 'Chi'], 'Ana, Bo and 1 other'],
    [['Ana', 'Bo', 'Chi', 'Dee', 'Eli'], 'Ana, Bo and 3 others'],
  ])('are listed: %j', (all, text) => {
    expect(names(all)).toBe(text);
  });

  it('become "several" when four people write', () => {
    expect(typing(['Ana', 'Bo', 'Chi'])).toBe('Ana, Bo and Chi are typing…');
    expect(typing(['Ana', 'Bo', 'Chi', 'Dee'])).toBe('Several people are typing…');
  });
});

describe('an initial', () => {
  it.each([
    ['ana', 'A'],
    ['élodie', 'É'],
    ['e\u0301lodie', 'E\u0301'],
    ['👩‍💻 Kim', '👩‍💻'],
    ['', ''],
  ])('is the first letter as people count them: %j', (name, letter) => {
    expect(initial(name)).toBe(letter);
  });
});

describe('a day', () => {
  const now = new Date(2026, 4, 20, 12).getTime();

  it('is called today and yesterday', () => {
    expect(day(new Date(2026, 4, 20, 0, 1).getTime(), now)).toBe('Today');
    expect(day(new Date(2026, 4, 19, 23, 59).getTime(), now)).toBe('Yesterday');
  });

  it('is called so whatever happens to the clocks at night', () => {
    for (let date = 1; date <= 365; date++) {
      const noon = new Date(2026, 0, date, 12).getTime();
      const names = [0, 1, 2].map((days) => [
        day(new Date(2026, 0, date - days, 0, 0, 1).getTime(), noon),
        day(new Date(2026, 0, date - days, 23, 59, 59).getTime(), noon),
      ]);
      expect(names[0], `day ${date}`).toEqual(['Today', 'Today']);
      expect(names[1], `day ${date}`).toEqual(['Yesterday', 'Yesterday']);
      expect(names[2]![0], `day ${date}`).toMatch(/^[A-Z][a-z]+day$/);
      expect(names[2]![1], `day ${date}`).toBe(names[2]![0]);
      expect(names[2]![0], `day ${date}`).not.toBe('Yesterday');
    }
  });

  it('has the date of the place', () => {
    expect(dateOf(new Date(2028, 1, 29, 0, 0, 1).getTime())).toBe('2028-02-29');
    expect(dateOf(new Date(2028, 1, 29, 23, 59, 59).getTime())).toBe('2028-02-29');
  });

  it('has its date after a week', () => {
    expect(day(new Date(2026, 3, 1).getTime(), now)).toContain('2026');
  });
});

describe('emoji alone', () => {
  it.each(['👋', '👍🏽', '🎉 🎉 🎉', '👩‍💻', '🇩🇪', '🇩🇪🇫🇷', '1️⃣', '#️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', '▶️', '👩🏻‍❤️‍💋‍👨🏽👩🏻‍❤️‍💋‍👨🏽👩🏻‍❤️‍💋‍👨🏽'])(
    'are shown large: %s',
    (text) => {
      expect(isFewEmoji(text)).toBe(true);
    },
  );

  it.each(['hi', '7', '🎉🎉🎉🎉', '👋 hi', '©', '™', '®', '▶', 'ℹ', '↔', '🇩', '#', '*', '1', ''])(
    'are not: %s',
    (text) => {
      expect(isFewEmoji(text)).toBe(false);
    },
  );
});
