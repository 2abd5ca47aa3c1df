package chat.snug.limit;

import java.time.Duration;

/**
 * The times of the last misses of one address or network, as many as the longest budget holds.
 * Exact: no budget can be had twice at the border of two windows. Confined to its {@link CodeDoor}.
 */
final class MissWindow {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final int FIRST_CAPACITY = 8;

  private final int perMinute;
  private final int perHour;
  private final int perDay;

  /** A ring: the newest stands before {@code next}. */
  private long[] times = new long[FIRST_CAPACITY];

  private int next;
  private int size;

  MissWindow(int perMinute, int perHour, int perDay) {
    this.perMinute = perMinute;
    this.perHour = perHour;
    this.perDay = perDay;
  }

  MissWindow(DoorLimits limits, int factor) {
    this(
        limits.missesPerMinute() * factor,
        limits.missesPerHour() * factor,
        limits.missesPerDay() * factor);
  }

  /**
   * 0 if one more miss is within all budgets, else the time until it is, in ns.
   *
   * @param others misses that may come besides
   */
  long waitTime(long now, int others) {
    int more = Math.max(0, others);
    return Math.max(
        waitTime(now, perMinute - more, MINUTE),
        Math.max(waitTime(now, perHour - more, HOUR), waitTime(now, perDay - more, DAY)));
  }

  void add(long now) {
    if (size == times.length && size < perDay) {
      grow();
    }
    times[next] = now;
    next = (next + 1) % times.length;
    size = Math.min(size + 1, times.length);
  }

  private long waitTime(long now, int budget, long window) {
    if (budget <= 0) {
      return window;
    }
    if (size < budget) {
      return 0;
    }
    long age = now - times[Math.floorMod(next - budget, times.length)];
    return Math.max(0, window - age);
  }

  private void grow() {
    long[] larger = new long[Math.min(perDay, times.length * 2)];
    for (int i = 0; i < size; i++) {
      larger[i] = times[Math.floorMod(next - size + i, times.length)];
    }
    times = larger;
    next = size;
  }
}
