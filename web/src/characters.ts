/** What a character is to those who look for the ends of words. */

/** They are written without spaces: a word's end is not seen by what stands beside it. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\uff70]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;
const SPACE = /^[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** The whole character that ends before this place; none at the beginning. */
export function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at - 2, at));
  return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}

/** The whole character that begins at this place; none at the end. */
export function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : '';
}

/** Whether a word goes on with it: a letter, a digit or a mark of a script that has spaces. */
export function isOfWord(character: string): boolean {
  return LETTER.test(character) && !UNSPACED.test(character);
}

export function isUnspaced(character: string): boolean {
  return UNSPACED.test(character);
}

/** Whether it is space; so is where the text ends. */
export function isSpace(character: string): boolean {
  return character === '' || SPACE.test(character);
}
