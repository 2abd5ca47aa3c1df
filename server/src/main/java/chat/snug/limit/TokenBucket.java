package chat.snug.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds one user of something to a {@link Rate}. One number: the time at which the bucket is full
 * again (the generic cell rate algorithm, ITU-T I.371, Annex A). Thread-safe; never blocks.
 */
public final class TokenBucket {
  private final long between;
  private final long burst;
  private final AtomicLong fullAt;

  /**
   * A full bucket.
   *
   * @param now of a clock that never goes back, in ns
   */
  public TokenBucket(Rate rate, long now) {
    between = rate.nanosBetween();
    burst = between * rate.burst();
    fullAt = new AtomicLong(now);
  }

  /**
   * Takes one token.
   *
   * @return 0 if there was one, else the time until there is, in ns
   */
  public long tryTake(long now) {
    return tryTake(now, 1);
  }

  /** Takes several tokens, all or none; never more than the bucket holds. */
  long tryTake(long now, int count) {
    while (true) {
      long before = fullAt.get();
      long after = (before - now > 0 ? before : now) + between * count;
      long wait = after - now - burst;
      if (wait > 0) {
        return wait;
      }
      if (fullAt.compareAndSet(before, after)) {
        return 0;
      }
    }
  }

  /** The time until the bucket is full again, in ns. */
  long fullIn(long now) {
    return Math.max(0, fullAt.get() - now);
  }

  /** Whether nobody would notice if this were made anew. */
  boolean isFull(long now) {
    return fullIn(now) == 0;
  }
}
