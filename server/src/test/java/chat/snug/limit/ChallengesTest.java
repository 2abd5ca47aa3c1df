package chat.snug.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Puzzles that make guessing dear. */
final class ChallengesTest {
  private static final int BITS = 8;
  private static final AddressPrefix HERE = AddressPrefix.of("192.0.2.7");

  private long now;
  private final Challenges challenges = new Challenges(() -> now, new Random(7));

  @Test
  void takesASolutionOnce() {
    String proof = solve(challenges.nonce(HERE));

    assertThat(challenges.accepts(proof, BITS, HERE)).isTrue();
    assertThat(challenges.accepts(proof, BITS, HERE)).isFalse();
  }

  @Test
  void takesNoSecondSolutionOfTheSamePuzzle() {
    String nonce = challenges.nonce(HERE);
    challenges.accepts(solve(nonce), BITS, HERE);

    String other = solve(nonce + ":x");

    assertThat(challenges.accepts(other, BITS, HERE)).isFalse();
  }

  @Test
  void takesNoSolutionThatIsTooEasy() {
    String nonce = challenges.nonce(HERE);
    String wrong =
        IntStream.range(0, 1000)
            .mapToObj(number -> nonce + ":" + number)
            .filter(proof -> hash(proof)[0] != 0)
            .findFirst()
            .orElseThrow();

    assertThat(challenges.accepts(wrong, BITS, HERE)).isFalse();
    assertThat(challenges.accepts(solve(nonce), 60, HERE)).isFalse();
  }

  @Test
  void takesASolutionFromNoOtherAddress() {
    String proof = solve(challenges.nonce(HERE));

    assertThat(challenges.accepts(proof, BITS, AddressPrefix.of("198.51.100.7"))).isFalse();
    assertThat(challenges.accepts(proof, BITS, HERE)).isTrue();
  }

  @Test
  void takesNoSolutionAfterTwoMinutes() {
    String early = solve(challenges.nonce(HERE));
    String late = solve(challenges.nonce(HERE));

    now += Duration.ofMinutes(2).toNanos() - 1;
    boolean before = challenges.accepts(early, BITS, HERE);
    now++;

    assertThat(before).isTrue();
    assertThat(challenges.accepts(late, BITS, HERE)).isFalse();
  }

  @Test
  void takesNoPuzzleOfAnotherServer() {
    Challenges other = new Challenges(() -> now, new Random(8));

    assertThat(challenges.accepts(solve(other.nonce(HERE)), BITS, HERE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "no colon", "AAAA:1", "§:1", "=:="})
  void takesNothingThatIsNoProof(String proof) {
    assertThat(challenges.accepts(proof, 0, HERE)).isFalse();
  }

  @Test
  void takesNoSolutionWithoutAnEnd() {
    String nonce = challenges.nonce(HERE);

    assertThat(challenges.accepts(nonce + ":" + "1".repeat(100), 0, HERE)).isFalse();
  }

  private static String solve(String nonce) {
    return IntStream.range(0, 1_000_000)
        .mapToObj(number -> (nonce.contains(":") ? nonce : nonce + ":") + number)
        .filter(proof -> hash(proof)[0] == 0)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
