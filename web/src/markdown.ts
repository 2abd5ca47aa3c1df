/**
 * What of Markdown a message may use, as a tree: bold, italic, strike, code, fences, quotes, lists, links
 * and spoilers (ADR 27). In doubt it is what was typed. There is no HTML in it, neither in nor out: a tree
 * is all that views get. The server reads texts by the same rules where it saves a room; `test/texts.json`
 * holds both to them. Each character is looked at a few times, whatever the text.
 */

import { inlines, type Inline } from './inline';

export type { Inline } from './inline';

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'quote'; children: Block[] }
  /** `mark` is what its items begin with, of numbers what stands behind them; `start` is the first. */
  | { kind: 'list'; mark: string; start: number | null; items: Block[][] };

/** What some lines are. */
interface Taken {
  block: Block;
  /** The line after the last of them. */
  end: number;
}

interface Item {
  mark: string;
  /** 0 without numbers. */
  number: number;
  indent: number;
  /** Where its words begin. */
  offset: number;
  text: string;
}

const MAX_DEPTH = 8;
const TAB = 4;
const FENCE = /^( {0,3})(`{3,}|~{3,})([^`]*)$/;
const LANGUAGE = /^[\p{L}\p{N}_+#.-]*$/u;
const QUOTE = /^ {0,3}>(?:[ \t]|$)/;
const ITEM = /^( {0,3})(?:([-*])|([1-9]\d{0,8})([.)]))([ \t]+)(?=[^ \t])/;
/** A line of marks and nothing else is a line, or somebody's face. */
const MARKS_ALONE = /^[ \t>*-]*$/;

/** The tree of a message's text. */
export function parse(text: string): Block[] {
  return blocks(text.replace(/\r\n?/g, '\n').split('\n'), 0);
}

function blocks(lines: readonly string[], depth: number): Block[] {
  const found: Block[] = [];
  let words: string[] = [];
  let following = 1;
  const endParagraph = (): void => {
    if (words.length > 0) {
      found.push({ kind: 'paragraph', children: inlines(words.join('\n')) });
      words = [];
    }
  };
  for (let at = 0; at < lines.length;) {
    const taken = depth < MAX_DEPTH ? blockAt(lines, at, depth, following) : null;
    if (taken) {
      endParagraph();
      found.push(taken.block);
      following = numberAfter(taken.block) ?? following;
    } else if (isBlank(lines[at]!)) {
      endParagraph();
    } else {
      words.push(lines[at]!);
    }
    at = taken?.end ?? at + 1;
  }
  endParagraph();
  return found;
}

function blockAt(
  lines: readonly string[],
  at: number,
  depth: number,
  following: number,
): Taken | null {
  return fence(lines, at) ?? quote(lines, at, depth) ?? list(lines, at, depth, following);
}

function numberAfter(block: Block): number | null {
  return block.kind === 'list' && block.start !== null ? block.start + block.items.length : null;
}

/**
 * Code, exactly as it was sent. Words behind the opening marks are a language only if they are one word;
 * what is never closed is code to its end only if nothing else would be meant by that.
 */
function fence(lines: readonly string[], at: number): Taken | null {
  const [, indent, marks, first] = FENCE.exec(lines[at]!) ?? [];
  if (indent === undefined || marks === undefined || first === undefined) {
    return null;
  }
  const closing = lines.findIndex((line, index) => index > at && closes(line, marks));
  const inner = lines
    .slice(at + 1, closing < 0 ? lines.length : closing)
    .map((line) => withoutIndent(line, indent.length));
  const isLanguage = LANGUAGE.test(first.trim());
  const code = isLanguage ? inner : [first, ...inner];
  const end = closing < 0 ? lines.length : closing + 1;
  if (code.every(isBlank)) {
    return asTyped(lines, at, end);
  }
  if (closing < 0 && (!isLanguage || marks.startsWith('~'))) {
    return null;
  }
  const language = isLanguage ? first.trim().toLowerCase() : '';
  return { block: { kind: 'code', text: code.join('\n'), language }, end };
}

/** Nothing would be seen of them. */
function asTyped(lines: readonly string[], at: number, end: number): Taken {
  const text = lines.slice(at, end).join('\n');
  return { block: { kind: 'paragraph', children: [{ kind: 'text', text }] }, end };
}

function closes(line: string, marks: string): boolean {
  const trimmed = line.trim();
  return (
    trimmed.length >= marks.length &&
    indentOf(line) <= 3 &&
    trimmed === marks.charAt(0).repeat(trimmed.length)
  );
}

/** Ends with its lines: in Markdown the next line would still belong to it. */
function quote(lines: readonly string[], at: number, depth: number): Taken | null {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end]!)) {
    end++;
  }
  if (end === at) {
    return null;
  }
  const quoted = lines.slice(at, end);
  return quoted.every((line) => MARKS_ALONE.test(line))
    ? asTyped(lines, at, end)
    : {
        block: {
          kind: 'quote',
          children: blocks(
            quoted.map((line) => line.replace(/^ {0,3}>[ \t]?/, '')),
            depth + 1,
          ),
        },
        end,
      };
}

/** Numbers are shown as they were typed: a list begins with 1, or goes on where the last one ended. */
function list(
  lines: readonly string[],
  at: number,
  depth: number,
  following: number,
): Taken | null {
  const first = itemAt(lines[at]!);
  if (!first || (first.number > 1 && first.number !== following)) {
    return null;
  }
  const items: Block[][] = [];
  let end = at;
  for (let item: Item | null = first; item;) {
    const { inner, next } = within(lines, end + 1, item);
    items.push(blocks([item.text, ...inner], depth + 1));
    end = next;
    const place = afterBlanks(lines, end);
    const sibling: Item | null = place < lines.length ? itemAt(lines[place]!) : null;
    const goesOn =
      sibling?.mark === first.mark &&
      (first.number === 0 || sibling.number === first.number + items.length);
    item = goesOn ? sibling : null;
    end = goesOn ? place : end;
  }
  const start = first.number === 0 ? null : first.number;
  return { block: { kind: 'list', mark: first.mark, start, items }, end };
}

function itemAt(line: string): Item | null {
  const match = ITEM.exec(line);
  if (!match || MARKS_ALONE.test(line)) {
    return null;
  }
  const [all, indent, sign, number, delimiter] = match;
  return {
    mark: sign ?? delimiter!,
    number: Number(number ?? 0),
    indent: indent!.length,
    offset: all.length,
    text: line.slice(all.length),
  };
}

/** The lines below an item that are indented and so belong to it, empty ones between them too. */
function within(
  lines: readonly string[],
  from: number,
  item: Item,
): { inner: string[]; next: number } {
  const inner: string[] = [];
  let next = from;
  for (
    let place = afterBlanks(lines, from);
    place < lines.length;
    place = afterBlanks(lines, next)
  ) {
    if (isBlank(lines[place]!) || indentOf(lines[place]!) < item.indent + 2) {
      break;
    }
    inner.push(...lines.slice(next, place).map(() => ''));
    inner.push(withoutIndent(lines[place]!, item.offset));
    next = place + 1;
  }
  return { inner, next };
}

function afterBlanks(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at]!)) {
    at++;
  }
  return at;
}

function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character !== ' ' && character !== '\t') {
      break;
    }
    columns += character === '\t' ? TAB - (columns % TAB) : 1;
  }
  return columns;
}

/** Without so many columns of what it is indented by; of a tab that is cut spaces remain. */
function withoutIndent(line: string, columns: number): string {
  let passed = 0;
  let at = 0;
  while (passed < columns && (line[at] === ' ' || line[at] === '\t')) {
    passed += line[at] === '\t' ? TAB - (passed % TAB) : 1;
    at++;
  }
  return ' '.repeat(Math.max(0, passed - columns)) + line.slice(at);
}

/** The text as it reads when nothing is formatted: for quotes, notices and announcements. */
export function plain(text: string): string {
  return parse(text).map(plainBlock).join(' ').replace(/\s+/g, ' ').trim();
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.children.map(plainInline).join('');
    case 'code':
      return block.text;
    case 'quote':
      return block.children.map(plainBlock).join(' ');
    case 'list':
      return block.items
        .map((item, index) => {
          const number = block.start === null ? '' : block.start + index;
          const mark = block.mark === '*' ? '•' : block.mark;
          return `${number}${mark} ${item.map(plainBlock).join(' ')}`;
        })
        .join(' ');
  }
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'spoiler':
      return '▒▒▒';
    default:
      return inline.children.map(plainInline).join('');
  }
}
