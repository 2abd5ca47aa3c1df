package chat.snug.room;

import java.util.List;

/**
 * Which events of a room are to be read: those with {@code after < sequence < before}, as many as
 * are within a weight; one at least. Immutable.
 *
 * @param maxWeight bytes of all of them, as {@link RoomEvent#weight} counts
 * @param fromEnd whether it is the first of them that are left out, not the last
 */
public record EventRange(long after, long before, int maxWeight, boolean fromEnd) {
  /** Checks that something may be read. */
  public EventRange {
    if (maxWeight < 1) {
      throw new IllegalArgumentException("weight: " + maxWeight + " (expected: more than 0)");
    }
  }

  /** The first events after a sequence and before another. */
  public static EventRange first(long after, long before, int maxWeight) {
    return new EventRange(after, before, maxWeight, false);
  }

  /** The last events after a sequence and before another. */
  public static EventRange last(long after, long before, int maxWeight) {
    return new EventRange(after, before, maxWeight, true);
  }

  /** One event. */
  public static EventRange only(long sequence) {
    return first(sequence - 1, sequence + 1, 1);
  }

  /** The same up to an earlier end. */
  EventRange upTo(long end) {
    return new EventRange(after, Math.min(before, end), maxWeight, fromEnd);
  }

  /** As many of these events, all of the range, as are within the weight. */
  public List<RoomEvent> cut(List<RoomEvent> events) {
    return Weight.cut(events, this);
  }
}
