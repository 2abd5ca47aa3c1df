import { describe, expect, it } from 'vitest';
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
