import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, plain, type Block, type Inline } from '../src/markdown';

/** What a text is shown as; as one paragraph as it was typed if nothing is said of it. */
interface Case {
  text: string;
  tree?: unknown;
  plain?: string;
}

const TEXTS = JSON.parse(readFileSync(new URL('texts.json', import.meta.url), 'utf8')) as Record<
  string,
  Case[]
>;
const SPANS = { strong: 'b', em: 'i', del: 's', spoiler: 'hide' };

function inlineOf(inline: Inline): unknown {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return { code: inline.text };
    case 'link':
      return { a: inline.href, of: inline.children.map(inlineOf) };
    default:
      return { [SPANS[inline.kind]]: inline.children.map(inlineOf) };
  }
}

/** The tree in the words of texts.json. */
function tree(blocks: Block[]): unknown[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return { p: block.children.map(inlineOf) };
      case 'code':
        return { fence: block.text, ...(block.language ? { in: block.language } : {}) };
      case 'quote':
        return { quote: tree(block.children) };
      case 'list':
        return { list: `${block.start ?? ''}${block.mark}`, items: block.items.map(tree) };
    }
  });
}

describe('what a message is shown as', () => {
  for (const [kind, cases] of Object.entries(TEXTS)) {
    it.each(cases)(`${kind}: $text`, (one) => {
      expect(tree(parse(one.text))).toEqual(one.tree ?? [{ p: [one.text] }]);
      expect(plain(one.text)).toBe(one.plain ?? one.text.replace(/\s+/g, ' ').trim());
    });
  }

  it('nests eight deep, and what is deeper is as it was typed', () => {
    const deep = JSON.stringify(tree(parse(`${'> '.repeat(9)}deep`)));
    expect(deep.match(/quote/g)).toHaveLength(8);
    expect(deep).toContain('"> deep"');
    const spans = JSON.stringify(tree(parse(`${'*a _b '.repeat(5)}c${'_ *'.repeat(5)}`)));
    expect(spans.match(/"i"/g)!.length).toBeLessThanOrEqual(8);
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
    'h'.repeat(4000),
    `https://a.example/${')'.repeat(3980)}`,
    '[a](https://a.example/('.repeat(170),
    '*a '.repeat(650) + 'a* '.repeat(650),
    '*a _b '.repeat(330) + 'c* d_ '.repeat(330),
    '```\n'.repeat(99),
    '`a``b'.repeat(800),
    '- \n'.repeat(99),
    '@Ana '.repeat(800),
    '\\'.repeat(4000),
  ])(
    'reads nonsense in good time',
    (text) => {
      expect(plain(text).length).toBeLessThanOrEqual(text.length + 10_000);
    },
    2000,
  );
});
