package chat.snug.archive;

import java.util.List;

/** A part of the words of a message (ADR 27). Immutable. */
sealed interface Span {
  /** Words as they are; lines end where they ended. */
  record Text(String text) implements Span {}

  /** Code exactly as it was sent. */
  record Code(String text) implements Span {}

  /** An address of the web, and the words that lead there. */
  record Link(String address, List<Span> spans) implements Span {
    public Link {
      spans = List.copyOf(spans);
    }
  }

  /** Words that are said in another way. */
  record Marked(Manner manner, List<Span> spans) implements Span {
    public Marked {
      spans = List.copyOf(spans);
    }
  }

  /** How words are said. */
  enum Manner {
    STRONG,
    EMPHASIS,
    STRUCK,
    HIDDEN
  }
}
