/**
 * Solves what the server asks of strangers when too many codes are being tried: a text whose SHA-256
 * together with the nonce begins with so many zero bits. In slices, so that the page stays alive.
 */

import { sha256 } from '@noble/hashes/sha2.js';

const SLICE_MILLIS = 20;
const MAX_BITS = 28;

export interface Challenge {
  nonce: string;
  bits: number;
}

/** Answers with the proof, `nonce:solution`. */
export async function solve({ nonce, bits }: Challenge): Promise<string> {
  if (bits > MAX_BITS) {
    throw new Error(`challenge: ${bits} bits (expected: ${MAX_BITS} at most)`);
  }
  const encoder = new TextEncoder();
  for (let attempt = 0; ;) {
    const end = performance.now() + SLICE_MILLIS;
    while (performance.now() < end) {
      const proof = `${nonce}:${attempt++}`;
      if (zeroBits(sha256(encoder.encode(proof))) >= bits) {
        return proof;
      }
    }
    await new Promise((resume) => setTimeout(resume));
  }
}

export function zeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) {
      return bits + Math.clz32(byte) - 24;
    }
    bits += 8;
  }
  return bits;
}
