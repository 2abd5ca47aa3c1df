/**
 * Solves what the server asks of strangers when too many codes are being tried: a text whose SHA-256
 * together with the nonce begins with so many zero bits. In slices, so that the page stays alive.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import type { Answer } from './protocol';

const SLICE_MILLIS = 20;
const ATTEMPTS_BETWEEN_LOOKS = 256;
const MAX_BITS = 28;

/** A slow device can take longer than a challenge is good for; then it gets another. */
const MAX_CHALLENGES = 3;

/** Six letters of six bits, `?` to `~`: with the server's nonce they fit into one block of the hash. */
const SOLUTION_LENGTH = 6;
const LETTER_BITS = 6;
const FIRST_LETTER = '?'.charCodeAt(0);

export interface Challenge {
  nonce: string;
  bits: number;
}

/** Asks, and if the answer is a challenge, asks again with its proof. */
export async function askInEarnest<T>(
  ask: (proof?: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  let answer = await ask();
  for (let i = 0; i < MAX_CHALLENGES && !answer.ok && answer.error.challenge; i++) {
    answer = await ask(await solve(answer.error.challenge));
  }
  return answer;
}

/** Answers with the proof, `nonce:solution`. */
export async function solve({ nonce, bits }: Challenge): Promise<string> {
  if (bits > MAX_BITS) {
    throw new Error(`challenge: ${bits} bits (expected: ${MAX_BITS} at most)`);
  }
  const begun = sha256.create().update(new TextEncoder().encode(`${nonce}:`));
  const attempt = begun.clone();
  const solution = new Uint8Array(SOLUTION_LENGTH);
  const hash = new Uint8Array(begun.outputLen);
  for (let number = 0; ;) {
    const end = performance.now() + SLICE_MILLIS;
    while (performance.now() < end) {
      for (let i = 0; i < ATTEMPTS_BETWEEN_LOOKS; i++) {
        write(number++, solution);
        begun._cloneInto(attempt).update(solution).digestInto(hash);
        if (zeroBits(hash) >= bits) {
          return `${nonce}:${String.fromCharCode(...solution)}`;
        }
      }
    }
    await new Promise((resume) => setTimeout(resume));
  }
}

function write(number: number, letters: Uint8Array): void {
  for (let i = 0; i < letters.length; i++) {
    letters[i] = FIRST_LETTER + (Math.floor(number / 2 ** (LETTER_BITS * i)) % 2 ** LETTER_BITS);
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
