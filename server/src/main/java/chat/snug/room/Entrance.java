package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody who enters gets. Immutable.
 *
 * @param token the seat's token; absent if the client came again without showing it
 * @param members those in the room, with their states; some of them if they are many
 * @param memberCount how many are in the room
 * @param head the room's last sequence
 * @param events ascending; up to the head
 * @param pinned the messages that are pinned, as they are now
 * @param more whether there are older events than these
 * @param newcomer whether the seat was made for this entrance
 * @param now the clock by which events and the end of the room are dated
 * @param editWindow how long a message may be edited
 */
public record Entrance(
    Mode mode,
    StoredRoom room,
    Member self,
    Optional<SeatToken> token,
    List<Present> members,
    int memberCount,
    long head,
    List<RoomEvent> events,
    List<RoomEvent> pinned,
    boolean more,
    boolean newcomer,
    Instant now,
    Duration editWindow) {

  /** How the events relate to what the client holds. */
  public enum Mode {
    /** The last events of the room. */
    SNAPSHOT,
    /** Exactly those after the one that the client holds. */
    RESUME,
    /** The last events, and what the client held counts no more. */
    RESET
  }

  /**
   * A member in the room.
   *
   * @param read the last event that the member has seen since it came in, as far as it says so; 0
   *     if it does not
   */
  public record Present(Member member, Member.State state, long read) {}

  /** Copies the lists. */
  public Entrance {
    requireNonNull(mode, "mode");
    requireNonNull(room, "room");
    requireNonNull(self, "self");
    requireNonNull(token, "token");
    requireNonNull(now, "now");
    requireNonNull(editWindow, "editWindow");
    members = List.copyOf(members);
    events = List.copyOf(events);
    pinned = List.copyOf(pinned);
  }
}
