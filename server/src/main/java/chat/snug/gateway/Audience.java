package chat.snug.gateway;

import chat.snug.metric.Metrics;
import chat.snug.room.Notice;
import chat.snug.room.RoomAudience;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Visitor;
import chat.snug.socketio.EncodedPacket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of this node in one room. Every event is encoded once; a batch becomes one packet
 * that all receivers share, and one task per event loop hands it to those that live there.
 *
 * <p>Confined to the room's event loop; each part is confined to its own. What goes wrong for one
 * receiver ends that one's connection, and the others are told all the same.
 */
final class Audience implements RoomAudience {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  private final RoomId room;
  private final Metrics metrics;
  private final IdentityHashMap<Executor, Part> parts = new IdentityHashMap<>();

  Audience(RoomId room, Metrics metrics) {
    this.room = room;
    this.metrics = metrics;
  }

  @Override
  public void enter(Visitor visitor, long head) {
    Participant participant = (Participant) visitor;
    Part part = parts.computeIfAbsent(participant.loop(), _ -> new Part());
    part.size++;
    participant.onLoop(
        () -> part.feeds.put(participant, new RoomFeed(participant, room, head, metrics)));
  }

  @Override
  public void leave(Visitor visitor) {
    Participant participant = (Participant) visitor;
    Part part = parts.get(participant.loop());
    if (part != null) {
      part.size--;
      if (part.size == 0) {
        parts.remove(participant.loop());
      }
      participant.onLoop(() -> part.remove(participant));
    }
  }

  @Override
  public void tellEvents(List<RoomEvent> events) {
    EncodedPacket packet = encode(events);
    long before = events.getFirst().sequence() - 1;
    long last = events.getLast().sequence();
    parts.forEach((loop, part) -> loop.execute(() -> part.tellEvents(packet, before, last)));
  }

  @Override
  public void tellNotices(List<Notice> notices) {
    List<EncodedPacket> packets = new ArrayList<>(notices.size());
    for (Notice notice : notices) {
      packets.add(EventEncoder.notice(room, notice));
    }
    EncodedPacket packet = EncodedPacket.join(packets);
    parts.forEach((loop, part) -> loop.execute(() -> part.tellNotices(packet)));
  }

  @Override
  public void tell(Visitor visitor, Notice notice) {
    Participant participant = (Participant) visitor;
    EncodedPacket packet = EventEncoder.notice(room, notice);
    participant.onLoop(() -> {
      participant.send(packet);
      if (notice instanceof Notice.Removed) {
        participant.depart(room);
      }
    });
  }

  @Override
  public void feed(
      Visitor visitor, long after, List<RoomEvent> events, Optional<Notice.Members> members) {
    Participant participant = (Participant) visitor;
    Part part = parts.get(participant.loop());
    if (part == null) {
      return;
    }
    Optional<EncodedPacket> packet =
        events.isEmpty() ? Optional.empty() : Optional.of(encode(events));
    long last = events.isEmpty() ? after : events.getLast().sequence();
    Optional<EncodedPacket> list = members.map(notice -> EventEncoder.notice(room, notice));
    participant.onLoop(() -> part.feed(participant, new RoomFeed.Page(after, packet, last, list)));
  }

  @Override
  public void restart(Collection<Visitor> visitors, long head) {
    IdentityHashMap<Executor, Set<Participant>> byLoop = new IdentityHashMap<>();
    parts.keySet().forEach(loop -> byLoop.put(loop, new HashSet<>()));
    for (Visitor visitor : visitors) {
      Participant participant = (Participant) visitor;
      byLoop.computeIfAbsent(participant.loop(), _ -> new HashSet<>()).add(participant);
    }
    byLoop.forEach((loop, those) -> {
      Part part = parts.computeIfAbsent(loop, _ -> new Part());
      part.size = those.size();
      if (those.isEmpty()) {
        parts.remove(loop);
      }
      loop.execute(() -> part.restart(those, head));
    });
  }

  @Override
  public void close(Notice last) {
    EncodedPacket packet = EventEncoder.notice(room, last);
    parts.forEach((loop, part) -> loop.execute(() -> part.close(packet)));
    parts.clear();
  }

  private EncodedPacket encode(List<RoomEvent> events) {
    List<EncodedPacket> packets = new ArrayList<>(events.size());
    for (RoomEvent event : events) {
      packets.add(EventEncoder.event(room, event));
    }
    return EncodedPacket.join(packets);
  }

  /** Those who live on one event loop. */
  private final class Part {
    /** Confined to the part's loop. */
    private final Map<Participant, RoomFeed> feeds = new LinkedHashMap<>();

    /** Confined to the room's loop. */
    private int size;

    void tellEvents(EncodedPacket packet, long before, long last) {
      int[] told = new int[1];
      each((_, feed) -> told[0] += feed.tellEvents(packet, before, last) ? 1 : 0);
      metrics.delivered(packet.packetCount(), told[0]);
    }

    void tellNotices(EncodedPacket packet) {
      each((_, feed) -> feed.tellNotices(packet));
    }

    void restart(Set<Participant> those, long head) {
      each((participant, feed) -> {
        if (!those.contains(participant)) {
          feed.end();
        }
      });
      feeds.keySet().retainAll(those);
      for (Participant participant : those) {
        feeds.computeIfAbsent(participant, _ -> new RoomFeed(participant, room, head, metrics));
      }
      each((_, feed) -> feed.restart());
    }

    private void each(BiConsumer<Participant, RoomFeed> action) {
      for (Map.Entry<Participant, RoomFeed> entry : feeds.entrySet()) {
        try {
          action.accept(entry.getKey(), entry.getValue());
        } catch (Throwable fault) {
          LOG.error("a receiver failed and is let go room={}", room.value(), fault);
          entry.getKey().letGo();
        }
      }
    }

    void feed(Participant participant, RoomFeed.Page page) {
      RoomFeed feed = feeds.get(participant);
      if (feed != null) {
        feed.bringOn(page);
      }
    }

    void remove(Participant participant) {
      RoomFeed feed = feeds.remove(participant);
      if (feed != null) {
        feed.end();
      }
    }

    void close(EncodedPacket packet) {
      each((participant, feed) -> {
        feed.end();
        participant.send(packet);
        participant.depart(room);
      });
      feeds.clear();
    }
  }
}
