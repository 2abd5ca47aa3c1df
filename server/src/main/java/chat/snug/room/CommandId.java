package chat.snug.room;

import static java.util.Objects.requireNonNull;

/** The client's own id of a command, 1 to 64 characters; unique per member. Immutable. */
public record CommandId(String value) {
  private static final int MAX_LENGTH = 64;

  /** Checks the length, and that every character stands for something. */
  public CommandId {
    requireNonNull(value, "value");
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("cid: " + value.length() + " characters (expected: 1-64)");
    }
    Characters.requireSound(value, "cid");
  }
}
