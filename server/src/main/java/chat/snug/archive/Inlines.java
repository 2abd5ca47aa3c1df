package chat.snug.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what stands within the lines of a paragraph; as inline.ts in the page. Each character is
 * looked at a bounded number of times. Confined to one reading.
 */
final class Inlines {
  private static final int MAX_DEPTH = 8;
  private static final String SIGNS = "\\`*_~|[hHwW";
  private static final Pattern TARGET = Pattern.compile("(?i)https?://|www\\.");
  private static final Pattern LABEL = Pattern.compile("\\[([^\\[\\]\n]+)]\\(");
  private static final String OPENING = "([{（「『【《〈";
  private static final String CLOSING = ")]}）」』】》〉.,:;!?…。、，！？：；";

  /** Between punctuation marks open behind these as well as behind brackets, and close before. */
  private static final String BESIDE = "\"'“”„‘’«»¿¡*_~|";

  /** What is calculated, a path, a face: marks beside these mark nothing. */
  private static final String OPERATORS = "/\\=+#$%&@^<";

  /** What was read, and how deep it nests. */
  private record Read(Span span, int height) {}

  /**
   * Marks that something may begin with; they are text until its end is found.
   *
   * @param place among what was read
   * @param from where what it encloses begins
   */
  private record Opening(String mark, int place, int from) {}

  /** Which way marks face. */
  private record Facing(boolean opens, boolean closes) {}

  private final String text;
  private final boolean mayLink;
  private final Map<Integer, Deque<Integer>> ticks;
  private final List<Read> read = new ArrayList<>();
  private final List<Opening> openings = new ArrayList<>();
  private int at;

  private Inlines(String text, boolean mayLink) {
    this.text = text;
    this.mayLink = mayLink;
    this.ticks = ticksOf(text);
  }

  static List<Span> read(String text) {
    return new Inlines(text, true).read();
  }

  private List<Span> read() {
    while (at < text.length()) {
      readOne();
    }
    return joined(read);
  }

  private void readOne() {
    char sign = text.charAt(at);
    switch (sign) {
      case '\\' -> word(at + 1 < text.length() ? 1 + runLength(at + 1) : 1);
      case '`' -> code();
      case '[' -> label();
      case 'h', 'H', 'w', 'W' -> address();
      case '*', '_', '~', '|' -> marks(sign);
      default -> {
        int next = at + 1;
        while (next < text.length() && SIGNS.indexOf(text.charAt(next)) < 0) {
          next++;
        }
        word(next - at);
      }
    }
  }

  /** The next characters as they are. */
  private void word(int length) {
    push(new Span.Text(text.substring(at, at + length)), length);
  }

  private void push(Span span, int length) {
    read.add(new Read(span, 0));
    at += length;
  }

  private int runLength(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) == text.charAt(from)) {
      end++;
    }
    return end - from;
  }

  /** Exactly as it was sent; a space at both ends is taken off where it keeps backticks apart. */
  private void code() {
    int length = runLength(at);
    int from = at + length;
    Deque<Integer> places = ticks.getOrDefault(length, new ArrayDeque<>());
    while (!places.isEmpty() && places.getFirst() < from) {
      places.removeFirst();
    }
    String inner = places.isEmpty() ? "" : text.substring(from, places.getFirst());
    if (inner.codePoints().allMatch(Letters::isSpace)) {
      word(length);
      return;
    }
    boolean apart =
        inner.startsWith(" ")
            && inner.endsWith(" ")
            && (inner.startsWith(" `") || inner.endsWith("` "));
    push(
        new Span.Code(apart ? inner.substring(1, inner.length() - 1) : inner),
        inner.length() + 2 * length);
  }

  private void label() {
    Matcher label = LABEL.matcher(text).region(at, text.length());
    boolean isLink = mayLink && Letters.before(text, at) != '!' && label.lookingAt();
    int end = isLink ? endOfTarget(label.end()) : -1;
    Optional<String> address =
        end < 0 || !hasWords(label.group(1))
            ? Optional.empty()
            : WebAddress.of(text.substring(label.end(), end));
    if (address.isEmpty()) {
      word(1);
      return;
    }
    List<Span> words = new Inlines(label.group(1), false).read();
    push(new Span.Link(address.get(), words), end + 1 - at);
  }

  private void address() {
    int before = Letters.before(text, at);
    boolean isShort = Character.toLowerCase(text.charAt(at)) == 'w';
    boolean goesOn =
        Letters.isOneOf(before, isShort ? "_\\.@/-" : "_\\")
            || (before < 0x80 && Character.isLetterOrDigit(before));
    Optional<WebAddress> found = mayLink && !goesOn ? WebAddress.at(text, at) : Optional.empty();
    if (found.isEmpty()) {
      word(1);
      return;
    }
    String written = text.substring(at, found.get().end());
    push(new Span.Link(found.get().address(), List.of(new Span.Text(written))), written.length());
  }

  /** Marks stand at the ends of words: what is calculated, a name or a path stays as it is. */
  private void marks(char sign) {
    int length = runLength(at);
    int from = at;
    if (!isMark(sign, length)) {
      word(length);
      return;
    }
    Facing facing = facing(sign, Letters.before(text, from), Letters.at(text, from + length));
    int rest = length;
    while (facing.closes() && rest > 0) {
      int closed = close(sign, rest, from);
      if (closed == 0) {
        break;
      }
      rest -= closed;
      at += closed;
    }
    for (int one : rest == 3 ? new int[] {2, 1} : rest > 0 ? new int[] {rest} : new int[0]) {
      if (facing.opens()) {
        openings.add(new Opening(String.valueOf(sign).repeat(one), read.size(), from + length));
      }
      word(one);
    }
  }

  private static boolean isMark(char sign, int length) {
    return switch (sign) {
      case '*' -> length <= 3;
      case '_' -> length == 1;
      default -> length == 2;
    };
  }

  /** Ends what the nearest fitting marks began; says how many marks that took. */
  private int close(char sign, int length, int to) {
    int place = openings.size() - 1;
    while (place >= 0 && !fits(openings.get(place).mark(), sign, length)) {
      place--;
    }
    if (place < 0 || !hasWords(text.substring(openings.get(place).from(), to))) {
      return 0;
    }
    Opening opening = openings.get(place);
    openings.subList(place, openings.size()).clear();
    List<Read> within = read.subList(opening.place() + 1, read.size());
    int height = 1 + within.stream().mapToInt(Read::height).max().orElse(0);
    if (height > MAX_DEPTH) {
      openings.clear(); // those before it enclose it
      return 0;
    }
    Span marked = new Span.Marked(mannerOf(opening.mark()), joined(within));
    read.subList(opening.place(), read.size()).clear();
    read.add(new Read(marked, height));
    return opening.mark().length();
  }

  private static boolean fits(String mark, char sign, int length) {
    return mark.charAt(0) == sign && (mark.length() == length || length == 3);
  }

  private static Span.Manner mannerOf(String mark) {
    return switch (mark) {
      case "**" -> Span.Manner.STRONG;
      case "~~" -> Span.Manner.STRUCK;
      case "||" -> Span.Manner.HIDDEN;
      default -> Span.Manner.EMPHASIS;
    };
  }

  /**
   * Which way marks face: towards words, and away from other words; but in scripts without spaces
   * words stand on both sides. Between punctuation it is as brackets and quotes tell, and in doubt
   * neither.
   */
  private static Facing facing(char sign, int before, int after) {
    boolean opens =
        !Letters.isSpace(after)
            && !Letters.isOneOf(after, CLOSING)
            && !goesOn(sign, before)
            && !Letters.isOneOf(before, OPERATORS + ">.-");
    boolean closes =
        !Letters.isSpace(before)
            && !Letters.isOneOf(before, OPENING)
            && !goesOn(sign, after)
            && !Letters.isOneOf(after, OPERATORS);
    if (Letters.isSpace(before)
        || Letters.isSpace(after)
        || Letters.isLetter(before)
        || Letters.isLetter(after)) {
      return new Facing(opens, closes);
    }
    boolean mayOpen = opens && Letters.isOneOf(before, OPENING + BESIDE);
    boolean mayClose = closes && Letters.isOneOf(after, CLOSING + BESIDE);
    return new Facing(mayOpen && !mayClose, mayClose && !mayOpen);
  }

  private static boolean goesOn(char sign, int character) {
    return sign == '_' ? Letters.isLetter(character) : Letters.isOfWord(character);
  }

  /** Something else than marks: {@code *_*} is a face. */
  private static boolean hasWords(String text) {
    return !text.codePoints()
        .allMatch(character -> Letters.isSpace(character) || "*_~|".indexOf(character) >= 0);
  }

  /** Where the bracket closes behind a link's target. */
  private int endOfTarget(int from) {
    if (!TARGET.matcher(text).region(from, text.length()).lookingAt()) {
      return -1;
    }
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Letters.isSpace(character) || "<>\"\\".indexOf(character) >= 0) {
        return -1;
      }
      if (character == ')' && depth == 0) {
        return i;
      }
      depth += character == '(' ? 1 : character == ')' ? -1 : 0;
    }
    return -1;
  }

  /** Where runs of backticks begin, by their length. */
  private static Map<Integer, Deque<Integer>> ticksOf(String text) {
    Map<Integer, Deque<Integer>> runs = new HashMap<>();
    for (int i = text.indexOf('`'); i >= 0; i = text.indexOf('`', i)) {
      int from = i;
      while (i < text.length() && text.charAt(i) == '`') {
        i++;
      }
      runs.computeIfAbsent(i - from, _ -> new ArrayDeque<>()).add(from);
    }
    return runs;
  }

  private static List<Span> joined(List<Read> read) {
    List<Span> all = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (Read one : read) {
      if (one.span() instanceof Span.Text(String text)) {
        words.append(text);
        continue;
      }
      if (!words.isEmpty()) {
        all.add(new Span.Text(words.toString()));
        words.setLength(0);
      }
      all.add(one.span());
    }
    if (!words.isEmpty()) {
      all.add(new Span.Text(words.toString()));
    }
    return all;
  }
}
