package chat.snug.room;

import java.util.List;

/** What members are told but the log does not keep: the latest counts. Immutable. */
public sealed interface Notice {
  /** A member came in. */
  record MemberJoined(Member member) implements Notice {}

  /** A member is in the room no more. */
  record MemberLeft(Member.Id member, LeaveReason reason) implements Notice {}

  /** A member's connection went or came back. */
  record MemberStateChanged(Member.Id member, Member.State state) implements Notice {}

  /** How many members are in a room that is too large to tell of each. */
  record MemberCount(int count) implements Notice {}

  /**
   * Everybody in the room, or some of many: replaces what was told of it before.
   *
   * @param version grows with each such list of a room
   * @param count how many are in the room
   */
  record Members(long version, int count, List<Entrance.Present> members) implements Notice {
    /** Copies the list. */
    public Members {
      members = List.copyOf(members);
    }
  }

  /** Where the log ends: who holds less has missed something. */
  record Head(long sequence) implements Notice {}

  /** A member is writing, or not any more. */
  record Typing(Member.Id member, MemberName name, boolean on) implements Notice {}

  /** A member has seen all up to this event. */
  record HasRead(Member.Id member, long sequence) implements Notice {}

  /** The room is gone. */
  record RoomClosed(EndReason reason) implements Notice {}

  /** This connection is in the room no more, though the room goes on. */
  record Removed(LeaveReason reason) implements Notice {}

  /** Why a member is in the room no more. */
  enum LeaveReason {
    /** They said so. */
    LEFT,
    /** They did not come back in time. */
    TIMEOUT
  }

  /** Why a room is gone. */
  enum EndReason {
    /** Its host closed it. */
    CLOSED,
    /** Nobody was in it for the grace period. */
    EMPTY,
    /** Its time was over. */
    EXPIRED
  }
}
