package chat.snug.room;

import java.time.Duration;
import java.util.Optional;

/** How long a room lives. */
public enum Lifetime {
  /** It goes when nobody has been in it for the grace period. */
  EMPTY("empty", Optional.empty()),
  /** One hour from its creation. */
  HOUR("1h", Optional.of(Duration.ofHours(1))),
  /** A day from its creation. */
  DAY("24h", Optional.of(Duration.ofDays(1))),
  /** A week from its creation. */
  WEEK("7d", Optional.of(Duration.ofDays(7))),
  /** Until somebody closes it. */
  KEPT("kept", Optional.empty());

  private final String word;
  private final Optional<Duration> length;

  Lifetime(String word, Optional<Duration> length) {
    this.word = word;
    this.length = length;
  }

  /** The word of the contract and of the store. */
  public String word() {
    return word;
  }

  /** Time from creation to the end, if that is what counts. */
  public Optional<Duration> length() {
    return length;
  }

  /** The lifetime of a word of the contract. */
  public static Optional<Lifetime> of(String word) {
    for (Lifetime lifetime : values()) {
      if (lifetime.word.equals(word)) {
        return Optional.of(lifetime);
      }
    }
    return Optional.empty();
  }
}
