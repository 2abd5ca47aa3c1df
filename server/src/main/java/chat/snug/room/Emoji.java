package chat.snug.room;

import java.util.regex.Pattern;

/**
 * One emoji, as a person sees it: one grapheme cluster, however many code points it has. At most 64
 * UTF-16 units. Immutable. Source: Unicode Technical Standard 51.
 */
public record Emoji(String value) {
  private static final int MAX_LENGTH = 64;
  private static final int VARIATION_16 = 0xFE0F;
  private static final int KEYCAP = 0x20E3;
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  /** Checks that it is one, and drops a variation selector that changes nothing. */
  public Emoji {
    value = canonical(value);
    if (value.length() > MAX_LENGTH
        || !CLUSTER.matcher(value).matches()
        || value.codePoints().noneMatch(Emoji::isPicture)) {
      throw new IllegalArgumentException("emoji: exactly one emoji is expected");
    }
  }

  /** An emoji that is a picture by itself needs no U+FE0F; with and without it are the same. */
  private static String canonical(String text) {
    StringBuilder canonical = new StringBuilder();
    int before = 0;
    for (int codePoint : text.codePoints().toArray()) {
      if (codePoint != VARIATION_16 || !Character.isEmojiPresentation(before)) {
        canonical.appendCodePoint(codePoint);
      }
      before = codePoint;
    }
    return canonical.toString();
  }

  private static boolean isPicture(int codePoint) {
    return Character.isEmojiPresentation(codePoint)
        || Character.isExtendedPictographic(codePoint)
        || codePoint == KEYCAP;
  }
}
