package chat.snug.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The budgets for codes that open nothing. */
final class CodeDoorTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int CODES = 331_776;

  private final AtomicLong clock = new AtomicLong();
  private final Limits limits =
      new Limits(
          ConnectionLimits.defaults(),
          CommandLimits.defaults(),
          new DoorLimits(10, 60, 200, 8, 60, 8, Duration.ofMillis(150)),
          UploadLimits.defaults(),
          AddressRanges.none());
  private final CodeDoor door = new CodeDoor(limits, clock::get, new Random(1));

  @Test
  void holdsOneAddressThatTriesAllCodesToItsBudgets() {
    int firstHour = guessFor(Duration.ofHours(1), "10.0.0.1");
    int restOfTheDay = guessFor(Duration.ofHours(23), "10.0.0.1");

    assertThat(firstHour).isEqualTo(60);
    assertThat(firstHour + restOfTheDay).isEqualTo(200);
  }

  @Test
  void givesNoBudgetTwiceAtTheBorderOfTwoHours() {
    clock.addAndGet(Duration.ofMinutes(55).toNanos());
    int before = guessFor(Duration.ofMinutes(8), "10.0.0.1");
    int after = guessFor(Duration.ofMinutes(50), "10.0.0.1");

    assertThat(before + after).isEqualTo(60);
  }

  @Test
  void givesNoMoreAnswersToOneWhoAsksManyTimesAtOnce() {
    long open =
        IntStream.range(0, 500)
            .filter(_ -> door.ask("10.0.0.1", Optional.empty()) instanceof CodeDoor.Verdict.Open)
            .count();
    IntStream.range(0, 10).forEach(_ -> door.decided("10.0.0.1"));

    assertThat(open).isEqualTo(10);
    assertThat(door.ask("10.0.0.1", Optional.empty())).isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  @Test
  void holdsAThousandAddressesToTheGlobalBudget() {
    int answers = 0;
    int challenges = 0;
    for (int i = 0; i < CODES; i++) {
      String address = "127.%d.%d.1".formatted(i / 250 % 4, i % 250);
      switch (door.ask(address, Optional.empty())) {
        case CodeDoor.Verdict.Open() -> {
          answers++;
          door.decided(address);
          door.missed(address);
        }
        case CodeDoor.Verdict.Solve _ -> challenges++;
        case CodeDoor.Verdict.Wait _ -> {}
      }
      clock.addAndGet(SECOND / 100);
    }
    long minutes = CODES / 100 / 60 + 1;

    assertThat(answers).isLessThanOrEqualTo((int) minutes * 60 + 60);
    assertThat(challenges).isGreaterThan(CODES / 2);
  }

  @Test
  void letsAStrangerInWhoSolvesTheChallenge() {
    useUpTheGlobalBudget();
    String stranger = "192.0.2.7";

    CodeDoor.Verdict.Solve challenge =
        (CodeDoor.Verdict.Solve) door.ask(stranger, Optional.empty());
    String proof = solve(challenge);

    assertThat(door.ask(stranger, Optional.of(proof))).isInstanceOf(CodeDoor.Verdict.Open.class);
    assertThat(door.ask(stranger, Optional.of(proof)))
        .as("a proof counts once")
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void takesNoProofOfAnotherAddressNorAnOldOneNorNonsense() {
    useUpTheGlobalBudget();
    String proof = solve((CodeDoor.Verdict.Solve) door.ask("192.0.2.7", Optional.empty()));

    assertThat(door.ask("192.0.2.8", Optional.of(proof)))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
    assertThat(door.ask("192.0.2.7", Optional.of("x:1")))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
    assertThat(door.ask("192.0.2.7", Optional.of("é:"))).isInstanceOf(CodeDoor.Verdict.Solve.class);
    clock.addAndGet(Duration.ofMinutes(3).toNanos());
    useUpTheGlobalBudget();
    assertThat(door.ask("192.0.2.7", Optional.of(proof)))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void opensMoreTheMoreComeIn() {
    IntStream.range(0, 30).forEach(i -> door.admitted("192.0.2." + i, "room"));
    IntStream.range(0, 60).forEach(i -> door.missed("10.0.%d.1".formatted(i)));

    assertThat(door.ask("192.0.2.99", Optional.empty())).isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  @Test
  void forgivesAClassBehindOneAddressItsTypos() {
    for (int i = 0; i < 30; i++) {
      door.admitted("10.0.0.1", "room");
      door.missed("10.0.0.1");
    }

    assertThat(door.ask("10.0.0.1", Optional.empty())).isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  @Test
  void earnsNobodyAnythingInARoomOfTheirOwn() {
    door.made("10.0.0.1", "room");
    for (int i = 0; i < 10; i++) {
      door.admitted("10.0.0.1", "room");
      door.missed("10.0.0.1");
    }

    assertThat(door.ask("10.0.0.1", Optional.empty())).isInstanceOf(CodeDoor.Verdict.Wait.class);
  }

  @Test
  void asksNeighboursOfAGuesserForAProofAndRefusesNone() {
    for (int address = 1; address <= 8; address++) {
      for (int i = 0; i < 10; i++) {
        door.missed("10.0.0." + address);
      }
    }
    clock.addAndGet(SECOND);

    assertThat(door.ask("10.0.0.200", Optional.empty())).isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    for (int i = 0; i < 10; i++) {
      door.missed("2001:db8:1:2::" + i);
    }

    assertThat(door.ask("2001:db8:1:2:aaaa::1", Optional.empty()))
        .isInstanceOf(CodeDoor.Verdict.Wait.class);
    assertThat(door.ask("2001:db8:1:3::1", Optional.empty()))
        .isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  private int guessFor(Duration time, String address) {
    int answers = 0;
    long end = clock.get() + time.toNanos();
    while (clock.get() < end) {
      if (door.ask(address, Optional.empty()) instanceof CodeDoor.Verdict.Open) {
        answers++;
        door.decided(address);
        door.missed(address);
      }
      clock.addAndGet(SECOND);
    }
    return answers;
  }

  private void useUpTheGlobalBudget() {
    IntStream.range(0, 60).forEach(i -> door.missed("10.0.%d.1".formatted(i)));
  }

  private static String solve(CodeDoor.Verdict.Solve challenge) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> challenge.nonce() + ":" + i)
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
