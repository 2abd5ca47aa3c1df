package chat.snug.room;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A member's name: normalised to NFC, without spaces around it, 1 to 32 characters as people count
 * them, nothing invisible and at most two marks on a letter. Immutable.
 */
public record MemberName(String value) {
  private static final int MAX_CHARACTERS = 32;
  private static final int MAX_UNITS = 256;
  private static final int MAX_MARKS = 2;

  /** Checks the rules. */
  public MemberName {
    if (!isValid(value)) {
      throw new RefusedException(Refusal.NAME_INVALID);
    }
  }

  /**
   * Makes a name of what a person typed.
   *
   * @throws RefusedException {@code NAME_INVALID} if nobody may be called so
   */
  public static MemberName of(String typed) {
    if (typed.length() > MAX_UNITS) {
      throw new RefusedException(Refusal.NAME_INVALID);
    }
    return new MemberName(
        Normalizer.normalize(typed.strip(), Normalizer.Form.NFC).replaceAll("\\p{Zs}+", " "));
  }

  /**
   * A name as it was stored, by another version of Snug or of Java perhaps, which knew of other
   * characters: what is no name here stands as a question mark.
   */
  public static MemberName stored(String name) {
    return isValid(name) ? new MemberName(name) : new MemberName("?");
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > MAX_UNITS || characters(name) > MAX_CHARACTERS) {
      return false;
    }
    int marks = 0;
    boolean visible = false;
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      int type = Character.getType(name.codePointAt(i));
      if (isForbidden(type) || isUnseen(name.codePointAt(i), type)) {
        return false;
      }
      boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
      marks = mark ? marks + 1 : 0;
      visible |= !mark && type != Character.SPACE_SEPARATOR;
      if (marks > MAX_MARKS) {
        return false;
      }
    }
    return visible;
  }

  /** It would make two names of one; but emoji have marks that say how they are drawn. */
  private static boolean isUnseen(int codePoint, int type) {
    boolean isVariation = codePoint == 0xFE0E || codePoint == 0xFE0F;
    return !isVariation && type != Character.SPACE_SEPARATOR && Characters.isBlank(codePoint);
  }

  private static boolean isForbidden(int type) {
    return switch (type) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static int characters(String name) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(name);
    int count = 0;
    while (characters.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }
}
