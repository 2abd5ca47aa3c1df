package chat.snug.gateway;

import chat.snug.metric.Metrics;
import chat.snug.room.RoomId;
import chat.snug.socketio.EncodedPacket;
import chat.snug.socketio.PacketFeed;
import java.util.Optional;

/**
 * One socket as it is told what happens in one room. As long as it keeps up it is live. What does
 * not fit into its queue makes it lag: then it is told nothing more from memory, and when its queue
 * has drained it reads on from the log, page by page, until it is level; then it gets a fresh list
 * of members and is live again. Confined to the socket's event loop.
 */
final class RoomFeed implements PacketFeed {
  /** A position that takes nothing back: notices are not read again. */
  private static final long NOWHERE = Long.MAX_VALUE;

  /**
   * What the room answers to one who lags.
   *
   * @param after the cursor that was asked with
   * @param events what comes after it, up to {@code last}
   * @param members who is in the room, if the events reach to the end of the log
   */
  record Page(
      long after, Optional<EncodedPacket> events, long last, Optional<EncodedPacket> members) {}

  private final Participant participant;
  private final RoomId room;
  private final Metrics metrics;

  /** The last event that was told, or stands in the queue. */
  private long cursor;

  private boolean lagging;
  private boolean asked;

  RoomFeed(Participant participant, RoomId room, long cursor, Metrics metrics) {
    this.participant = participant;
    this.room = room;
    this.cursor = cursor;
    this.metrics = metrics;
    participant.feeds().add(this);
  }

  /** Tells events {@code before < sequence <= last}. Answers whether they were taken. */
  boolean tellEvents(EncodedPacket packet, long before, long last) {
    if (lagging) {
      return false;
    }
    if (!participant.offer(packet, this, before, false)) {
      lag();
      return false;
    }
    cursor = last;
    return true;
  }

  /** Tells what is worth less room: a fresh list of members makes up for it. */
  void tellNotices(EncodedPacket packet) {
    if (!lagging && !participant.offer(packet, this, NOWHERE, true)) {
      lag();
    }
  }

  @Override
  public void gaveUp(long position) {
    cursor = Math.min(cursor, position);
    lag();
  }

  /** The socket has room again. */
  void writable() {
    if (lagging && !asked) {
      asked = true;
      participant.readOn(room, cursor);
    }
  }

  /** Tells what was asked for, unless more has been given up since. */
  void bringOn(Page page) {
    asked = false;
    if (!lagging) {
      return;
    }
    if (page.after() != cursor) {
      participant.requestWritable();
      return;
    }
    if (page.events().isPresent() && !participant.offer(page.events().get(), this, cursor, false)) {
      return;
    }
    cursor = page.last();
    if (page.members().isPresent()
        && participant.offer(page.members().get(), this, NOWHERE, false)) {
      lagging = false;
      metrics.lagEnded();
    } else {
      participant.requestWritable();
    }
  }

  /** What was told last may not have arrived, nor an answer to what was asked: it reads on. */
  void restart() {
    asked = false;
    lag();
    participant.requestWritable();
  }

  /** The socket has left the room. */
  void end() {
    if (lagging) {
      lagging = false;
      metrics.lagEnded();
    }
    participant.feeds().remove(this);
  }

  private void lag() {
    if (!lagging) {
      lagging = true;
      metrics.lagBegan();
      participant.requestWritable();
    }
  }
}
