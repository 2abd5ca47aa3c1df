package chat.snug.room;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An event for good: 26 characters of Crockford's base 32, 48 bits of time and 80 random ones, so
 * that ids sort by time (the layout of a ULID). Immutable.
 */
public record EventId(String value) {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int TIME_DIGITS = 10;

  /** Checks length and letters. */
  public EventId {
    if (!isId(value)) {
      throw new IllegalArgumentException("event id: not 26 digits of Crockford's base 32");
    }
  }

  /** The id that a text is, if it is one. */
  public static Optional<EventId> parse(String text) {
    return isId(text) ? Optional.of(new EventId(text)) : Optional.empty();
  }

  /** An id for an event at {@code millis} since 1970. */
  public static EventId draw(long millis, RandomGenerator random) {
    char[] digits = new char[LENGTH];
    long time = millis;
    for (int i = TIME_DIGITS - 1; i >= 0; i--, time >>>= 5) {
      digits[i] = DIGITS.charAt((int) (time & 31));
    }
    long high = random.nextLong();
    long low = random.nextLong();
    for (int i = 0; i < 8; i++, high >>>= 5, low >>>= 5) {
      digits[TIME_DIGITS + i] = DIGITS.charAt((int) (high & 31));
      digits[TIME_DIGITS + 8 + i] = DIGITS.charAt((int) (low & 31));
    }
    return new EventId(new String(digits));
  }

  /** The time that it was drawn for, in ms since 1970. */
  public long millis() {
    long time = 0;
    for (int i = 0; i < TIME_DIGITS; i++) {
      time = time << 5 | DIGITS.indexOf(value.charAt(i));
    }
    return time;
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isId(String text) {
    return text.length() == LENGTH && text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }
}
