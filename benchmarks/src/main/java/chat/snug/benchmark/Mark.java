package chat.snug.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What stands at the beginning of each text, so that a receiver knows when it was meant to be sent,
 * by whom, and which one it is: {@code #}, 19 digits of ns, 5 of the sender, 9 of the number. Fixed
 * places, so that reading it costs little. Stateless.
 */
final class Mark {
  static final int LENGTH = 34;
  private static final int SENDER = 20;
  private static final int NUMBER = 25;

  private Mark() {}

  /** A text of this many bytes. */
  static String text(long nanos, int sender, long number, int length) {
    String mark = String.format(Locale.ROOT, "#%019d%05d%09d", nanos, sender, number);
    return mark + " ".repeat(length - LENGTH);
  }

  /** Where the mark stands between these places, or -1; looks at {@code hint} first. */
  static int find(ByteBuffer buffer, int from, int to, int hint) {
    if (from + hint + LENGTH <= to && buffer.get(from + hint) == '#') {
      return from + hint;
    }
    for (int i = from; i + LENGTH <= to; i++) {
      if (buffer.get(i) == '#') {
        return i;
      }
    }
    return -1;
  }

  static long nanos(ByteBuffer buffer, int at) {
    return digits(buffer, at + 1, at + SENDER);
  }

  static int sender(ByteBuffer buffer, int at) {
    return (int) digits(buffer, at + SENDER, at + NUMBER);
  }

  static long number(ByteBuffer buffer, int at) {
    return digits(buffer, at + NUMBER, at + LENGTH);
  }

  private static long digits(ByteBuffer buffer, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (buffer.get(i) - '0');
    }
    return value;
  }

  /** The bytes of a text that is not to be changed any more. */
  static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
