package chat.snug.gateway;

import chat.snug.metric.Metrics;
import chat.snug.room.Notice;
import chat.snug.room.RoomAudience;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Visitor;
import chat.snug.socketio.EncodedPacket;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The sockets of this node in one room. Every event is encoded once; a batch becomes one packet
 * that all receivers share, and one task per event loop hands it to those that live there.
 *
 * <p>Confined to the room's event loop; each part is confined to its own.
 */
final class Audience implements RoomAudience {
  private final RoomId room;
  private final Metrics metrics;
  private final IdentityHashMap<Executor, Part> parts = new IdentityHashMap<>();

  Audience(RoomId room, Metrics metrics) {
    this.room = room;
    this.metrics = metrics;
  }

  @Override
  public void enter(Visitor visitor) {
    Participant participant = (Participant) visitor;
    Part part = parts.computeIfAbsent(participant.loop(), _ -> new Part());
    part.size++;
    participant.onLoop(() -> part.participants.add(participant));
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
      participant.onLoop(() -> part.participants.remove(participant));
    }
  }

  @Override
  public void tellEvents(List<RoomEvent> events) {
    List<EncodedPacket> packets = new ArrayList<>(events.size());
    for (RoomEvent event : events) {
      packets.add(EventEncoder.event(room, event));
    }
    tellAll(EncodedPacket.join(packets), packets.size());
  }

  @Override
  public void tellNotices(List<Notice> notices) {
    List<EncodedPacket> packets = new ArrayList<>(notices.size());
    for (Notice notice : notices) {
      packets.add(EventEncoder.notice(room, notice));
    }
    tellAll(EncodedPacket.join(packets), packets.size());
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
  public void close() {
    parts.forEach((loop, part) -> loop.execute(part::close));
    parts.clear();
  }

  private void tellAll(EncodedPacket packet, int events) {
    parts.forEach((loop, part) -> loop.execute(() -> part.tell(packet, events)));
  }

  /** Those who live on one event loop. */
  private final class Part {
    /** Confined to the part's loop. */
    private final Set<Participant> participants = new LinkedHashSet<>();

    /** Confined to the room's loop. */
    private int size;

    void tell(EncodedPacket packet, int events) {
      for (Participant participant : participants) {
        participant.send(packet);
      }
      metrics.delivered(events, participants.size());
    }

    void close() {
      participants.forEach(participant -> participant.depart(room));
      participants.clear();
    }
  }
}
