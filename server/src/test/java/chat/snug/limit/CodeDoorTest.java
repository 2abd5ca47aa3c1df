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
          StoredLimits.defaults(),
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
            .filter(_ -> ask("10.0.0.1") instanceof CodeDoor.Verdict.Open)
            .count();
    IntStream.range(0, 10).forEach(_ -> door.decided("10.0.0.1"));

    assertThat(open).isEqualTo(10);
    assertThat(ask("10.0.0.1")).isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  @Test
  void holdsAThousandAddressesToTheGlobalBudget() {
    int answers = 0;
    int challenges = 0;
    for (int i = 0; i < CODES; i++) {
      String address = "127.%s.%s.1".formatted(i / 250 % 4, i % 250);
      switch (ask(address)) {
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

    CodeDoor.Verdict.Solve challenge = (CodeDoor.Verdict.Solve) ask(stranger);
    String proof = solve(challenge);

    assertThat(door.ask(stranger, "NONE", Optional.of(proof)))
        .isInstanceOf(CodeDoor.Verdict.Open.class);
    assertThat(door.ask(stranger, "NONE", Optional.of(proof)))
        .as("a proof counts once")
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void takesNoProofOfAnotherAddressNorAnOldOneNorNonsense() {
    useUpTheGlobalBudget();
    String proof = solve((CodeDoor.Verdict.Solve) ask("192.0.2.7"));

    assertThat(door.ask("192.0.2.8", "NONE", Optional.of(proof)))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
    assertThat(door.ask("192.0.2.7", "NONE", Optional.of("x:1")))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
    assertThat(door.ask("192.0.2.7", "NONE", Optional.of("é:")))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
    clock.addAndGet(Duration.ofMinutes(3).toNanos());
    useUpTheGlobalBudget();
    assertThat(door.ask("192.0.2.7", "NONE", Optional.of(proof)))
        .isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void opensMoreTheMoreComeIn() {
    IntStream.range(0, 30).forEach(i -> door.admitted("192.0.2." + i, "WARM"));
    IntStream.range(0, 60).forEach(i -> door.missed("10.0.%s.1".formatted(i)));

    assertThat(ask("192.0.2.99")).isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  @Test
  void opensNoMoreForOneWhoComesInAgainAndAgainNorEverMoreThanThreeTimesAsMuch() {
    IntStream.range(0, 500).forEach(_ -> door.admitted("192.0.2.1", "WARM"));
    IntStream.range(0, 61).forEach(i -> door.missed("10.0.%s.1".formatted(i)));
    assertThat(ask("192.0.2.99")).isInstanceOf(CodeDoor.Verdict.Solve.class);

    IntStream.range(0, 500).forEach(i -> door.admitted("192.0.%s.2".formatted(i % 250), "WARM"));
    IntStream.range(61, 180).forEach(i -> door.missed("10.0.%s.1".formatted(i)));
    assertThat(ask("192.0.2.99")).isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void sellsNoGuessForComingIntoARoom() {
    int answers = 0;
    for (int i = 0; i < 30; i++) {
      door.made("10.9.0.1", "R" + i);
      door.admitted("10.0.0.1", "R" + i);
      if (ask("10.0.0.1") instanceof CodeDoor.Verdict.Open) {
        answers++;
        door.decided("10.0.0.1");
        door.missed("10.0.0.1");
      }
    }

    assertThat(answers).isEqualTo(10);
  }

  @Test
  void letsAClassBehindOneAddressInThoughEachHasMistypedOnce() {
    door.admitted("10.0.0.1", "WARM");
    for (int i = 0; i < 30; i++) {
      if (door.ask("10.0.0.1", "WAR" + i, Optional.empty()) instanceof CodeDoor.Verdict.Open) {
        door.decided("10.0.0.1");
        door.missed("10.0.0.1");
      }
    }

    assertThat(ask("10.0.0.1")).isInstanceOf(CodeDoor.Verdict.Wait.class);
    for (int i = 0; i < 30; i++) {
      assertThat(door.ask("10.0.0.1", "WARM", Optional.empty()))
          .isInstanceOf(CodeDoor.Verdict.Open.class);
    }
    assertThat(door.ask("10.0.0.2", "WARM", Optional.empty()))
        .as("another address has not used up anything")
        .isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  @Test
  void letsNobodyFindOutByTryingWhichCodesTheirNeighboursUse() {
    door.made("10.0.0.1", "WARM");
    IntStream.range(0, 10).forEach(_ -> door.missed("10.0.0.1"));
    IntStream.range(0, 60).forEach(i -> door.ask("10.0.0.1", "T" + (100 + i), Optional.empty()));

    assertThat(door.ask("10.0.0.1", "WARM", Optional.empty()))
        .isInstanceOf(CodeDoor.Verdict.Wait.class);
  }

  @Test
  void forgetsWhichCodesHaveOpenedAfterAnHour() {
    door.made("10.0.0.1", "WARM");
    clock.addAndGet(Duration.ofMinutes(61).toNanos());
    IntStream.range(0, 10).forEach(_ -> door.missed("10.0.0.1"));

    assertThat(door.ask("10.0.0.1", "WARM", Optional.empty()))
        .isInstanceOf(CodeDoor.Verdict.Wait.class);
  }

  @Test
  void asksNeighboursOfAGuesserForAProofAndRefusesNone() {
    for (int address = 1; address <= 8; address++) {
      for (int i = 0; i < 10; i++) {
        door.missed("10.0.0." + address);
      }
    }
    clock.addAndGet(SECOND);

    assertThat(ask("10.0.0.200")).isInstanceOf(CodeDoor.Verdict.Solve.class);
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    for (int i = 0; i < 10; i++) {
      door.missed("2001:db8:1:2::" + i);
    }

    assertThat(ask("2001:db8:1:2:aaaa::1")).isInstanceOf(CodeDoor.Verdict.Wait.class);
    assertThat(ask("2001:db8:1:3::1")).isInstanceOf(CodeDoor.Verdict.Open.class);
  }

  private CodeDoor.Verdict ask(String address) {
    return door.ask(address, "NONE", Optional.empty());
  }

  private int guessFor(Duration time, String address) {
    int answers = 0;
    long end = clock.get() + time.toNanos();
    while (clock.get() < end) {
      if (ask(address) instanceof CodeDoor.Verdict.Open) {
        answers++;
        door.decided(address);
        door.missed(address);
      }
      clock.addAndGet(SECOND);
    }
    return answers;
  }

  private void useUpTheGlobalBudget() {
    IntStream.range(0, 60).forEach(i -> door.missed("10.0.%s.1".formatted(i)));
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
