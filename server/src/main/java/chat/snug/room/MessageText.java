package chat.snug.room;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The text of a message, exactly as it was sent: never trimmed or normalised. At most 4,000 code
 * points, 16 KiB and 100 lines. Immutable.
 */
public record MessageText(String value) {
  /** Code points of a text at most. */
  public static final int MAX_CODE_POINTS = 4_000;

  /** Bytes of a text in UTF-8 at most. */
  public static final int MAX_BYTES = 16 * 1024;

  /** Lines of a text at most. */
  public static final int MAX_LINES = 100;

  /**
   * Checks the rules.
   *
   * @throws RefusedException {@code TOO_LONG}, or {@code MALFORMED} for NUL or a lone surrogate
   */
  public MessageText {
    checkLength(value);
    checkCharacters(value);
  }

  /**
   * Checks that there is something to see in it.
   *
   * @throws RefusedException {@code MALFORMED} if there is not
   */
  public void requireVisible() {
    if (value.codePoints().noneMatch(MessageText::isVisible)) {
      throw new RefusedException(Refusal.MALFORMED, "There is nothing to see in this message.");
    }
  }

  /** How many bytes this takes in UTF-8. */
  public int byteCount() {
    return value.getBytes(UTF_8).length;
  }

  private static void checkLength(String text) {
    if (text.length() > MAX_BYTES
        || text.codePointCount(0, text.length()) > MAX_CODE_POINTS
        || text.getBytes(UTF_8).length > MAX_BYTES) {
      throw new RefusedException(
          Refusal.TOO_LONG, "A message has 4,000 characters at most, and 16 KiB.");
    }
    if (text.chars().filter(c -> c == '\n').count() >= MAX_LINES) {
      throw new RefusedException(Refusal.TOO_LONG, "A message has 100 lines at most.");
    }
  }

  private static void checkCharacters(String text) {
    if (!Characters.areSound(text)) {
      throw new RefusedException(
          Refusal.MALFORMED, "The text has a character that stands for nothing.");
    }
  }

  private static boolean isVisible(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL && !Characters.isBlank(codePoint);
  }
}
