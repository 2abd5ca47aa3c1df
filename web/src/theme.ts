/** As the system is, until somebody chooses. */

import { storage, type Theme } from './storage';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];
const system = window.matchMedia('(prefers-color-scheme: light)');
const COLOURS = { dark: '#16171b', light: '#faf8f5', contrast: '#000000' };
const contrast = window.matchMedia('(prefers-contrast: more)');

system.addEventListener('change', applyTheme);
contrast.addEventListener('change', applyTheme);

export function applyTheme(): void {
  const theme = storage.theme();
  const shown = theme === 'system' ? ofTheSystem() : theme;
  document.documentElement.dataset['theme'] = shown;
  for (const colour of document.querySelectorAll('meta[name="theme-color"]')) {
    colour.setAttribute('content', COLOURS[shown]);
  }
}

/** The other one of dark and light first, then the one that the system has, then the system itself. */
export function nextTheme(): Theme {
  const own = ofTheSystem() === 'light' ? 'light' : 'dark';
  const round: readonly Theme[] = ['system', own === 'light' ? 'dark' : 'light', own];
  const next = round[(round.indexOf(storage.theme()) + 1) % round.length]!;
  chooseTheme(next);
  return next;
}

function ofTheSystem(): Exclude<Theme, 'system'> {
  return contrast.matches ? 'contrast' : system.matches ? 'light' : 'dark';
}

export function chooseTheme(theme: Theme): void {
  storage.rememberTheme(theme);
  applyTheme();
}
