package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/** Which events of a room somebody wants to read, and how many at most: 1 to 200. Immutable. */
public sealed interface HistoryRange {
  /** Events of one answer at most. */
  int MAX_LIMIT = 200;

  /** Events of one answer if nothing else is asked for. */
  int DEFAULT_LIMIT = 50;

  /** How many events at most. */
  int limit();

  /** Those right before this sequence, or the last ones. */
  record Before(OptionalLong before, int limit) implements HistoryRange {
    /** Checks the limit. */
    public Before {
      checkLimit(limit);
    }
  }

  /** Those right after this sequence. */
  record After(long after, int limit) implements HistoryRange {
    /** Checks the limit. */
    public After {
      checkLimit(limit);
    }
  }

  /** Those before and after an event, and the event itself. */
  record Around(EventId event, int limit) implements HistoryRange {
    /** Checks the limit. */
    public Around {
      requireNonNull(event, "event");
      checkLimit(limit);
    }
  }

  /** Those before and after a time, in ms since 1970. */
  record At(long at, int limit) implements HistoryRange {
    /** Checks the limit. */
    public At {
      checkLimit(limit);
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("history limit: " + limit + " (expected: 1-200)");
    }
  }
}
