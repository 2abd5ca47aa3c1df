package chat.snug.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last events of a room, kept for those who come back or come in: at most 256 events and about
 * 256 KiB, but always the very last. Contiguous. Confined to the room's event loop.
 */
final class RecentEvents {
  static final int MAX_EVENTS = 256;
  private static final int MAX_WEIGHT = 256 * 1024;

  private final ArrayDeque<RoomEvent> events = new ArrayDeque<>();
  private int weight;

  /** Adds the event that follows the last one. */
  void add(RoomEvent event) {
    if (!events.isEmpty() && event.sequence() != events.getLast().sequence() + 1) {
      throw new IllegalArgumentException(
          "event: sequence " + event.sequence() + " after " + events.getLast().sequence());
    }
    events.add(event);
    weight += event.weight();
    while (events.size() > MAX_EVENTS || (weight > MAX_WEIGHT && events.size() > 1)) {
      weight -= events.remove().weight();
    }
  }

  /** Whether every event with a larger sequence than this, up to the head, is here. */
  boolean holdsAllAfter(long sequence, long head) {
    return sequence >= head || (!events.isEmpty() && events.getFirst().sequence() <= sequence + 1);
  }

  /** The events with {@code after < sequence < before}, ascending. */
  List<RoomEvent> between(long after, long before) {
    List<RoomEvent> found = new ArrayList<>();
    for (RoomEvent event : events) {
      if (event.sequence() > after && event.sequence() < before) {
        found.add(event);
      }
    }
    return found;
  }

  /** The event of this sequence, if it is here. */
  Optional<RoomEvent> find(long sequence) {
    return between(sequence - 1, sequence + 1).stream().findFirst();
  }
}
