package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A request to enter a room. Immutable.
 *
 * @param room the room whose seat the token is; counts where no code is given
 * @param code the door
 * @param name the name of a new member; not looked at if the seat is known
 * @param welcome how strangers are met
 */
public record Joining(
    Optional<RoomId> room,
    Optional<RoomCode> code,
    Optional<MemberName> name,
    Optional<SeatToken> token,
    Optional<Resume> resume,
    Welcome welcome) {

  /** How somebody without a seat is met. */
  public enum Welcome {
    /** The code opens, as often as the room's own bound allows. */
    OPEN,
    /** The code opens, and no bound on people counts. */
    EXEMPT
  }

  /** Checks that all is given. */
  public Joining {
    requireNonNull(room, "room");
    requireNonNull(code, "code");
    requireNonNull(name, "name");
    requireNonNull(token, "token");
    requireNonNull(resume, "resume");
    requireNonNull(welcome, "welcome");
  }

  /** The same, met in another way. */
  public Joining with(Welcome other) {
    return new Joining(room, code, name, token, resume, other);
  }

  static Joining bySeat(RoomId room, SeatToken token) {
    return new Joining(
        Optional.of(room),
        Optional.empty(),
        Optional.empty(),
        Optional.of(token),
        Optional.empty(),
        Welcome.OPEN);
  }

  /** The same by the seat alone. */
  public Joining withoutCode() {
    return new Joining(room, Optional.empty(), name, token, resume, welcome);
  }
}
