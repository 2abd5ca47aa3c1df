package chat.snug.room;

/**
 * What a string must be to be kept: JSON can say NUL and halves of surrogate pairs, which stand for
 * nothing, and which databases refuse or make the same of. And which characters nobody sees.
 * Stateless.
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
   * Whether nothing is seen of a character: spaces, what Unicode calls {@code
   * Default_Ignorable_Code_Point}, and the few letters and signs whose glyph is empty.
   */
  static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || isIgnorable(codePoint)
        || hasEmptyGlyph(codePoint);
  }

  /** Beside those of the category Cf (Unicode, DerivedCoreProperties). */
  private static boolean isIgnorable(int codePoint) {
    return codePoint == 0x034F // combining grapheme joiner
        || codePoint == 0x115F // Hangul fillers
        || codePoint == 0x1160
        || codePoint == 0x3164
        || codePoint == 0xFFA0
        || codePoint == 0x17B4 // Khmer vowels that are not written
        || codePoint == 0x17B5
        || codePoint == 0x2065
        || isBetween(codePoint, 0x180B, 0x180F) // Mongolian and other variations
        || isBetween(codePoint, 0xFE00, 0xFE0F)
        || isBetween(codePoint, 0xFFF0, 0xFFF8)
        || isBetween(codePoint, 0xE0000, 0xE0FFF);
  }

  private static boolean hasEmptyGlyph(int codePoint) {
    return codePoint == 0x2800 // Braille without a dot
        || codePoint == 0x1D159 // a note without a head
        || codePoint == 0x13441 // Egyptian blanks
        || codePoint == 0x13442
        || codePoint == 0x16FE4; // Khitan filler
  }

  private static boolean isBetween(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
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
