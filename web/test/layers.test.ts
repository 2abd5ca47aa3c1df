import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('what opens above the page', () => {
  it('always has its place in the history, so that Back closes it', () => {
    const views = readdirSync('src/views').map(
      (name) => [name, readFileSync(`src/views/${name}`, 'utf8')] as const,
    );
    const others = views.filter(([, text]) =>
      /\.showModal\(|history\.pushState\(|history\.back\(/.test(text),
    );

    expect(others.map(([name]) => name)).toEqual([]);
  });
});
