package chat.snug.room;

import static java.util.Objects.requireNonNull;

/**
 * The place of a command among those that one outbox of a client sends: what is not the next is
 * refused, so that a repeated command does not come to stand behind a later one. Immutable.
 *
 * @param outbox the client's name for the outbox, 1 to 64 characters
 * @param number 1, 2, 3 …
 */
public record OutboxPosition(String outbox, long number) {
  private static final int MAX_LENGTH = 64;

  /** Checks ranges. */
  public OutboxPosition {
    requireNonNull(outbox, "outbox");
    if (outbox.isEmpty() || outbox.length() > MAX_LENGTH || number < 1) {
      throw new IllegalArgumentException(
          "order: an outbox of 1 to 64 characters and a number from 1 are expected");
    }
    Characters.requireSound(outbox, "order.outbox");
  }
}
