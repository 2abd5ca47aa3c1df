package chat.snug.room;

import java.time.Duration;

/**
 * How soon after one batch of messages the next may go out. To tell a thousand members costs some
 * milliseconds, whether it is one message or ten; so in a large room messages that come within
 * {@link #MAX_PAUSE} of the last batch wait for each other, unless they are many already. A message
 * that comes later than that goes at once, and so does every message in a room of fewer than {@link
 * #MIN_MEMBERS}. Confined to the room's event loop.
 */
final class Pace {
  static final int MIN_MEMBERS = 100;
  static final Duration MAX_PAUSE = Duration.ofMillis(30);

  /** A batch of so many is worth a round by itself. */
  static final int ENOUGH = 8;

  private static final int MEMBERS_PER_MILLISECOND = 33;

  private long last;

  /** How long a batch of so many shall wait for more, in ms. */
  long pauseBefore(int drafts, int members, long now) {
    if (drafts == 0 || drafts >= ENOUGH || members < MIN_MEMBERS) {
      return 0;
    }
    long pause = Math.min(MAX_PAUSE.toMillis(), members / MEMBERS_PER_MILLISECOND);
    return Math.clamp(last + pause - now, 0, pause);
  }

  /** A batch goes out. */
  void wrote(long now) {
    last = now;
  }
}
