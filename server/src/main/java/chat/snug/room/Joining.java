package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A request to enter a room. Immutable.
 *
 * @param room the room whose seat the token is, tried first
 * @param code the door, tried next
 * @param name the name of a new member; not looked at if the seat is known
 */
public record Joining(
    Optional<RoomId> room,
    Optional<RoomCode> code,
    Optional<MemberName> name,
    Optional<SeatToken> token,
    Optional<Resume> resume) {
  /** Checks that all is given. */
  public Joining {
    requireNonNull(room, "room");
    requireNonNull(code, "code");
    requireNonNull(name, "name");
    requireNonNull(token, "token");
    requireNonNull(resume, "resume");
  }

  static Joining bySeat(RoomId room, SeatToken token) {
    return new Joining(
        Optional.of(room),
        Optional.empty(),
        Optional.empty(),
        Optional.of(token),
        Optional.empty());
  }

  Joining withoutCode() {
    return new Joining(room, Optional.empty(), name, token, resume);
  }
}
