package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * What people type to enter a room: 4 letters, 5 or 6 when live rooms are many, upper case, of the
 * 24 that cannot be mistaken for a digit (no I, no O). A door, not a secret. Immutable.
 */
public record RoomCode(String value) {
  /** The letters of a code, in alphabetical order. */
  public static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ";

  static final int MIN_LENGTH = 4;
  static final int MAX_LENGTH = 6;

  /** Checks length and letters. */
  public RoomCode {
    requireNonNull(value, "value");
    if (!isCode(value)) {
      throw new IllegalArgumentException(
          "room code: \"" + value + "\" (expected: 4 to 6 of " + ALPHABET + ")");
    }
  }

  /**
   * Reads what a person typed: any case, with spaces or dashes, or a whole link with {@code
   * /r/CODE} in it. Empty if it is no code.
   */
  public static Optional<RoomCode> parse(String typed) {
    String code = lastPathSegment(typed.strip());
    StringBuilder letters = new StringBuilder(MAX_LENGTH);
    for (int i = 0; i < code.length() && letters.length() <= MAX_LENGTH; i++) {
      char letter = code.charAt(i);
      if (letter != ' ' && letter != '-') {
        letters.append(letter);
      }
    }
    String upperCase = letters.toString().toUpperCase(Locale.ROOT);
    return isCode(upperCase) ? Optional.of(new RoomCode(upperCase)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }

  private static String lastPathSegment(String typed) {
    int room = typed.lastIndexOf("/r/");
    if (room < 0) {
      return typed;
    }
    int start = room + 3;
    int end = start;
    while (end < typed.length() && "/?#".indexOf(typed.charAt(end)) < 0) {
      end++;
    }
    return typed.substring(start, end);
  }

  private static boolean isCode(String text) {
    return text.length() >= MIN_LENGTH
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
  }
}
