package chat.snug.room;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a room rests after a fault before it is loaded anew: not at all after the first, longer
 * each time after those that follow it soon. A command that has broken the room twice is poison.
 * Confined to the room's event loop.
 */
final class RoomRests {
  static final Duration CALM = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 5;

  private final InstantSource clock;
  private int streak;
  private long last;
  private Request.@Nullable Command suspect;
  private boolean poison;

  RoomRests(InstantSource clock) {
    this.clock = clock;
  }

  /** A fault has happened, while this was done perhaps: the time to rest. */
  Duration next(Optional<Request> during) {
    long now = clock.millis();
    if (Math.abs(now - last) > CALM.toMillis()) {
      streak = 0;
    }
    last = now;
    if (during.orElse(null) instanceof Request.Command command) {
      poison = suspect != null && suspect.isSame(command);
      suspect = command;
    }
    Duration rest =
        streak == 0 ? Duration.ZERO : FIRST.multipliedBy(1L << Math.min(streak - 1, MAX_DOUBLINGS));
    streak++;
    return rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
  }

  /** Whether this is better not tried again. */
  boolean isPoison(Request.Command command) {
    return poison && suspect != null && suspect.isSame(command);
  }
}
