import { describe, expect, it } from 'vitest';
import { moves } from '../src/views/still-picture';

/** A letter is a byte. */
function picture(text: string): Blob {
  return new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]);
}

describe('whether a picture moves', () => {
  it.each([
    ['a GIF, which may', 'GIF89a', true],
    ['an animated PNG', '\u0089PNG\r\n\u001a\n....IHDR.................acTL', true],
    ['a PNG', '\u0089PNG\r\n\u001a\n....IHDR.................IDAT', false],
    ['an animated WebP', 'RIFF....WEBPVP8X....\u0012', true],
    ['a WebP that can be looked through', 'RIFF....WEBPVP8X....\u0010', false],
    ['a WebP', 'RIFF....WEBPVP8L....\u0002', false],
    ['a JPEG', '\u00ff\u00d8\u00ff', false],
    ['nothing', '', false],
  ])('is told by its first bytes: %s', async (_, bytes, moving) => {
    expect(await moves(picture(bytes))).toBe(moving);
  });
});
