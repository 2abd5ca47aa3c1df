package chat.snug.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of the web as people write it between their words; as web-address.ts in the page.
 * Immutable.
 *
 * @param address where it leads
 * @param end where it ends in the text
 */
record WebAddress(String address, int end) {
  private static final Pattern BEGINNING = Pattern.compile("(?i)https?://|www\\.");
  private static final Pattern AUTHORITY = Pattern.compile("(?i)https?://([^/?#]*)");
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)(?:\\[[\\da-f:.]+]|[\\p{L}\\p{N}\\p{M}_-]+(?:\\.[\\p{L}\\p{N}\\p{M}_-]+)*)"
              + "(?::(\\d{1,5}))?");
  private static final int MAX_PORT = 65_535;

  /** No address has them: quotes, marks, and the punctuation of scripts without spaces. */
  private static final Pattern STOP =
      Pattern.compile(
          "[<>\"\\\\|`\\p{Cc}\\p{Cf}\u00ab\u00bb\u060c\u061b\u061f\u0964\u2018-\u201f\u2026"
              + "\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]");

  /** They belong to the sentence, not to the address, when they stand at its end. */
  private static final String TRAILING = ".,:;!?'*_~)]}";

  /** The address that begins at this place. */
  static Optional<WebAddress> at(String text, int at) {
    Matcher beginning = BEGINNING.matcher(text).region(at, text.length());
    if (!beginning.lookingAt()) {
      return Optional.empty();
    }
    int end = withoutTrailing(text, at, extent(text, beginning.end()));
    return of(text.substring(at, end)).map(address -> new WebAddress(address, end));
  }

  /** Where an address leads that is written so, if it leads to the web. */
  static Optional<String> of(String written) {
    boolean isShort = written.regionMatches(true, 0, "www.", 0, 4);
    String address = isShort ? "https://" + written : written;
    Matcher authority = AUTHORITY.matcher(address);
    if (!authority.lookingAt()) {
      return Optional.empty();
    }
    Matcher host = HOST.matcher(authority.group(1));
    boolean hasDots =
        !isShort || authority.group(1).chars().filter(character -> character == '.').count() > 1;
    boolean leads =
        host.matches()
            && hasDots
            && (host.group(1) == null || Integer.parseInt(host.group(1)) <= MAX_PORT);
    return leads ? Optional.of(address) : Optional.empty();
  }

  /**
   * To the first character that cannot belong to it, or a word of a script without spaces behind a
   * Latin one.
   */
  private static int extent(String text, int start) {
    int end = start;
    for (int before = text.charAt(start - 1); end < text.length(); ) {
      int character = text.codePointAt(end);
      boolean isOther = Letters.isUnspaced(character) && isLatin(before);
      if (isOther
          || Letters.isSpace(character)
          || STOP.matcher(Character.toString(character)).matches()) {
        break;
      }
      before = character;
      end += Character.charCount(character);
    }
    return end;
  }

  private static boolean isLatin(int character) {
    return character < 0x80 && Character.isLetterOrDigit(character);
  }

  private static int withoutTrailing(String text, int from, int to) {
    Map<Character, Integer> counts = new HashMap<>();
    for (int i = from; i < to; i++) {
      counts.merge(text.charAt(i), 1, Integer::sum);
    }
    int end = to;
    while (end > from && TRAILING.indexOf(text.charAt(end - 1)) >= 0) {
      char last = text.charAt(end - 1);
      int opening = counts.getOrDefault(openingOf(last), 0);
      if (openingOf(last) != last && counts.getOrDefault(last, 0) <= opening) {
        break;
      }
      counts.merge(last, -1, Integer::sum);
      end--;
    }
    return end;
  }

  private static char openingOf(char closing) {
    return switch (closing) {
      case ')' -> '(';
      case ']' -> '[';
      case '}' -> '{';
      default -> closing;
    };
  }
}
