package chat.snug.room;

import java.util.OptionalLong;

/**
 * Which events of a room somebody wants to read: those right before {@code before}, or right after
 * {@code after}, or the last ones if neither is given. Immutable.
 *
 * @param limit how many at most, 1 to 200
 */
public record HistoryRange(OptionalLong before, OptionalLong after, int limit) {
  /** Events of one answer at most. */
  public static final int MAX_LIMIT = 200;

  /** Events of one answer if nothing else is asked for. */
  public static final int DEFAULT_LIMIT = 50;

  /** Checks ranges. */
  public HistoryRange {
    if (before.isPresent() && after.isPresent()) {
      throw new IllegalArgumentException("history range: both before and after");
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("history limit: " + limit + " (expected: 1-200)");
    }
  }
}
