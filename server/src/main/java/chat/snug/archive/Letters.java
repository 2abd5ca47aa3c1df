package chat.snug.archive;

/**
 * What a character is to those who look for the ends of words; as characters.ts in the page. Where
 * a text has no character, it is {@link #NONE}. Stateless.
 */
final class Letters {
  static final int NONE = -1;

  private Letters() {}

  /** The whole character that ends before this place. */
  static int before(String text, int at) {
    return at > 0 ? text.codePointBefore(at) : NONE;
  }

  /** The whole character that begins at this place. */
  static int at(String text, int at) {
    return at < text.length() ? text.codePointAt(at) : NONE;
  }

  /** A letter, a digit or a mark. */
  static boolean isLetter(int character) {
    if (character == NONE) {
      return false;
    }
    return switch (Character.getType(character)) {
      case Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      default -> Character.isLetter(character);
    };
  }

  /** Whether a word goes on with it: a letter of a script that has spaces. */
  static boolean isOfWord(int character) {
    return isLetter(character) && !isUnspaced(character);
  }

  /** Whether its script is written without spaces: words stand on both sides then. */
  static boolean isUnspaced(int character) {
    if (character == NONE) {
      return false;
    }
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> character == 0x30FC || character == 0xFF70; // marks of long vowels
    };
  }

  /** Whether it is space; so is where the text ends. */
  static boolean isSpace(int character) {
    return character == NONE
        || Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r');
  }

  static boolean isOneOf(int character, String all) {
    return character != NONE && all.indexOf(character) >= 0;
  }
}
