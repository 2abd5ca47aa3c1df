package chat.snug.engineio;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much may wait for receivers that are slow. Immutable.
 *
 * @param maxBytes bytes that may wait for one session, answers not counted; one more is not taken;
 *     default 1 MiB. Beyond a quarter of it nothing is taken that may as well be lost, and below a
 *     sixteenth the session asks for more
 * @param maxMessages messages that may wait for one session; default 1,024
 * @param maxAnswerBytes bytes of answers that may wait for one session; one more closes it; default
 *     4 MiB. Beyond a sixteenth of it the session is not read from
 * @param maxTotalBytes bytes that may wait for all sessions, a message for many counted once;
 *     beyond it the sessions with most give up what they can read again; default a quarter of the
 *     heap, but at least 64 MiB
 * @param stallTimeout a session that takes nothing for so long, though something waits, is closed;
 *     default 30 s
 */
public record QueueOptions(
    int maxBytes, int maxMessages, int maxAnswerBytes, long maxTotalBytes, Duration stallTimeout) {
  private static final long LEAST_TOTAL_BYTES = 64 * 1024 * 1024;

  /** Checks that all are positive. */
  public QueueOptions {
    if (Math.min(maxBytes, Math.min(maxMessages, maxAnswerBytes)) < 1
        || maxTotalBytes < 1
        || !requireNonNull(stallTimeout, "stallTimeout").isPositive()) {
      throw new IllegalArgumentException("queue options: less than 1");
    }
  }

  /** The defaults of the product. */
  public static QueueOptions defaults() {
    return new QueueOptions(
        1024 * 1024,
        1024,
        4 * 1024 * 1024,
        Math.max(LEAST_TOTAL_BYTES, Runtime.getRuntime().maxMemory() / 4),
        Duration.ofSeconds(30));
  }

  /** Beyond this nothing is taken that may as well be lost. */
  int softBytes() {
    return maxBytes / 4;
  }

  /** Below this the session asks for more. */
  int lowBytes() {
    return maxBytes / 16;
  }

  /** Beyond this the session is not read from; below half of it, it is again. */
  int pauseBytes() {
    return maxAnswerBytes / 16;
  }
}
