import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin, ProxyOptions } from 'vite';
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

/**
 * While the page is being written Vite serves it, and passes on to a server what is the server's:
 * that of `./snug --dev`, on the port of SNUG_PORT. The Host is passed on as it came, so the server
 * takes this page for its own, whatever Vite's address is.
 */
function passedOn(): Record<string, ProxyOptions> {
  const target = `http://127.0.0.1:${process.env.SNUG_PORT ?? '8080'}`;
  const ours = { target, changeOrigin: false };
  return {
    '/socket.io/': { ...ours, ws: true },
    '/api/': ours,
    '/files/': ours,
    '/health/': ours,
  };
}

/** Relative addresses throughout: the page works below any path prefix. */
export default defineConfig({
  base: './',
  plugins: [emojiData(), renderBlocking()],
  server: { proxy: passedOn() },
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
