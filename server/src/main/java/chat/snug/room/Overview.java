package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A room as it is told to a member who wants to read it as a whole. Immutable.
 *
 * @param member who asks
 * @param head the last sequence, 0 if nothing has happened yet
 * @param pinned the messages that are pinned
 */
public record Overview(StoredRoom room, Member member, long head, Set<EventId> pinned) {
  /** Copies the set. */
  public Overview {
    requireNonNull(room, "room");
    requireNonNull(member, "member");
    pinned = Set.copyOf(pinned);
  }
}
