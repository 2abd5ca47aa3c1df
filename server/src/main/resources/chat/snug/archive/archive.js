// Shows the messages that have all the words, whatever their case and their accents.
const query = document.getElementById('query');
const found = document.getElementById('found');
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
let articles;
query.addEventListener('input', () => {
  articles ??= [...document.querySelectorAll('article')].map((element) => ({
    element,
    text: plain(
      [...element.querySelectorAll('.meta b, .text, .file, figcaption, img')]
        .map((part) => part.alt ?? part.textContent)
        .join(' '),
    ),
  }));
  const words = plain(query.value).split(/\s+/).filter(Boolean);
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
