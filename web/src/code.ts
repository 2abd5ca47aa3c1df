/** Room codes as people type them. */

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Length of a code at least and at most. */
export const CODE_LENGTH = { min: 4, max: 6 };

/** The code that an address leads to; empty if it leads elsewhere. */
export function codeOf(pathname: string): string {
  const letters = pathname.includes('/r/') ? lettersOf(pathname) : '';
  return letters.length >= CODE_LENGTH.min ? letters : '';
}

/** The letters of what was typed or pasted: any case, with spaces or dashes, or a whole link. */
export function lettersOf(typed: string): string {
  const link = /\/r\/([^/?#]+)/.exec(typed);
  const letters = (link?.[1] ?? typed).toUpperCase().replace(/%20/g, '');
  return [...letters]
    .filter((letter) => ALPHABET.includes(letter))
    .join('')
    .slice(0, CODE_LENGTH.max);
}
