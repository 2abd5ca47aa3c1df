package chat.snug.room;

import java.time.Duration;

/**
 * How many new members a room takes in: many at once, as when a class comes in, then a steady
 * trickle. Confined to the room's event loop.
 */
final class SeatAllowance {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final int atOnce;
  private final double perMilli;
  private double left;
  private long countedAt;

  SeatAllowance(RoomOptions options, long now) {
    atOnce = options.newSeatsAtOnce();
    perMilli = options.newSeatsPerMinute() / (double) MINUTE;
    left = atOnce;
    countedAt = now;
  }

  /**
   * Takes one.
   *
   * @throws RefusedException {@code RATE_LIMITED} if there is none now
   */
  void take(long now) {
    left = Math.min(atOnce, left + Math.max(0, now - countedAt) * perMilli);
    countedAt = now;
    if (left < 1) {
      throw RefusedException.tooSoon(Duration.ofMillis((long) Math.ceil((1 - left) / perMilli)));
    }
    left--;
  }
}
