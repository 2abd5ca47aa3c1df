package chat.snug.room;

import java.util.List;

/**
 * The connections of this node that are in a room. Called on the room's event loop; what is told
 * here arrives at each connection in the order of the calls. No method blocks.
 */
public interface RoomAudience {
  /** From now on the visitor is told what happens. */
  void enter(Visitor visitor);

  /** From now on the visitor is told nothing more. */
  void leave(Visitor visitor);

  /** Tells everybody about stored events, ascending and without a gap to those told before. */
  void tellEvents(List<RoomEvent> events);

  /** Tells everybody. */
  void tellNotices(List<Notice> notices);

  /** Tells one visitor, who is in the audience. */
  void tell(Visitor visitor, Notice notice);

  /** Everybody leaves, and nothing is told any more. */
  void close();
}
