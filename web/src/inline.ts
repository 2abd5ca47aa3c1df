/** What stands within the lines of a paragraph. */

import { characterAt, characterBefore, isOfWord, isSpace } from './characters';
import { hrefOf, webAddressAt } from './web-address';

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'strong' | 'em' | 'del' | 'spoiler'; children: Inline[] };

/** What was read, and how deep it nests. */
interface Node {
  inline: Inline;
  height: number;
}

/** Marks that something may begin with; they are text until its end is found. */
interface Opening {
  mark: string;
  /** Its place among the nodes. */
  node: number;
  /** Where what it encloses begins. */
  from: number;
}

type Span = 'strong' | 'em' | 'del' | 'spoiler';

const SPANS: Record<string, Span> = {
  '**': 'strong',
  '*': 'em',
  _: 'em',
  '~~': 'del',
  '||': 'spoiler',
};
const MAX_RUN: Record<string, number> = { '*': 3, _: 1, '~': 2, '|': 2 };
const MAX_DEPTH = 8;
const NEXT_SIGN = /[\\`*_~|[hw]/gi;
const TARGET = /https?:\/\/|www\./iy;
const LABEL = /\[([^[\]\n]+)\]\(/y;
const OPENING = '([{（「『【《〈';
const CLOSING = ')]}）」』】》〉.,:;!?…。、，！？：；';
/** Between punctuation marks open behind these as well as behind brackets, and close before them. */
const BESIDE = '"\'“”„‘’«»¿¡*_~|';
/** What is calculated, a path, a face: marks beside these mark nothing. */
const OPERATORS = '/\\=+#$%&@^<';

export function inlines(text: string, mayLink = true): Inline[] {
  return new Reader(text, mayLink).read();
}

class Reader {
  private readonly nodes: Node[] = [];
  private readonly openings: Opening[] = [];
  private readonly ticks: ReadonlyMap<number, number[]>;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly mayLink: boolean,
  ) {
    this.ticks = runsOf(text);
  }

  read(): Inline[] {
    while (this.at < this.text.length) {
      this.readOne();
    }
    return joined(this.nodes);
  }

  private readOne(): void {
    const sign = this.text[this.at]!;
    switch (sign.toLowerCase()) {
      case '\\':
        this.escape();
        break;
      case '`':
        this.code();
        break;
      case '[':
        this.labelled();
        break;
      case 'h':
      case 'w':
        this.address();
        break;
      default:
        if (sign in MAX_RUN) {
          this.marks(sign);
        } else {
          NEXT_SIGN.lastIndex = this.at;
          this.word((NEXT_SIGN.exec(this.text)?.index ?? this.text.length) - this.at);
        }
    }
  }

  /** The next characters as they are. */
  private word(length: number): void {
    this.push({ kind: 'text', text: this.text.slice(this.at, this.at + length) }, length);
  }

  private push(inline: Inline, length: number): void {
    this.nodes.push({ inline, height: 0 });
    this.at += length;
  }

  private runLength(from: number): number {
    let end = from;
    while (this.text[end] === this.text[from]) {
      end++;
    }
    return end - from;
  }

  /** Marks behind a backslash mark nothing. The backslash stays: it may be a path, or an arm. */
  private escape(): void {
    const next = this.at + 1;
    this.word(next < this.text.length ? 1 + this.runLength(next) : 1);
  }

  /** Exactly as it was sent; a space at both ends is taken off where it keeps backticks apart. */
  private code(): void {
    const length = this.runLength(this.at);
    const from = this.at + length;
    const places = this.ticks.get(length) ?? [];
    while (places.length > 0 && places[0]! < from) {
      places.shift();
    }
    const end = places[0];
    const inner = this.text.slice(from, end ?? from);
    if (end === undefined || inner.trim() === '') {
      this.word(length);
      return;
    }
    const apart = /^ `[^]*? $|^ [^]*?` $/.test(inner);
    this.push(
      { kind: 'code', text: apart ? inner.slice(1, -1) : inner },
      inner.length + 2 * length,
    );
  }

  private labelled(): void {
    LABEL.lastIndex = this.at;
    const isLink = this.mayLink && characterBefore(this.text, this.at) !== '!';
    const [all, label] = (isLink && LABEL.exec(this.text)) || [];
    const from = this.at + (all?.length ?? 0);
    const end = all ? endOfTarget(this.text, from) : -1;
    const href = end < 0 ? null : hrefOf(this.text.slice(from, end));
    if (!label || !href || !hasWords(label)) {
      this.word(1);
      return;
    }
    this.push({ kind: 'link', href, children: inlines(label, false) }, end + 1 - this.at);
  }

  private address(): void {
    const before = characterBefore(this.text, this.at);
    const isShort = /w/i.test(this.text[this.at]!);
    const may = this.mayLink && !(isShort ? /^[\w.@/\\-]$/ : /^[\w\\]$/).test(before);
    const found = may ? webAddressAt(this.text, this.at) : null;
    if (!found) {
      this.word(1);
      return;
    }
    const text = this.text.slice(this.at, found.end);
    this.push({ kind: 'link', href: found.href, children: [{ kind: 'text', text }] }, text.length);
  }

  /** Marks stand at the ends of words, so that what is calculated, a name or a path stays as it is. */
  private marks(sign: string): void {
    const length = this.runLength(this.at);
    const from = this.at;
    const before = characterBefore(this.text, from);
    const after = characterAt(this.text, from + length);
    const { opens, closes } = facing(sign, before, after);
    if (length > MAX_RUN[sign]! || ((sign === '~' || sign === '|') && length < 2)) {
      this.word(length);
      return;
    }
    let rest = length;
    while (closes && rest > 0) {
      const closed = this.close(sign, rest, from);
      if (closed === 0) {
        break;
      }
      rest -= closed;
      this.at += closed;
    }
    for (const mark of rest === 3 ? ['**', '*'] : rest > 0 ? [sign.repeat(rest)] : []) {
      if (opens) {
        this.openings.push({ mark, node: this.nodes.length, from: from + length });
      }
      this.word(mark.length);
    }
  }

  /** Ends what the nearest fitting marks began; says how many marks that took. */
  private close(sign: string, length: number, to: number): number {
    const fits = (mark: string): boolean =>
      mark.startsWith(sign) && (mark.length === length || (length === 3 && mark.length < 3));
    const place = this.openings.findLastIndex(({ mark }) => fits(mark));
    const opening = this.openings[place];
    if (!opening || !hasWords(this.text.slice(opening.from, to))) {
      return 0;
    }
    this.openings.length = place;
    const children = this.nodes.slice(opening.node + 1);
    const height = 1 + Math.max(...children.map((child) => child.height));
    if (height > MAX_DEPTH) {
      this.openings.length = 0; // those before it enclose it
      return 0;
    }
    this.nodes.length = opening.node;
    this.nodes.push({
      inline: { kind: SPANS[opening.mark]!, children: joined(children) },
      height,
    });
    return opening.mark.length;
  }
}

/**
 * Which way marks face: towards words, and away from other words; but in scripts without spaces words stand
 * on both sides. Between punctuation it is as brackets and quotes tell, and in doubt neither.
 */
function facing(sign: string, before: string, after: string): { opens: boolean; closes: boolean } {
  const goesOn = sign === '_' ? isLetter : isOfWord;
  const opens =
    !isSpace(after) &&
    !isOneOf(after, CLOSING) &&
    !goesOn(before) &&
    !isOneOf(before, `${OPERATORS}>.-`);
  const closes =
    !isSpace(before) && !isOneOf(before, OPENING) && !goesOn(after) && !isOneOf(after, OPERATORS);
  if (isSpace(before) || isSpace(after) || isLetter(before) || isLetter(after)) {
    return { opens, closes };
  }
  const mayOpen = opens && isOneOf(before, OPENING + BESIDE);
  const mayClose = closes && isOneOf(after, CLOSING + BESIDE);
  return { opens: mayOpen && !mayClose, closes: mayClose && !mayOpen };
}

function isOneOf(character: string, all: string): boolean {
  return character !== '' && all.includes(character);
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}\p{M}]/u.test(character);
}

/** Something else than marks: `*_*` is a face. */
function hasWords(text: string): boolean {
  return /[^*_~|\s]/.test(text);
}

/** Where the bracket closes behind a link's target. */
function endOfTarget(text: string, from: number): number {
  TARGET.lastIndex = from;
  if (!TARGET.test(text)) {
    return -1;
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (/[\s<>"\\]/.test(character)) {
      return -1;
    }
    if (character === ')' && depth === 0) {
      return at;
    }
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
  }
  return -1;
}

/** Where runs of backticks begin, by their length. */
function runsOf(text: string): Map<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const places = runs.get(run.length) ?? [];
    places.push(index);
    runs.set(run.length, places);
  }
  return runs;
}

function joined(nodes: readonly Node[]): Inline[] {
  const all: Inline[] = [];
  for (const { inline } of nodes) {
    const last = all.at(-1);
    if (inline.kind === 'text' && last?.kind === 'text') {
      all[all.length - 1] = { kind: 'text', text: last.text + inline.text };
    } else {
      all.push(inline);
    }
  }
  return all;
}
