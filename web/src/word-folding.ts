/**
 * Texts as they are compared when somebody searches: whatever case, accents and signs of writing. The server
 * does the same (`room.Folding`), and so does a saved room (`archive.js`); `test/folds.json` holds all to it.
 */

const SIGNS: Record<string, string> = {
  ...each('`´ʹʻʼʽˈ‘’‚‛′‹›＇', "'"),
  ...each('«»“”„‟″〝〞〟', '"'),
  ...each('‐‑‒–—―−⸺﹘', '-'),
};

/** Letters that no decomposition tells to be others. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ȷ: 'j',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
};

/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic, and what is unseen. */
const UNCOUNTED =
  // eslint-disable-next-line no-misleading-character-class -- marks are meant, one by one
  /[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\u{e0000}-\u{e0fff}]/gu;

export function fold(text: string): string {
  return text
    .replace(/[^\0-_a-\x7f]/g, (sign) => SIGNS[sign] ?? sign)
    .normalize('NFKD')
    .replace(UNCOUNTED, '')
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[٠-٩۰-۹]/g, (digit) => `${digit.charCodeAt(0) & 15}`);
}

function each(all: string, sign: string): Record<string, string> {
  return Object.fromEntries([...all].map((one) => [one, sign]));
}
