import { describe, expect, it } from 'vitest';
import { isLong } from '../src/folding';

describe('a long message', () => {
  it('has many lines, or one that fills as many', () => {
    expect(isLong(Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n'))).toBe(true);
    expect(isLong('word '.repeat(500))).toBe(true);
    expect(isLong('長'.repeat(1000))).toBe(true);
  });

  it('is not one that is read at a glance', () => {
    expect(isLong('hello')).toBe(false);
    expect(isLong('word '.repeat(200))).toBe(false);
    expect(isLong(Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n'))).toBe(false);
  });

  it('is not one of code, which scrolls by itself', () => {
    const code = Array.from({ length: 100 }, (_, i) => `let x${i} = ${i};`).join('\n');

    expect(isLong(`look:\n\`\`\`js\n${code}\n\`\`\``)).toBe(false);
    expect(isLong(`~~~\n${code}\n~~~\nthere`)).toBe(false);
  });
});
