import { describe, expect, it } from 'vitest';
import { codeOf, lettersMeant, lettersOf } from '../src/code';

describe('an address', () => {
  it('leads to a room by its code, in any case, with spaces and dashes', () => {
    expect(codeOf('/r/WARM')).toBe('WARM');
    expect(codeOf('/snug/r/wa-rm')).toBe('WARM');
    expect(codeOf('/r/WA%20RMTH/')).toBe('WARMTH');
  });

  it('leads nowhere with too few, too many or other letters', () => {
    for (const path of ['/', '/r/', '/r/AB', '/r/ABCDEFG', '/r/WIND', '/r/W4RM', '/r/WARM/x']) {
      expect(codeOf(path), path).toBe('');
    }
  });

  it('that leads nowhere shows what may have been meant', () => {
    expect(lettersMeant('/r/AB')).toBe('AB');
    expect(lettersMeant('/r/ABCDEFGH')).toBe('ABCDEF');
    expect(lettersMeant('/r/W1ND')).toBe('WND');
    expect(lettersMeant('/snug/warm')).toBe('WARM');
    expect(lettersMeant('/nonsense')).toBe('');
    expect(lettersMeant('/r/')).toBe('');
    expect(lettersMeant('/')).toBe('');
  });
});

describe('what is typed or pasted', () => {
  it('is read as letters, or as the link that it is', () => {
    expect(lettersOf(' wa rm ')).toBe('WARM');
    expect(lettersOf('https://chat.example.org/snug/r/warm?x#m1')).toBe('WARM');
    expect(lettersOf('W4RМ')).toBe('WR');
  });
});
