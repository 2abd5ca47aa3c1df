package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A {@link TokenBucket} for each of many users, addresses or rooms. Remembers at most {@value
 * #MAX_KEYS} of them: beyond that those that have rested are forgotten, and if there is none, new
 * ones share one bucket. Thread-safe; never blocks.
 */
public final class RateLimiter<K> {
  private static final int MAX_KEYS = 100_000;

  private final Map<K, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final Rate rate;
  private final LongSupplier nanoTime;
  private final TokenBucket shared;

  /**
   * All may do what the rate says.
   *
   * @param nanoTime a clock that never goes back, in ns
   */
  public RateLimiter(Rate rate, LongSupplier nanoTime) {
    this.rate = requireNonNull(rate, "rate");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.shared = new TokenBucket(rate, nanoTime.getAsLong());
  }

  /**
   * Takes one token of this key.
   *
   * @return 0 if there was one, else the time until there is, in ns
   */
  public long tryTake(K key) {
    return tryTake(key, 1);
  }

  /** Takes several tokens of this key, all or none. */
  long tryTake(K key, int count) {
    long now = nanoTime.getAsLong();
    TokenBucket bucket = buckets.get(key);
    if (bucket == null) {
      bucket = hasRoom(now) ? buckets.computeIfAbsent(key, _ -> fresh(now)) : shared;
    }
    return bucket.tryTake(now, count);
  }

  private TokenBucket fresh(long now) {
    return new TokenBucket(rate, now);
  }

  private boolean hasRoom(long now) {
    if (buckets.size() >= MAX_KEYS) {
      buckets.values().removeIf(bucket -> bucket.isFull(now));
    }
    return buckets.size() < MAX_KEYS;
  }
}
