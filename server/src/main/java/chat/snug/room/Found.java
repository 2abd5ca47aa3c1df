package chat.snug.room;

import java.util.List;

/**
 * Messages that a search has found, as they are now, the newest first. Immutable.
 *
 * @param neighbours the messages right before and after each of them
 * @param more whether there may be older ones
 * @param before where the search stopped: older ones have smaller sequences
 */
public record Found(List<RoomEvent> events, List<RoomEvent> neighbours, boolean more, long before) {
  /** Copies the lists. */
  public Found {
    events = List.copyOf(events);
    neighbours = List.copyOf(neighbours);
  }
}
