/** Dark, light, or as the system is. */

import { storage, type Theme } from './storage';

export const THEMES: readonly Theme[] = ['dark', 'light', 'contrast', 'system'];
const system = window.matchMedia('(prefers-color-scheme: light)');
const contrast = window.matchMedia('(prefers-contrast: more)');

system.addEventListener('change', applyTheme);
contrast.addEventListener('change', applyTheme);

export function applyTheme(): void {
  const theme = storage.theme();
  const asSystem = contrast.matches ? 'contrast' : system.matches ? 'light' : 'dark';
  const shown = theme === 'system' ? asSystem : theme;
  document.documentElement.dataset['theme'] = shown;
  document
    .querySelector('meta[name="theme-color"]')
    ?.setAttribute(
      'content',
      shown === 'light' ? '#faf8f5' : shown === 'contrast' ? '#000000' : '#16171b',
    );
}

/** Takes the next theme and answers which. */
export function nextTheme(): Theme {
  const next = THEMES[(THEMES.indexOf(storage.theme()) + 1) % THEMES.length]!;
  chooseTheme(next);
  return next;
}

export function chooseTheme(theme: Theme): void {
  storage.rememberTheme(theme);
  applyTheme();
}
