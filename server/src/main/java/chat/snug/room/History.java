package chat.snug.room;

import java.util.List;

/**
 * Events of a room, ascending and contiguous. Immutable.
 *
 * @param more whether there are more in the direction that was asked for
 */
public record History(List<RoomEvent> events, boolean more) {
  /** Copies the list. */
  public History {
    events = List.copyOf(events);
  }
}
