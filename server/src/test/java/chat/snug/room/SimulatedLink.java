package chat.snug.room;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections of one server: each may lag, and be cut with what is still under way. */
final class SimulatedLink implements RoomAudience {
  private final SimulatedWorld world;

  /** In the order of the entrances: a schedule must be the same for the same seed. */
  private final Map<Visitor, Long> cursors = new LinkedHashMap<>();

  private final Map<Visitor, Boolean> lagging = new LinkedHashMap<>();

  SimulatedLink(SimulatedWorld world) {
    this.world = world;
  }

  void lag(Visitor visitor) {
    lagging.replace(visitor, true);
  }

  void gone(Visitor visitor) {
    cursors.remove(visitor);
    lagging.remove(visitor);
  }

  void endAllLags() {
    lagging.forEach((visitor, lags) -> {
      if (lags) {
        readOn(visitor);
      }
    });
    world.loop.run();
  }

  private void readOn(Visitor visitor) {
    world.clients.stream()
        .filter(client -> client.isAt(visitor))
        .forEach(
            client -> world.rooms.feed(client.attendance(), cursors.getOrDefault(visitor, 0L)));
  }

  @Override
  public void enter(Visitor visitor, long head) {
    world.stumble();
    cursors.put(visitor, head);
    lagging.put(visitor, false);
  }

  @Override
  public void leave(Visitor visitor) {
    world.stumble();
    gone(visitor);
  }

  @Override
  public void tellEvents(List<RoomEvent> events) {
    world.stumble();
    lagging.forEach((visitor, lags) -> {
      world.stumble();
      if (!lags) {
        deliver(visitor, events);
      } else if (world.random.nextInt(4) == 0) {
        readOn(visitor);
      }
    });
  }

  private void deliver(Visitor visitor, List<RoomEvent> events) {
    cursors.put(visitor, events.getLast().sequence());
    world.clients.forEach(client -> client.told(visitor, events));
  }

  @Override
  public void tellNotices(List<Notice> notices) {
    world.stumble();
  }

  @Override
  public void tell(Visitor visitor, Notice notice) {}

  @Override
  public void feed(
      Visitor visitor, long after, List<RoomEvent> events, Optional<Notice.Members> members) {
    world.stumble();
    if (!lagging.getOrDefault(visitor, false) || after != cursors.getOrDefault(visitor, -1L)) {
      return;
    }
    if (!events.isEmpty()) {
      deliver(visitor, events);
    }
    lagging.put(visitor, members.isEmpty());
  }

  @Override
  public void restart(Collection<Visitor> visitors, long head) {
    world.stumble();
    cursors.keySet().retainAll(visitors);
    lagging.keySet().retainAll(visitors);
    for (Visitor visitor : visitors) {
      cursors.putIfAbsent(visitor, head);
      lagging.put(visitor, true);
    }
  }

  @Override
  public void close(Notice last) {
    cursors.clear();
    lagging.clear();
  }
}
