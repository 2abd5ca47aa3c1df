// Shows the messages that have all the words, whatever their case, accents and signs of writing (as room.Folding).
const SIGNS = [
  ['`´ʹʻʼʽˈ‘’‚‛′‹›＇', "'"],
  ['«»“”„‟″〝〞〟', '"'],
  ['‐‑‒–—―−⸺﹘', '-'],
];
const LETTERS = new Map(
  'ßss æae œoe þth ıi ȷj øo đd ðd łl ħh ŧt ŋn ςσ ٱا ىي یي کك ةه ہه ھه'
    .split(' ')
    .map((pair) => [pair[0], pair.slice(1)]),
);
const UNCOUNTED =
  /[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\u{e0000}-\u{e0fff}]/gu;
const fold = (text) => {
  let signs = text;
  for (const [all, sign] of SIGNS) signs = signs.replace(new RegExp(`[${all}]`, 'g'), sign);
  return signs
    .normalize('NFKD')
    .replace(UNCOUNTED, '')
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (letter) => LETTERS.get(letter) ?? letter)
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);
};
const query = document.getElementById('query');
const found = document.getElementById('found');
let articles;
query.addEventListener('input', () => {
  articles ??= [...document.querySelectorAll('article')].map((element) => ({
    element,
    text: fold(
      [...element.querySelectorAll('.meta b, .text, .file, figcaption, img')]
        .map((part) => part.alt ?? part.textContent)
        .join(' '),
    ),
  }));
  const words = fold(query.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { element, text } of articles) {
    const shown = words.every((word) => text.includes(word));
    element.hidden = !shown;
    count += shown ? 1 : 0;
  }
  for (const line of document.querySelectorAll('.line')) {
    line.hidden = words.length > 0;
  }
  for (const day of document.querySelectorAll('h2')) {
    let next = day.nextElementSibling;
    while (next && next.tagName !== 'H2' && (next.tagName !== 'ARTICLE' || next.hidden)) {
      next = next.nextElementSibling;
    }
    day.hidden = words.length > 0 && next?.tagName !== 'ARTICLE';
  }
  if (words.length === 0) {
    found.textContent = '';
  } else {
    found.textContent =
      count === 0 ? found.dataset.none : found.dataset.some.replace('{n}', count.toLocaleString());
  }
});
