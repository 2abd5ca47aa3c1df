package chat.snug.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a message is shown as (ADR 27); as markdown.ts in the page, and held to the same texts
 * (texts.json). In doubt it is what was typed. Stateless.
 */
final class Blocks {
  private static final int MAX_DEPTH = 8;
  private static final int TAB = 4;
  private static final Pattern FENCE = Pattern.compile("( {0,3})(`{3,}|~{3,})([^`]*)");
  private static final Pattern LANGUAGE = Pattern.compile("[ \\t]*([\\p{L}\\p{N}_+#.-]*)[ \\t]*");
  private static final Pattern QUOTE = Pattern.compile(" {0,3}>(?:[ \\t]|$)");
  private static final Pattern QUOTE_MARK = Pattern.compile("^ {0,3}>[ \\t]?");
  private static final Pattern ITEM =
      Pattern.compile("( {0,3})(?:([-*])|([1-9]\\d{0,8})([.)]))[ \\t]+(?=[^ \\t])");

  /** What some lines are, and the line after the last of them. */
  private record Taken(Block block, int end) {}

  /**
   * The first line of an item.
   *
   * @param number 0 without numbers
   * @param offset where its words begin
   */
  private record Item(char mark, int number, int indent, int offset, String text) {}

  private Blocks() {}

  /** The tree of a message's text. */
  static List<Block> read(String text) {
    return read(List.of(text.replaceAll("\r\n?", "\n").split("\n", -1)), 0);
  }

  private static List<Block> read(List<String> lines, int depth) {
    List<Block> found = new ArrayList<>();
    List<String> words = new ArrayList<>();
    int following = 1;
    for (int at = 0; at < lines.size(); ) {
      Optional<Taken> taken =
          depth < MAX_DEPTH ? blockAt(lines, at, depth, following) : Optional.empty();
      if (taken.isPresent()) {
        endParagraph(words, found);
        found.add(taken.get().block());
        following = numberAfter(taken.get().block(), following);
      } else if (isBlank(lines.get(at))) {
        endParagraph(words, found);
      } else {
        words.add(lines.get(at));
      }
      at = taken.map(Taken::end).orElse(at + 1);
    }
    endParagraph(words, found);
    return found;
  }

  private static void endParagraph(List<String> words, List<Block> found) {
    if (!words.isEmpty()) {
      found.add(new Block.Paragraph(Inlines.read(String.join("\n", words))));
      words.clear();
    }
  }

  private static Optional<Taken> blockAt(List<String> lines, int at, int depth, int following) {
    return fence(lines, at)
        .or(() -> quote(lines, at, depth))
        .or(() -> listing(lines, at, depth, following));
  }

  private static int numberAfter(Block block, int otherwise) {
    return block instanceof Block.Listing list && list.start() > 0
        ? list.start() + list.items().size()
        : otherwise;
  }

  /**
   * Code, exactly as it was sent. Words behind the opening marks are a language only if they are
   * one word; what is never closed is code to its end only if nothing else would be meant by that.
   */
  private static Optional<Taken> fence(List<String> lines, int at) {
    Matcher opening = FENCE.matcher(lines.get(at));
    if (!opening.matches()) {
      return Optional.empty();
    }
    String marks = opening.group(2);
    int closing = at + 1;
    while (closing < lines.size() && !closes(lines.get(closing), marks)) {
      closing++;
    }
    boolean isClosed = closing < lines.size();
    Matcher language = LANGUAGE.matcher(opening.group(3));
    boolean isLanguage = language.matches();
    List<String> code = new ArrayList<>(isLanguage ? List.of() : List.of(opening.group(3)));
    for (String line : lines.subList(at + 1, closing)) {
      code.add(withoutIndent(line, opening.group(1).length()));
    }
    int end = isClosed ? closing + 1 : closing;
    if (code.stream().allMatch(Blocks::isBlank)) {
      return Optional.of(asTyped(lines, at, end));
    }
    if (!isClosed && (!isLanguage || marks.startsWith("~"))) {
      return Optional.empty();
    }
    String name = isLanguage ? language.group(1).toLowerCase(Locale.ROOT) : "";
    return Optional.of(new Taken(new Block.Fence(String.join("\n", code), name), end));
  }

  private static boolean closes(String line, String marks) {
    String trimmed = line.strip();
    return trimmed.length() >= marks.length()
        && indentOf(line) <= 3
        && trimmed.chars().allMatch(character -> character == marks.charAt(0));
  }

  /** Nothing would be seen of them. */
  private static Taken asTyped(List<String> lines, int at, int end) {
    String text = String.join("\n", lines.subList(at, end));
    return new Taken(new Block.Paragraph(List.of(new Span.Text(text))), end);
  }

  /** Ends with its lines: in Markdown the next line would still belong to it. */
  private static Optional<Taken> quote(List<String> lines, int at, int depth) {
    int end = at;
    while (end < lines.size() && QUOTE.matcher(lines.get(end)).lookingAt()) {
      end++;
    }
    List<String> quoted = lines.subList(at, end);
    if (quoted.isEmpty()) {
      return Optional.empty();
    }
    if (quoted.stream().allMatch(Blocks::isMarksAlone)) {
      return Optional.of(asTyped(lines, at, end));
    }
    List<String> inner =
        quoted.stream().map(line -> QUOTE_MARK.matcher(line).replaceFirst("")).toList();
    return Optional.of(new Taken(new Block.Quote(read(inner, depth + 1)), end));
  }

  /**
   * Numbers are shown as they were typed: a list begins with 1, or goes on where the last one
   * ended.
   */
  private static Optional<Taken> listing(List<String> lines, int at, int depth, int following) {
    Optional<Item> first =
        itemAt(lines.get(at)).filter(item -> item.number() <= 1 || item.number() == following);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<List<Block>> items = new ArrayList<>();
    int end = at;
    for (Optional<Item> item = first; item.isPresent(); ) {
      List<String> inner = new ArrayList<>(List.of(item.get().text()));
      end = takeWithin(lines, end + 1, item.get(), inner);
      items.add(read(inner, depth + 1));
      int place = afterBlanks(lines, end);
      item = place < lines.size() ? itemAt(lines.get(place)) : Optional.empty();
      item = item.filter(next -> goesOn(first.get(), items.size(), next));
      end = item.isPresent() ? place : end;
    }
    Block list = new Block.Listing(first.get().mark(), first.get().number(), items);
    return Optional.of(new Taken(list, end));
  }

  private static boolean goesOn(Item first, int items, Item next) {
    return next.mark() == first.mark()
        && (first.number() == 0 || next.number() == first.number() + items);
  }

  private static Optional<Item> itemAt(String line) {
    Matcher item = ITEM.matcher(line);
    if (!item.lookingAt() || isMarksAlone(line)) {
      return Optional.empty();
    }
    String mark = item.group(2) == null ? item.group(4) : item.group(2);
    int number = item.group(3) == null ? 0 : Integer.parseInt(item.group(3));
    return Optional.of(
        new Item(
            mark.charAt(0),
            number,
            item.group(1).length(),
            item.end(),
            line.substring(item.end())));
  }

  /** The lines below an item that are indented and so belong to it, empty ones between them too. */
  private static int takeWithin(List<String> lines, int from, Item item, List<String> inner) {
    int next = from;
    int place = afterBlanks(lines, from);
    while (place < lines.size() && indentOf(lines.get(place)) >= item.indent() + 2) {
      for (int blank = next; blank < place; blank++) {
        inner.add("");
      }
      inner.add(withoutIndent(lines.get(place), item.offset()));
      next = place + 1;
      place = afterBlanks(lines, next);
    }
    return next;
  }

  private static int afterBlanks(List<String> lines, int from) {
    int at = from;
    while (at < lines.size() && isBlank(lines.get(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(String line) {
    return line.chars().allMatch(character -> character == ' ' || character == '\t');
  }

  /** A line of marks and nothing else is a line, or somebody's face. */
  private static boolean isMarksAlone(String line) {
    return line.chars().allMatch(character -> " \t>*-".indexOf(character) >= 0);
  }

  private static int indentOf(String line) {
    int columns = 0;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (character != ' ' && character != '\t') {
        break;
      }
      columns += character == '\t' ? TAB - columns % TAB : 1;
    }
    return columns;
  }

  /** Without so many columns of what it is indented by; of a tab that is cut spaces remain. */
  private static String withoutIndent(String line, int columns) {
    int passed = 0;
    int at = 0;
    while (passed < columns
        && at < line.length()
        && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      passed += line.charAt(at) == '\t' ? TAB - passed % TAB : 1;
      at++;
    }
    return " ".repeat(Math.max(0, passed - columns)) + line.substring(at);
  }
}
