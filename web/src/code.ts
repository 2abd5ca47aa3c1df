/** Room codes as people type them. */

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Length of a code at least and at most. */
export const CODE_LENGTH = { min: 4, max: 6 };

const IN_ADDRESS = /\/r\/([^/]*)\/?$/;
const CODE = new RegExp(`^[${ALPHABET}]{${CODE_LENGTH.min},${CODE_LENGTH.max}}$`);

/** The code that an address leads to; empty if it leads elsewhere. */
export function codeOf(pathname: string): string {
  const written = IN_ADDRESS.exec(pathname)?.[1] ?? '';
  const letters = written.replace(/%20|[ -]/g, '').toUpperCase();
  return CODE.test(letters) ? letters : '';
}

/** What may have been meant by an address that leads nowhere: the beginning of a code, or one without its `/r/`. */
export function lettersMeant(pathname: string): string {
  const written = IN_ADDRESS.exec(pathname)?.[1];
  if (written !== undefined) {
    return lettersOf(written);
  }
  return codeOf(pathname.replace(/^.*\/(?=[^/]+\/?$)/, '/r/'));
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
