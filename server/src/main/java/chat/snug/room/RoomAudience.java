package chat.snug.room;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The connections of this node that are in a room. Called on the room's event loop; what is told
 * here arrives at each connection in the order of the calls. A connection that cannot keep up is
 * told nothing more until it has read on from the log, by {@link Rooms#feed}. No method blocks.
 */
public interface RoomAudience {
  /** From now on the visitor is told what happens; it holds all events up to {@code head}. */
  void enter(Visitor visitor, long head);

  /** From now on the visitor is told nothing more. */
  void leave(Visitor visitor);

  /** Tells everybody about stored events, ascending and without a gap to those told before. */
  void tellEvents(List<RoomEvent> events);

  /** Tells everybody. */
  void tellNotices(List<Notice> notices);

  /** Tells one visitor, who is in the audience; whatever waits for it already. */
  void tell(Visitor visitor, Notice notice);

  /**
   * Brings one visitor on, who could not be told everything and has asked for what comes next.
   *
   * @param after the event that it asked for what comes after
   * @param events ascending, from the next one
   * @param members who is in the room, if the visitor is level with the log now: from here on it is
   *     told what happens again
   */
  void feed(Visitor visitor, long after, List<RoomEvent> events, Optional<Notice.Members> members);

  /**
   * What was told last may not have reached everybody: from now on exactly these visitors are in
   * the audience, and each reads on from the log before it is told anything else.
   *
   * @param head what those hold who were not in the audience yet
   */
  void restart(Collection<Visitor> visitors, long head);

  /** Tells everybody this last thing, whatever waits for them already; then nothing any more. */
  void close(Notice last);
}
