package chat.snug.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Small puzzles that make guessing dear: find a text whose SHA-256 together with the nonce starts
 * with so many zero bits. A nonce is signed, not remembered; it counts for one address, once, for
 * two minutes. Source: Back, Hashcash (2002). Thread-safe.
 */
final class Challenges {
  private static final long LIFE = Duration.ofMinutes(2).toNanos();
  private static final int MAX_USED = 100_000;
  private static final int RANDOM_BYTES = 12;
  private static final int SIGNATURE_BYTES = 16;
  private static final int MAX_SOLUTION_LENGTH = 64;

  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final SecretKeySpec key;

  /** Nonces that were used, the oldest first; they count no more after their life anyway. */
  private final Map<String, Boolean> used =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Boolean> eldest) {
          return size() > MAX_USED;
        }
      };

  Challenges(LongSupplier nanoTime, RandomGenerator random) {
    this.nanoTime = nanoTime;
    this.random = random;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  String nonce(AddressPrefix address) {
    byte[] drawn = new byte[RANDOM_BYTES];
    random.nextBytes(drawn);
    ByteBuffer body = ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES);
    body.putLong(nanoTime.getAsLong() + LIFE).put(drawn);
    byte[] signature = sign(body.array(), address);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(body.capacity() + SIGNATURE_BYTES)
                .put(body.array())
                .put(signature)
                .array());
  }

  /** Whether the proof, {@code nonce:solution}, is one; it counts no second time then. */
  boolean accepts(String proof, int bits, AddressPrefix address) {
    int colon = proof.indexOf(':');
    if (colon < 0 || proof.length() - colon > MAX_SOLUTION_LENGTH) {
      return false;
    }
    String nonce = proof.substring(0, colon);
    return isOurs(nonce, address) && zeroBits(hash(proof)) >= bits && use(nonce);
  }

  private boolean use(String nonce) {
    synchronized (used) {
      return used.put(nonce, true) == null;
    }
  }

  private boolean isOurs(String nonce, AddressPrefix address) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
    int bodyLength = Long.BYTES + RANDOM_BYTES;
    if (bytes.length != bodyLength + SIGNATURE_BYTES) {
      return false;
    }
    byte[] body = Arrays.copyOf(bytes, bodyLength);
    byte[] signature = Arrays.copyOfRange(bytes, bodyLength, bytes.length);
    return MessageDigest.isEqual(signature, sign(body, address))
        && ByteBuffer.wrap(body).getLong() - nanoTime.getAsLong() > 0;
  }

  private byte[] sign(byte[] body, AddressPrefix address) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(body);
      return Arrays.copyOf(mac.doFinal(address.value().getBytes(UTF_8)), SIGNATURE_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static int zeroBits(byte[] hash) {
    int bits = 0;
    for (byte part : hash) {
      if (part != 0) {
        return bits + Integer.numberOfLeadingZeros(part & 0xFF) - 24;
      }
      bits += 8;
    }
    return bits;
  }
}
