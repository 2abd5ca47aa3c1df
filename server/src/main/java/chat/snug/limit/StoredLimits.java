package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Bounds on what one address leaves behind, beside its files. Immutable.
 *
 * @param addressKibibytes events that are stored, in KiB, each one at least; default 16/s, 65,536
 *     at once: some 1.4 GB a day
 * @param stayingRooms rooms that stay when nobody is in them; default 2/h, 40 at once
 */
public record StoredLimits(Rate addressKibibytes, Rate stayingRooms) {
  /** Checks that both are given. */
  public StoredLimits {
    requireNonNull(addressKibibytes, "addressKibibytes");
    requireNonNull(stayingRooms, "stayingRooms");
  }

  /** The defaults of the product. */
  public static StoredLimits defaults() {
    return new StoredLimits(Rate.perSecond(16, 65_536), new Rate(2, Duration.ofHours(1), 40));
  }
}
