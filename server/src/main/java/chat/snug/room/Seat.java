package chat.snug.room;

import static java.util.Objects.requireNonNull;

/** What the store keeps of a member: who shows the token is the member. Immutable. */
public record Seat(SeatToken.Hash tokenHash, Member member) {
  /** Checks that both are given. */
  public Seat {
    requireNonNull(tokenHash, "tokenHash");
    requireNonNull(member, "member");
  }
}
