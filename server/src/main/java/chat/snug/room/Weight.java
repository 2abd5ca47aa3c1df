package chat.snug.room;

import java.util.List;

/** Cuts lists of events to what may travel or wait at once. Stateless. */
final class Weight {
  private Weight() {}

  static int of(List<RoomEvent> events) {
    return events.stream().mapToInt(RoomEvent::weight).sum();
  }

  /** The first events, as many as are within the bound; at least one. */
  static List<RoomEvent> head(List<RoomEvent> events, int bound) {
    int weight = 0;
    for (int i = 0; i < events.size(); i++) {
      weight += events.get(i).weight();
      if (weight > bound && i > 0) {
        return events.subList(0, i);
      }
    }
    return events;
  }

  /** The last events, as many as are within the bound; at least one. */
  static List<RoomEvent> tail(List<RoomEvent> events, int bound) {
    int weight = 0;
    for (int i = events.size() - 1; i >= 0; i--) {
      weight += events.get(i).weight();
      if (weight > bound && i < events.size() - 1) {
        return events.subList(i + 1, events.size());
      }
    }
    return events;
  }
}
