package chat.snug.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message as Markdown that any viewer shows as the page does, and within its own bounds
 * (CommonMark 0.31): what means nothing in a chat is escaped, what is open is closed, lines end
 * where they ended. Stateless.
 */
final class MessageMarkdown {
  private static final String HARD_BREAK = "  ";

  /** Signs that a viewer may take as its own; at the end of what is escaped nothing follows. */
  private static final Pattern SIGNS =
      Pattern.compile(
          "\\\\(?=\\p{Punct}|$)|[*`~|\\[\\]]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])"
              + "|<(?=[\\p{Alpha}/!?])|&(?=#?\\w+;)|\\$(?=\\$)|(?<=\\$)\\$",
          Pattern.MULTILINE);

  private static final Pattern INDENT = Pattern.compile("^[ \\t]+");
  private static final Pattern START = Pattern.compile("^(\u00a0*)([-+=#>:])");
  private static final Pattern NUMBER = Pattern.compile("^(\u00a0*\\d+)([.)])");
  private static final Pattern TICKS = Pattern.compile("`+");

  private MessageMarkdown() {}

  static String of(String text) {
    return String.join("\n", lines(Blocks.read(text)));
  }

  /** Words that are not a message, in one line. */
  static String ofWords(String words) {
    return startEscaped(escaped(words.replaceAll("\\s+", " ")));
  }

  private static List<String> lines(List<Block> blocks) {
    List<String> lines = new ArrayList<>();
    boolean isBelowList = false;
    char mark = 0;
    for (Block block : blocks) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      if (block instanceof Block.Listing list) {
        mark = isBelowList && mark == list.mark() ? other(mark) : list.mark();
        isBelowList = true;
        addList(list, mark, lines);
        continue;
      }
      isBelowList = false;
      switch (block) {
        case Block.Paragraph(List<Span> spans) -> addParagraph(spans, lines);
        case Block.Fence fence -> addFence(fence, lines);
        case Block.Quote(List<Block> quoted) ->
            lines(quoted).forEach(line -> lines.add(line.isEmpty() ? ">" : "> " + line));
        case Block.Listing _ -> throw new IllegalStateException("written above");
      }
    }
    return lines;
  }

  /** Two lists below each other are one to a viewer, unless their marks differ. */
  private static char other(char mark) {
    return switch (mark) {
      case '.' -> ')';
      case ')' -> '.';
      case '-' -> '*';
      default -> '-';
    };
  }

  private static void addList(Block.Listing list, char mark, List<String> lines) {
    for (int i = 0; i < list.items().size(); i++) {
      String before = (list.start() == 0 ? "" : list.start() + i) + String.valueOf(mark) + " ";
      String indent = before;
      for (String line : lines(list.items().get(i))) {
        lines.add(line.isEmpty() ? "" : indent + line);
        indent = " ".repeat(before.length());
      }
    }
  }

  private static void addFence(Block.Fence fence, List<String> lines) {
    String marks = "`".repeat(Math.max(3, longestTicks(fence.code()) + 1));
    lines.add(marks + fence.language());
    Collections.addAll(lines, fence.code().split("\n", -1));
    lines.add(marks);
  }

  private static void addParagraph(List<Span> spans, List<String> lines) {
    String[] written = ofSpans(spans).split("\n", -1);
    for (int i = 0; i < written.length; i++) {
      boolean isBroken =
          i + 1 < written.length && !written[i].isBlank() && !written[i + 1].isBlank();
      String line = startEscaped(written[i]);
      lines.add(isBroken ? line + HARD_BREAK : line);
    }
  }

  /** Indented by spaces that a viewer keeps, and no beginning of anything. */
  private static String startEscaped(String line) {
    Matcher indent = INDENT.matcher(line);
    String kept =
        indent.find()
            ? "\u00a0".repeat(indent.group().replace("\t", "    ").length())
                + line.substring(indent.end())
            : line;
    return NUMBER.matcher(START.matcher(kept).replaceFirst("$1\\\\$2")).replaceFirst("$1\\\\$2");
  }

  private static String ofSpans(List<Span> spans) {
    return spans.stream().map(MessageMarkdown::of).collect(Collectors.joining());
  }

  private static String of(Span span) {
    return switch (span) {
      case Span.Text(String text) -> escaped(text);
      case Span.Code(String code) ->
          code.lines().map(MessageMarkdown::inTicks).collect(Collectors.joining("\n"));
      case Span.Link(String address, List<Span> words) ->
          words.equals(List.of(new Span.Text(address)))
              ? "<" + address + ">"
              : "[" + ofSpans(words) + "](<" + address + ">)";
      case Span.Marked(Span.Manner manner, List<Span> words) -> {
        String mark =
            switch (manner) {
              case STRONG -> "**";
              case EMPHASIS -> "*";
              case STRUCK -> "~~";
              case HIDDEN -> "\\|\\|";
            };
        yield mark + ofSpans(words) + mark;
      }
    };
  }

  private static String inTicks(String code) {
    if (code.isBlank()) {
      return "";
    }
    String ticks = "`".repeat(longestTicks(code) + 1);
    boolean apart =
        code.startsWith("`") || code.endsWith("`") || (code.startsWith(" ") && code.endsWith(" "));
    return apart ? ticks + " " + code + " " + ticks : ticks + code + ticks;
  }

  private static int longestTicks(String code) {
    return TICKS.matcher(code).results().mapToInt(run -> run.group().length()).max().orElse(0);
  }

  private static String escaped(String text) {
    return SIGNS.matcher(text).replaceAll("\\\\$0");
  }
}
