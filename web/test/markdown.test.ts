import { describe, expect, it } from 'vitest';
import { parse, plain, type Block, type Inline } from '../src/markdown';

function words(blocks: Block[]): string[] {
  const inline = (one: Inline): string[] =>
    one.kind === 'text' || one.kind === 'code'
      ? [one.kind === 'code' ? 'code' : '', one.text].filter(Boolean)
      : one.kind === 'break'
        ? ['br']
        : [one.kind, ...one.children.flatMap(inline)];
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'paragraph':
        return ['p', ...block.children.flatMap(inline)];
      case 'code':
        return ['fence', block.language, block.text];
      case 'quote':
        return ['quote', ...words(block.children)];
      case 'list':
        return [block.start === null ? 'ul' : `ol${block.start}`, ...block.items.flatMap(words)];
    }
  });
}

describe('the subset of Markdown', () => {
  it('knows bold, italic, strike, code and spoilers', () => {
    expect(words(parse('**b** *i* ~~s~~ `c` ||x||'))).toEqual([
      'p',
      'strong',
      'b',
      ' ',
      'em',
      'i',
      ' ',
      'del',
      's',
      ' ',
      'code',
      'c',
      ' ',
      'spoiler',
      'x',
    ]);
  });

  it('keeps every line break', () => {
    expect(words(parse('one\ntwo'))).toEqual(['p', 'one', 'br', 'two']);
  });

  it('knows fences with a language, quotes and lists', () => {
    expect(words(parse('```js\nlet a;\n```'))).toEqual(['fence', 'js', 'let a;']);
    expect(words(parse('> said\nyes'))).toEqual(['quote', 'p', 'said', 'p', 'yes']);
    expect(words(parse('- a\n- b'))).toEqual(['ul', 'p', 'a', 'p', 'b']);
    expect(words(parse('3. a'))).toEqual(['ol3', 'p', 'a']);
  });

  it.each([
    '<b>bold</b>',
    '<script>alert(1)</script>',
    '# not a heading',
    'a\n===',
    '---',
    '[a]: something',
    '| a | b |\n|---|---|',
    '    four spaces',
    '![image](http://x.example/a.png)',
    '[x](javascript:alert(1))',
    '[x](data:text/html,x)',
  ])('shows %s as it was typed', (text) => {
    const shown = words(parse(text))
      .map((word) => (word === 'br' ? '\n' : word))
      .filter((word) => word !== 'p')
      .join('');
    expect(shown.replace(/\s+/g, ' ').trim()).toBe(text.replace(/\s+/g, ' ').trim());
  });

  it('finds addresses, without what stands behind them', () => {
    const found = parse('see https://a.example/x_(y), or http://b.example.');
    const links = (found[0] as { children: Inline[] }).children
      .filter((one) => one.kind === 'link')
      .map((one) => (one as { href: string }).href);
    expect(links).toEqual(['https://a.example/x_(y)', 'http://b.example']);
  });

  it('links to nothing but the web', () => {
    for (const text of [
      'www.a.example',
      'ana@a.example',
      '[x](//a.example)',
      '<ftp://a.example>',
    ]) {
      expect(JSON.stringify(parse(text))).not.toContain('"link"');
    }
  });

  it.each([
    '*'.repeat(4000),
    '['.repeat(4000),
    '> '.repeat(2000),
    '- '.repeat(1300),
    '`'.repeat(4000),
    '||'.repeat(2000),
    '_a '.repeat(1300),
    '**a'.repeat(1300),
    '![]('.repeat(1000),
    '<'.repeat(4000),
  ])(
    'reads nonsense in good time',
    (text) => {
      expect(plain(text).length).toBeLessThanOrEqual(text.length + 10_000);
    },
    2000,
  );

  it('gives one plain line for quotes and announcements', () => {
    expect(plain('**Hi** there\n- a\n- `b` ||secret||')).toBe('Hi there a b ▒▒▒');
  });
});
