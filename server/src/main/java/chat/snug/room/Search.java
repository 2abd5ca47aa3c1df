package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody looks for among the messages of a room: all of the words, each as a part of the
 * text or of the name of a file, whatever the case and the accents. Immutable.
 *
 * @param words folded as by {@link #fold}; none if only the rest counts
 * @param from only what this member sent
 * @param has only messages with this in them
 * @param before only messages before this sequence
 * @param until only messages from before this time, in ms since 1970
 * @param limit how many messages at most, 1 to 50
 */
public record Search(
    List<String> words,
    Optional<Member.Id> from,
    Optional<Has> has,
    OptionalLong before,
    OptionalLong until,
    int limit) {
  /** Messages of one answer at most. */
  public static final int MAX_LIMIT = 50;

  private static final int MAX_LENGTH = 200;
  private static final int MAX_WORDS = 10;

  /** What a message may have in it. */
  public enum Has {
    /** A file of any kind. */
    FILE,
    /** A picture. */
    IMAGE,
    /** An address of the web. */
    LINK
  }

  /** Checks ranges. */
  public Search {
    words = List.copyOf(words);
    requireNonNull(from, "from");
    requireNonNull(has, "has");
    requireNonNull(before, "before");
    requireNonNull(until, "until");
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("search limit: " + limit + " (expected: 1-50)");
    }
  }

  /**
   * The words of a query.
   *
   * @throws RefusedException {@code TOO_LONG} beyond 200 characters or 10 words
   */
  public static List<String> words(String query) {
    List<String> words =
        Arrays.stream(fold(query).split("\\s+")).filter(word -> !word.isEmpty()).toList();
    if (query.length() > MAX_LENGTH || words.size() > MAX_WORDS) {
      throw new RefusedException(
          Refusal.TOO_LONG, "A search has 200 characters and 10 words at most.");
    }
    return words;
  }

  /** A text as it is compared: whatever case, accents and signs of writing. */
  public static String fold(String text) {
    return Folding.fold(text);
  }
}
