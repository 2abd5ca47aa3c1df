package chat.snug.room;

import static java.util.Objects.requireNonNull;

/** A connection in a room, as a member. Immutable. */
public record Attendance(RoomId room, Member.Id member, Visitor visitor) {
  /** Checks that all is given. */
  public Attendance {
    requireNonNull(room, "room");
    requireNonNull(member, "member");
    requireNonNull(visitor, "visitor");
  }
}
