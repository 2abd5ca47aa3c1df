package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a client that comes back stands in the log. Immutable.
 *
 * @param epoch which log, 64 characters at most
 * @param sequence the last event it holds, 0 for none
 * @param tail the id of that event, absent at 0
 */
public record Resume(String epoch, long sequence, Optional<EventId> tail) {
  private static final int MAX_EPOCH_LENGTH = 64;

  /** Checks ranges. */
  public Resume {
    requireNonNull(epoch, "epoch");
    requireNonNull(tail, "tail");
    if (epoch.length() > MAX_EPOCH_LENGTH) {
      throw new IllegalArgumentException("resume.epoch: 64 characters at most are expected");
    }
    if (sequence < 0) {
      throw new IllegalArgumentException("resume: sequence " + sequence + " (expected: 0 or more)");
    }
  }
}
