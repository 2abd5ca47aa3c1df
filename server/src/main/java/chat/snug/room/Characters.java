package chat.snug.room;

/**
 * What a string must be to be kept: JSON can say NUL and halves of surrogate pairs, which stand for
 * nothing, and which databases refuse or make the same of. Stateless.
 */
public final class Characters {
  private Characters() {}

  /** Whether every character of the text stands for something. */
  public static boolean areSound(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE) {
        return false;
      }
      i += Character.charCount(codePoint);
    }
    return true;
  }

  /**
   * Checks a text that is somebody's own name for something.
   *
   * @param what the name of the value, for the message
   * @throws IllegalArgumentException if a character stands for nothing
   */
  static void requireSound(String text, String what) {
    if (!areSound(text)) {
      throw new IllegalArgumentException(what + ": a character stands for nothing");
    }
  }
}
