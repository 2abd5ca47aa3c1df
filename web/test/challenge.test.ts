import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { askInEarnest, solve, zeroBits } from '../src/challenge';
import type { Refused } from '../src/protocol';

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

  it('that came too late is followed by another', async () => {
    const proofs: (string | undefined)[] = [];
    const answer = await askInEarnest((proof) => {
      proofs.push(proof);
      return Promise.resolve(proofs.length < 3 ? asked(`n${proofs.length}`) : { ok: true });
    });
    expect(answer.ok).toBe(true);
    expect(proofs.map((proof) => proof?.split(':')[0])).toEqual([undefined, 'n1', 'n2']);
  });

  it('is given up when the server never has enough', async () => {
    let times = 0;
    const answer = await askInEarnest(() => Promise.resolve(asked(`n${times++}`)));
    expect(answer.ok).toBe(false);
    expect(times).toBe(4);
  });
});

function asked(nonce: string): Refused {
  const challenge = { nonce, bits: 4 };
  return { ok: false, error: { code: 'challenge', message: '', retryable: true, challenge } };
}
