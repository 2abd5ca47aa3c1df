/** Dark, light, or as the system is. */

import { storage, type Theme } from './storage';

const ORDER: readonly Theme[] = ['dark', 'light', 'system'];
const system = window.matchMedia('(prefers-color-scheme: light)');

system.addEventListener('change', applyTheme);

export function applyTheme(): void {
  const theme = storage.theme();
  const shown = theme === 'system' ? (system.matches ? 'light' : 'dark') : theme;
  document.documentElement.dataset['theme'] = shown;
  document
    .querySelector('meta[name="theme-color"]')
    ?.setAttribute('content', shown === 'light' ? '#faf8f5' : '#16171b');
}

/** Takes the next theme and answers which. */
export function nextTheme(): Theme {
  const next = ORDER[(ORDER.indexOf(storage.theme()) + 1) % ORDER.length]!;
  storage.rememberTheme(next);
  applyTheme();
  return next;
}
