package chat.snug.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What connections and addresses may ask for. */
final class CommandLimiterTest {
  private final AtomicLong clock = new AtomicLong();
  private final CommandLimiter limiter = new CommandLimiter(Limits.defaults(), clock::get);

  @Test
  void holdsOtherCommandsOfAnAddressToABoundHoweverManyConnectionsItHas() {
    List<CommandLimiter.Allowance> connections =
        IntStream.range(0, 100).mapToObj(_ -> limiter.allowance("10.0.0.1")).toList();

    long done =
        IntStream.range(0, 6_000).filter(i -> connections.get(i % 100).other().isZero()).count();

    assertThat(done).isEqualTo(600);
    assertThat(limiter.allowance("10.0.0.2").other()).isZero();
  }

  @Test
  void storesSoMuchOfAnAddressHoweverManyConnectionsItHas() {
    int stored = 0;
    for (int i = 0; i < 10_000; i++) {
      clock.addAndGet(20_000_000);
      stored += limiter.allowance("10.0.0.1").message("room" + i, 16_000).isZero() ? 1 : 0;
    }

    // 65,536 KiB at once and 16 a second for 200 s, 16 each
    assertThat(stored).isBetween(4_200, 4_300);
    assertThat(limiter.allowance("10.0.0.2").message("room", 16_000)).isZero();
  }

  @Test
  void makesSoManyRoomsOfAnAddressThatStayAndMoreThatGo() {
    CommandLimiter.Allowance allowance = limiter.allowance("10.0.0.1");

    long staying = IntStream.range(0, 60).filter(_ -> allowance.newRoom(true).isZero()).count();
    clock.addAndGet(Duration.ofMinutes(1).toNanos());

    assertThat(staying).isEqualTo(40);
    assertThat(allowance.newRoom(true)).isGreaterThan(Duration.ofMinutes(10));
    assertThat(allowance.newRoom(false)).isZero();
  }

  @Test
  void letsNoAddressKeepAllReadersBusyHoweverManyConnectionsItHas() {
    List<CommandLimiter.Allowance> connections =
        IntStream.range(0, 50).mapToObj(_ -> limiter.allowance("10.0.0.1")).toList();

    long begun = connections.stream().filter(CommandLimiter.Allowance::readBegins).count();
    connections.getFirst().readEnded();

    assertThat(begun).isEqualTo(16);
    assertThat(connections.getLast().readBegins()).isTrue();
    assertThat(connections.getLast().readBegins()).isFalse();
    assertThat(limiter.allowance("10.0.0.2").readBegins()).isTrue();
  }

  @Test
  void letsGoWhoIsRefusedAgainAndAgain() {
    CommandLimiter.Allowance allowance = limiter.allowance("10.0.0.1");

    long told = IntStream.range(0, 1_000).filter(_ -> allowance.refused().isPresent()).count();

    assertThat(told).isEqualTo(300);
  }

  /** The most that a stock client has under way, each of them sent again when it was told to. */
  @Test
  void neverLetsGoWhoComesBackWhenToldTo() {
    CommandLimiter.Allowance allowance = limiter.allowance("10.0.0.1");
    List<Long> due = new ArrayList<>(IntStream.range(0, 32).mapToObj(_ -> 0L).toList());
    long end = Duration.ofMinutes(10).toNanos();
    int refusals = 0;
    while (clock.get() < end) {
      for (int i = 0; i < due.size(); i++) {
        if (due.get(i) <= clock.get()) {
          Optional<Duration> told = allowance.refused();
          assertThat(told).isPresent();
          due.set(i, clock.get() + told.orElseThrow().toNanos());
          refusals++;
        }
      }
      clock.addAndGet(1_000_000);
    }

    assertThat(refusals).isLessThanOrEqualTo(10 * 60 * 20 + 300);
  }
}
