package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Budgets for codes that open nothing. Immutable.
 *
 * @param missesPerMinute of one address; default 10
 * @param missesPerHour of one address; default 60
 * @param missesPerDay of one address; default 200
 * @param networkFactor a network (IPv4 /24, IPv6 /48) has so many times as much; default 8
 * @param globalMissesPerMinute of everybody, and one more for each address from which somebody new
 *     came in during the last minute, three times as much at most; beyond it strangers have to
 *     solve a challenge; default 60
 * @param challengeBits leading zero bits of the hash that solves it; default 20
 * @param answerFloor a code that opens nothing is answered no sooner than this; default 150 ms
 */
public record DoorLimits(
    int missesPerMinute,
    int missesPerHour,
    int missesPerDay,
    int networkFactor,
    int globalMissesPerMinute,
    int challengeBits,
    Duration answerFloor) {
  /** Checks ranges. */
  public DoorLimits {
    requireNonNull(answerFloor, "answerFloor");
    if (missesPerMinute < 1
        || missesPerHour < missesPerMinute
        || missesPerDay < missesPerHour
        || networkFactor < 1
        || globalMissesPerMinute < 1
        || challengeBits < 1
        || challengeBits > 40) {
      throw new IllegalArgumentException("door limits: out of range");
    }
  }

  /** The defaults of the product. */
  public static DoorLimits defaults() {
    return new DoorLimits(10, 60, 200, 8, 60, 20, Duration.ofMillis(150));
  }
}
