package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What rooms can be told. Immutable.
 *
 * @param grace how long a room stays when nobody is in it; default 10 min, 0 is possible
 * @param leaveGrace how long a member without a connection counts as reconnecting; default 20 s
 * @param quarantine how long the code of a room that is gone is not given out again; default 7 days
 * @param editWindow how long after it was sent a message may be edited; default 24 h
 * @param headInterval how often the members of a room are told where its log ends; default 25 s
 * @param maxSeats members that a room ever had, at most; default 20,000
 * @param newSeatsAtOnce new members that a room takes in at once after a rest; default 300
 * @param newSeatsPerMinute new members that a room takes in in the long run; default 60
 * @param keptBytes what all rooms together keep of their logs in memory, at most; default an eighth
 *     of the heap, but at least 32 MiB
 */
public record RoomOptions(
    Duration grace,
    Duration leaveGrace,
    Duration quarantine,
    Duration editWindow,
    Duration headInterval,
    int maxSeats,
    int newSeatsAtOnce,
    int newSeatsPerMinute,
    long keptBytes) {
  private static final long LEAST_KEPT_BYTES = 32 * 1024 * 1024;

  /** Checks that nothing is negative. */
  public RoomOptions {
    if (requireNonNull(grace, "grace").isNegative()
        || requireNonNull(leaveGrace, "leaveGrace").isNegative()
        || requireNonNull(quarantine, "quarantine").isNegative()
        || requireNonNull(editWindow, "editWindow").isNegative()
        || !requireNonNull(headInterval, "headInterval").isPositive()
        || Math.min(maxSeats, Math.min(newSeatsAtOnce, newSeatsPerMinute)) < 1) {
      throw new IllegalArgumentException("room options: a time below zero, or no seats");
    }
  }

  /** The defaults of the product. */
  public static RoomOptions defaults() {
    return new RoomOptions(
        Duration.ofMinutes(10),
        Duration.ofSeconds(20),
        Duration.ofDays(7),
        Duration.ofHours(24),
        Duration.ofSeconds(25),
        20_000,
        300,
        60,
        Math.max(LEAST_KEPT_BYTES, Runtime.getRuntime().maxMemory() / 8));
  }

  /** The same with another bound on what rooms keep in memory. */
  public RoomOptions withKeptBytes(long other) {
    return new RoomOptions(
        grace,
        leaveGrace,
        quarantine,
        editWindow,
        headInterval,
        maxSeats,
        newSeatsAtOnce,
        newSeatsPerMinute,
        other);
  }

  /** The same with another time for empty rooms. */
  public RoomOptions withGrace(Duration other) {
    return new RoomOptions(
        other,
        leaveGrace,
        quarantine,
        editWindow,
        headInterval,
        maxSeats,
        newSeatsAtOnce,
        newSeatsPerMinute,
        keptBytes);
  }

  /** The same with another time for edits. */
  public RoomOptions withEditWindow(Duration other) {
    return new RoomOptions(
        grace,
        leaveGrace,
        quarantine,
        other,
        headInterval,
        maxSeats,
        newSeatsAtOnce,
        newSeatsPerMinute,
        keptBytes);
  }

  /** The same with another time for members without a connection. */
  public RoomOptions withLeaveGrace(Duration other) {
    return new RoomOptions(
        grace,
        other,
        quarantine,
        editWindow,
        headInterval,
        maxSeats,
        newSeatsAtOnce,
        newSeatsPerMinute,
        keptBytes);
  }
}
