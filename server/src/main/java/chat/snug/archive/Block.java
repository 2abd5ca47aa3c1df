package chat.snug.archive;

import java.util.List;

/** A part of a message that has lines of its own (ADR 27). Immutable. */
sealed interface Block {
  /** Lines of words. */
  record Paragraph(List<Span> spans) implements Block {
    public Paragraph {
      spans = List.copyOf(spans);
    }
  }

  /** Code exactly as it was sent; the language is empty if none was named. */
  record Fence(String code, String language) implements Block {}

  /** What somebody else said. */
  record Quote(List<Block> blocks) implements Block {
    public Quote {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Items, one below the other.
   *
   * @param mark what they begin with; of numbers, what stands behind them
   * @param start the number of the first; 0 without numbers
   */
  record Listing(char mark, int start, List<List<Block>> items) implements Block {
    public Listing {
      items = items.stream().map(List::copyOf).toList();
    }

    /** What stands before an item, counted from 0, as it was typed. */
    String before(int item) {
      return start == 0 ? String.valueOf(mark) : String.valueOf(start + item) + mark;
    }
  }
}
