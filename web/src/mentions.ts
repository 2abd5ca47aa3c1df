/** Who is spoken to. */

import { characterAt, characterBefore, isOfWord } from './characters';
import { parse, type Block, type Inline } from './markdown';
import { isAction } from './slash';

/** `example.com/` */
const ADDRESS = /\.[^\s.@]+\/$/;
const MAX_HOST = 64;

/** Where `@name` stands in words as they are shown, whatever the case; not as a part of a longer word. */
export function mentionsOf(
  text: string,
  names: readonly string[],
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = longestFirst.find((candidate) => {
      const end = at + 1 + candidate.length;
      return (
        text.slice(at + 1, end).toLowerCase() === candidate.toLowerCase() &&
        !isOfName(characterAt(text, end))
      );
    });
    if (name && begins(text, at)) {
      found.push({ start: at, end: at + 1 + name.length });
    }
  }
  return found;
}

/** Whether the text speaks to the member of this name, or to everybody: where that is shown. */
export function isMentioned(text: string, name: string): boolean {
  if (!text.includes('@')) {
    return false;
  }
  const words = isAction(text) ? [text] : parse(text).flatMap(wordsOf);
  return words.some((one) => mentionsOf(one, [name, 'all']).length > 0);
}

/** Neither within a word nor behind a backslash, nor in an address without its beginning. */
function begins(text: string, at: number): boolean {
  const before = characterBefore(text, at);
  const isAddress = before === '/' && ADDRESS.test(text.slice(Math.max(0, at - MAX_HOST), at));
  return before !== '\\' && !isAddress && !isOfName(before);
}

function isOfName(character: string): boolean {
  return character === '_' || isOfWord(character);
}

/** Words that may speak to somebody: no code, and no address. */
function wordsOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return block.children.flatMap(wordsOfInline);
    case 'code':
      return [];
    case 'quote':
      return block.children.flatMap(wordsOf);
    case 'list':
      return block.items.flat().flatMap(wordsOf);
  }
}

function wordsOfInline(inline: Inline): string[] {
  switch (inline.kind) {
    case 'text':
      return [inline.text];
    case 'code':
    case 'link':
      return [];
    default:
      return inline.children.flatMap(wordsOfInline);
  }
}
