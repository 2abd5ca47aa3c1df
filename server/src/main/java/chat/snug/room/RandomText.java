package chat.snug.room;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Draws ids and tokens. Stateless. */
final class RandomText {
  private RandomText() {}

  /** {@code bytes} random bytes in base64url without padding. */
  static String draw(RandomGenerator random, int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  /** Whether the text is of base64url letters alone and has a length within the bounds. */
  static boolean isBase64Url(String text, int minLength, int maxLength) {
    return text.length() >= minLength
        && text.length() <= maxLength
        && text.chars()
            .allMatch(c ->
                (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_');
  }
}
