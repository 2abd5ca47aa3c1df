package chat.snug.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The secret that makes whoever shows it the same member again: 43 characters of base64url, 256
 * random bits. Never stored and never logged; {@link #hash} is. Immutable.
 */
public record SeatToken(String value) {
  private static final int BYTES = 32;
  private static final int LENGTH = 43;

  /** SHA-256 of a token, in base64url: what the store keeps. */
  public record Hash(String value) {}

  /** Checks length and letters. */
  public SeatToken {
    if (!RandomText.isBase64Url(value, LENGTH, LENGTH)) {
      throw new IllegalArgumentException("seat token: not 43 characters of base64url");
    }
  }

  static SeatToken draw(RandomGenerator random) {
    return new SeatToken(RandomText.draw(random, BYTES));
  }

  /** What the store keeps of it. */
  public Hash hash() {
    return hash(value);
  }

  /** The hash of the token together with the id of a command. */
  Hash hashWith(String commandId) {
    return hash(value + "\n" + commandId);
  }

  @Override
  public String toString() {
    return "SeatToken[secret]";
  }

  private static Hash hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return new Hash(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
