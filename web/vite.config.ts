import { defineConfig } from 'vitest/config';

/** Relative addresses throughout: the page works below any path prefix. */
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ['test/**/*.test.ts'],
  },
});
