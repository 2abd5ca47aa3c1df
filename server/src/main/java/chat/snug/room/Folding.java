package chat.snug.room;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Texts as they are compared when somebody searches: whatever case, accents and signs of writing;
 * as word-folding.ts in the page and archive.js in a saved room, and held to the same words
 * (folds.json). What is in the index was folded when it came there: whoever changes this makes a
 * migration that empties the index. Stateless.
 */
final class Folding {
  /**
   * Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic, and what is unseen.
   */
  private static final Pattern UNCOUNTED =
      Pattern.compile(
          "[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
              + "\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
              + "\u08ca-\u08e1\u08e3-\u08ff\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff"
              + "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f"
              + "\ufe20-\ufe2f\ufeff\\x{e0000}-\\x{e0fff}]");

  private Folding() {}

  static String fold(String text) {
    String written = replaced(text, Folding::sign);
    String decomposed = Normalizer.normalize(written, Normalizer.Form.NFKD);
    String bare = UNCOUNTED.matcher(decomposed).replaceAll("");
    return replaced(bare.toLowerCase(Locale.ROOT), Folding::letter);
  }

  /** Text for one character. */
  private interface Replacement {
    String of(char character);
  }

  private static String replaced(String text, Replacement replacement) {
    StringBuilder all = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < 0x80 && character != '`') {
        all.append(character);
      } else {
        all.append(replacement.of(character));
      }
    }
    return all.toString();
  }

  /** Apostrophes, quotes and dashes: phones type others than keyboards. */
  private static String sign(char character) {
    return switch (character) {
      case '`', '´', 'ʹ', 'ʻ', 'ʼ', 'ʽ', 'ˈ', '‘', '’', '‚', '‛', '′', '‹', '›', '＇' -> "'";
      case '«', '»', '“', '”', '„', '‟', '″', '〝', '〞', '〟' -> "\"";
      case '‐', '‑', '‒', '–', '—', '―', '−', '⸺', '﹘' -> "-";
      default -> String.valueOf(character);
    };
  }

  /** Letters that no decomposition tells to be others. */
  private static String letter(char character) {
    return switch (character) {
      case 'ß' -> "ss";
      case 'æ' -> "ae";
      case 'œ' -> "oe";
      case 'þ' -> "th";
      case 'ı' -> "i";
      case 'ȷ' -> "j";
      case 'ø' -> "o";
      case 'đ', 'ð' -> "d";
      case 'ł' -> "l";
      case 'ħ' -> "h";
      case 'ŧ' -> "t";
      case 'ŋ' -> "n";
      case 'ς' -> "σ";
      case 'ٱ' -> "ا";
      case 'ى', 'ی' -> "ي";
      case 'ک' -> "ك";
      case 'ة', 'ہ', 'ھ' -> "ه";
      default -> digit(character);
    };
  }

  /** Digits of Arabic and of Persian are digits. */
  private static String digit(char character) {
    boolean isDigit =
        (character >= '٠' && character <= '٩') || (character >= '۰' && character <= '۹');
    return String.valueOf(isDigit ? (char) ('0' + (character & 0xF)) : character);
  }
}
