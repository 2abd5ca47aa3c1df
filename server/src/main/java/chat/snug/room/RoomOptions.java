package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What rooms can be told. Immutable.
 *
 * @param grace how long a room stays when nobody is in it; default 10 min, 0 is possible
 * @param leaveGrace how long a member without a connection counts as reconnecting; default 20 s
 * @param quarantine how long the code of a room that is gone is not given out again; default 7 days
 * @param maxSeats members that a room ever had, at most; default 20,000
 */
public record RoomOptions(Duration grace, Duration leaveGrace, Duration quarantine, int maxSeats) {
  /** Checks that nothing is negative. */
  public RoomOptions {
    if (requireNonNull(grace, "grace").isNegative()
        || requireNonNull(leaveGrace, "leaveGrace").isNegative()
        || requireNonNull(quarantine, "quarantine").isNegative()
        || maxSeats < 1) {
      throw new IllegalArgumentException("room options: a time below zero, or no seats");
    }
  }

  /** The defaults of the product. */
  public static RoomOptions defaults() {
    return new RoomOptions(
        Duration.ofMinutes(10), Duration.ofSeconds(20), Duration.ofDays(7), 20_000);
  }

  /** The same with another time for empty rooms. */
  public RoomOptions withGrace(Duration other) {
    return new RoomOptions(other, leaveGrace, quarantine, maxSeats);
  }

  /** The same with another time for members without a connection. */
  public RoomOptions withLeaveGrace(Duration other) {
    return new RoomOptions(grace, other, quarantine, maxSeats);
  }
}
