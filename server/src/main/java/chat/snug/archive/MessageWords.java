package chat.snug.archive;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A message as it reads in one line, without what is hidden in it. Stateless. */
final class MessageWords {
  private static final String HIDDEN = "▒▒▒";

  private MessageWords() {}

  static String of(String text) {
    return ofBlocks(Blocks.read(text)).replaceAll("(?U)\\s+", " ").strip();
  }

  private static String ofBlocks(List<Block> blocks) {
    return blocks.stream().map(MessageWords::of).collect(Collectors.joining(" "));
  }

  private static String of(Block block) {
    return switch (block) {
      case Block.Paragraph(List<Span> spans) -> ofSpans(spans);
      case Block.Fence(String code, String _) -> code;
      case Block.Quote(List<Block> blocks) -> ofBlocks(blocks);
      case Block.Listing list ->
          IntStream.range(0, list.items().size())
              .mapToObj(i -> before(list, i) + " " + ofBlocks(list.items().get(i)))
              .collect(Collectors.joining(" "));
    };
  }

  private static String before(Block.Listing list, int item) {
    return list.mark() == '*' ? "•" : list.before(item);
  }

  /** The words of spans, on the lines that they stand on. */
  static String ofSpans(List<Span> spans) {
    return spans.stream()
        .map(span ->
            switch (span) {
              case Span.Text(String text) -> text;
              case Span.Code(String text) -> text;
              case Span.Link(String _, List<Span> words) -> ofSpans(words);
              case Span.Marked(Span.Manner manner, List<Span> words) ->
                  manner == Span.Manner.HIDDEN ? HIDDEN : ofSpans(words);
            })
        .collect(Collectors.joining());
  }
}
