package chat.snug.store;

import java.time.Duration;

/**
 * How long one slice of long work may hold a writer. Ends by time, not by a number of rows: a row
 * may be of 4 bytes or of 16 KiB. Confined to the writer.
 */
final class SliceBudget {
  /** Others wait for a slice: it is about what a commit takes. */
  private static final long NANOS = Duration.ofMillis(10).toNanos();

  private static final int MAX_ROWS = 256;
  private static final long QUICK_NANOS = Duration.ofMillis(2).toNanos();

  private final long start = System.nanoTime();

  boolean isSpent() {
    return System.nanoTime() - start > NANOS;
  }

  /** How many rows the next statement may touch, if one that touched so many took this long. */
  static int rowsAfter(int rows, long nanos) {
    return nanos < QUICK_NANOS ? Math.min(MAX_ROWS, 2 * rows) : Math.max(1, rows / 2);
  }
}
