package chat.snug.room;

import static java.util.Objects.requireNonNull;

/**
 * What the store keeps of a member: who shows the token is the member. Immutable.
 *
 * @param hasLeft whether the member has left the room and not come back since
 */
public record Seat(SeatToken.Hash tokenHash, Member member, boolean hasLeft) {
  /** Checks that both are given. */
  public Seat {
    requireNonNull(tokenHash, "tokenHash");
    requireNonNull(member, "member");
  }

  /** The seat of somebody who comes in. */
  public Seat(SeatToken.Hash tokenHash, Member member) {
    this(tokenHash, member, false);
  }
}
