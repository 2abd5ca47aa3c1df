package chat.snug.engineio;

import java.util.Arrays;

/**
 * Reads base64 as the reference implementation does, which means as Node.js does: both alphabets of
 * RFC 4648, with padding or without, and whatever is neither is skipped. Java clients end lines
 * after 76 characters, others leave the padding out. Immutable.
 */
final class LenientBase64 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
    VALUES['-'] = VALUES['+'];
    VALUES['_'] = VALUES['/'];
  }

  private LenientBase64() {}

  /** The bytes of the text from {@code start} up to the padding. */
  static byte[] decode(String text, int start) {
    byte[] bytes = new byte[(text.length() - start) * 3 / 4];
    int length = 0;
    int bits = 0;
    int count = 0;
    for (int i = start; i < text.length() && text.charAt(i) != '='; i++) {
      char digit = text.charAt(i);
      if (digit >= VALUES.length || VALUES[digit] < 0) {
        continue;
      }
      bits = bits << 6 | VALUES[digit];
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes[length++] = (byte) (bits >>> count);
      }
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
