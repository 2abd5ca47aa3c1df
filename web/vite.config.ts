import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

interface Compact {
  unicode: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
  hexcode: string;
  skins?: { unicode: string }[];
}

const EMOJI_MODULE = /^virtual:emoji\/([a-z]{2})$/;
/** Skin tones and hair alone are no emoji that anybody looks for. */
const COMPONENTS = 2;

/** An emoji that is a picture by itself needs no variation selector; the server drops it, too. */
function canonical(emoji: string): string {
  return emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, '$1');
}

/** The emoji of Emojibase, cut to what the picker needs; one module for each language. */
function emojiData(): Plugin {
  const read = (path: string): unknown =>
    JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve(`emojibase-data/${path}`), 'utf8'),
    );
  return {
    name: 'emoji-data',
    resolveId: (id) => (EMOJI_MODULE.test(id) ? `\0${id}` : undefined),
    load(id) {
      const language = EMOJI_MODULE.exec(id.slice(1))?.[1];
      if (!id.startsWith('\0') || !language) {
        return undefined;
      }
      const codes = read('en/shortcodes/github.json') as Record<string, string | string[]>;
      const entries = (read(`${language}/compact.json`) as Compact[])
        .filter((entry) => entry.group !== undefined && entry.group !== COMPONENTS)
        .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
        .map((entry) => [
          canonical(entry.unicode),
          entry.label,
          (entry.tags ?? []).join(' '),
          [codes[entry.hexcode] ?? []].flat().join(' '),
          entry.group,
          (entry.skins ?? []).slice(0, 5).map((skin) => canonical(skin.unicode)),
        ]);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(entries))});`;
    },
  };
}

/** Nothing is painted before the theme is known; of itself Vite leaves the attribute out. */
function renderBlocking(): Plugin {
  return {
    name: 'render-blocking',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

/** Relative addresses throughout: the page works below any path prefix. */
export default defineConfig({
  base: './',
  plugins: [emojiData(), renderBlocking()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: 'test/setup.ts',
  },
});
