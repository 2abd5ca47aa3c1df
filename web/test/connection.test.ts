import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { solve, zeroBits } from '../src/challenge';
import { retryDelay } from '../src/retry';

describe('the time before another try', () => {
  it('is anything up to a bound', () => {
    expect(retryDelay(0, 0)).toBe(0);
    expect(retryDelay(0, 1)).toBe(2000);
    expect(retryDelay(1, 0.5)).toBe(1000);
  });

  it('has a bound that grows to half a minute', () => {
    expect([1, 2, 3, 4, 5, 50].map((attempt) => retryDelay(attempt, 1))).toEqual([
      2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
  });
});

describe('a challenge', () => {
  it('is solved by a text whose hash begins with as many zeros', async () => {
    const proof = await solve({ nonce: 'abc', bits: 10 });
    expect(proof.startsWith('abc:')).toBe(true);
    expect(zeroBits(sha256(new TextEncoder().encode(proof)))).toBeGreaterThanOrEqual(10);
  });

  it('is not tried when it would take for ever', async () => {
    await expect(solve({ nonce: 'abc', bits: 40 })).rejects.toThrow();
  });

  it('counts zeros bit by bit', () => {
    expect(zeroBits(Uint8Array.of(0, 0x1f))).toBe(11);
    expect(zeroBits(Uint8Array.of(0x80))).toBe(0);
  });
});
