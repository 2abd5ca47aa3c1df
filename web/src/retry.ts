const FIRST_MILLIS = 2000;
const BASE_MILLIS = 1000;
const MAX_MILLIS = 30_000;

/**
 * How long to wait before attempt 0, 1, 2 …, in ms: anything up to a bound that grows (full jitter), so
 * that all who were cut off together do not come back together.
 */
export function retryDelay(attempt: number, random: number): number {
  const bound =
    attempt === 0 ? FIRST_MILLIS : Math.min(MAX_MILLIS, BASE_MILLIS * 2 ** Math.min(attempt, 10));
  return bound * random;
}
