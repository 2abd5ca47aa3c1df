/**
 * The subset of Markdown that messages may use, as a tree: bold, italic, strike, code, fences, quotes,
 * lists, links and spoilers. There is no HTML in it, neither in nor out: a tree is all that views get.
 * Parsed by marked; what is not of the subset stays as it was typed.
 */

import { Lexer, Marked, type Token, type Tokens, type TokenizerObject } from 'marked';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'strong' | 'em' | 'del' | 'spoiler'; children: Inline[] };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; start: number | null; items: Block[][] };

const MAX_DEPTH = 8;
const NESTED_TOO_DEEPLY = /^(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}[.)][ \t])){9}/m;
const SPOILER = /^\|\|(?=\S)([\s\S]*?\S)\|\|/;

/** Off: what has no place in a message, or looks otherwise than what was typed. */
const tokenizer: TokenizerObject = {
  heading: () => undefined,
  lheading: () => undefined,
  hr: () => undefined,
  html: () => undefined,
  tag: () => undefined,
  table: () => undefined,
  def: () => undefined,
  reflink: () => undefined,
  code: () => undefined,
};

const marked = new Marked({ gfm: true, breaks: true, tokenizer });
marked.use({
  extensions: [
    {
      name: 'spoiler',
      level: 'inline',
      start: (text: string) => {
        const at = text.indexOf('||');
        return at < 0 ? undefined : at;
      },
      tokenizer(text: string) {
        const match = SPOILER.exec(text);
        return match
          ? {
              type: 'spoiler',
              raw: match[0],
              tokens: this.lexer.inlineTokens(match[1]!),
            }
          : undefined;
      },
    },
  ],
});

/** The tree of a message's text. */
export function parse(text: string): Block[] {
  const lexer = new Lexer(marked.defaults);
  const lines = withQuotesEnded(text);
  return NESTED_TOO_DEEPLY.test(text)
    ? [{ kind: 'paragraph', children: inlines(lexer.inlineTokens(text), 0) }]
    : blocks(lexer.lex(lines), 0);
}

/** The text as it reads when nothing is formatted: for quotes, notices and announcements. */
export function plain(text: string): string {
  const line = (inlines: Inline[]): string =>
    inlines
      .map((inline) => {
        switch (inline.kind) {
          case 'text':
          case 'code':
            return inline.text;
          case 'break':
            return ' ';
          case 'spoiler':
            return '▒▒▒';
          default:
            return line(inline.children);
        }
      })
      .join('');
  const all = (tree: Block[]): string =>
    tree
      .map((block) => {
        switch (block.kind) {
          case 'paragraph':
            return line(block.children);
          case 'code':
            return block.text;
          case 'quote':
            return all(block.children);
          case 'list':
            return block.items.map(all).join(' ');
        }
      })
      .join(' ');
  return all(parse(text)).replace(/\s+/g, ' ').trim();
}

/** A quote ends with its line: in Markdown the next line would still belong to it. */
function withQuotesEnded(text: string): string {
  let fence = false;
  const lines = text.split('\n');
  return lines
    .map((line, index) => {
      fence = /^\s*(```|~~~)/.test(line) ? !fence : fence;
      const next = lines[index + 1];
      const ends = !fence && line.startsWith('>') && next !== undefined && !next.startsWith('>');
      return ends ? `${line}\n` : line;
    })
    .join('\n');
}

function blocks(tokens: readonly Token[], depth: number): Block[] {
  return tokens.flatMap((token): Block[] => block(token as Tokens.Generic, depth));
}

function block(token: Tokens.Generic, depth: number): Block[] {
  if (depth > MAX_DEPTH) {
    return [{ kind: 'paragraph', children: [{ kind: 'text', text: token.raw }] }];
  }
  switch (token.type) {
    case 'space':
      return [];
    case 'code':
      return [{ kind: 'code', text: String(token['text']), language: languageOf(token) }];
    case 'blockquote':
      return [{ kind: 'quote', children: blocks(token.tokens ?? [], depth + 1) }];
    case 'list':
      return [
        {
          kind: 'list',
          start: token['ordered'] ? Number(token['start'] || 1) : null,
          items: (token as Tokens.List).items.map((item) => blocks(item.tokens, depth + 1)),
        },
      ];
    default:
      return token.tokens
        ? [{ kind: 'paragraph', children: inlines(token.tokens, depth + 1) }]
        : [{ kind: 'paragraph', children: lines(token.raw.replace(/\n$/, '')) }];
  }
}

function inlines(tokens: readonly Token[], depth: number): Inline[] {
  return tokens.flatMap((token) => inline(token as Tokens.Generic, depth));
}

function inline(token: Tokens.Generic, depth: number): Inline[] {
  const children = (): Inline[] =>
    depth > MAX_DEPTH
      ? [{ kind: 'text', text: token.raw }]
      : inlines(token.tokens ?? [], depth + 1);
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
    case 'spoiler':
      return [{ kind: token.type, children: children() }];
    case 'codespan':
      return [{ kind: 'code', text: String(token['text']) }];
    case 'br':
      return [{ kind: 'break' }];
    case 'link':
      return link(token, children());
    case 'escape':
      return [{ kind: 'text', text: String(token['text']) }];
    case 'text':
      return token.tokens ? children() : lines(token.raw);
    default:
      return lines(token.raw);
  }
}

/** Only the web; anything else stays as it was typed. */
function link(token: Tokens.Generic, children: Inline[]): Inline[] {
  const href = String(token['href']);
  const typed = token.raw.startsWith('www.') ? '' : href;
  return /^https?:\/\//i.test(typed) && URL.canParse(href)
    ? [{ kind: 'link', href, children }]
    : lines(token.raw);
}

function lines(text: string): Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...(line ? [{ kind: 'text', text: line } as const] : []),
    ]);
}

function languageOf(token: Tokens.Generic): string {
  return String(token['lang'] ?? '')
    .split(/\s/)[0]!
    .toLowerCase();
}
