package chat.snug.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may connect. */
final class ConnectionLimiterTest {
  private final AtomicLong clock = new AtomicLong();

  @Test
  void letsInSoManySessionsOfAnAddressAndMoreWhenSomeEnd() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(100, 2, 50, 100, rate(100), rate(100), rate(100)));

    assertThat(limiter.admitSession("10.0.0.1", 0)).isTrue();
    assertThat(limiter.admitSession("10.0.0.1", 1)).isTrue();
    assertThat(limiter.admitSession("10.0.0.1", 2)).isFalse();
    assertThat(limiter.admitSession("10.0.0.2", 2)).isTrue();
    limiter.sessionEnded("10.0.0.1");
    assertThat(limiter.admitSession("10.0.0.1", 2)).isTrue();
  }

  @Test
  void letsInNobodyWhenTheServerIsFullNotEvenExemptOnes() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(5, 100, 50, 100, rate(100), rate(100), rate(100)));

    assertThat(limiter.admitSession("127.0.0.1", 5)).isFalse();
    assertThat(limiter.admitSession("127.0.0.1", 4)).isTrue();
  }

  @Test
  void letsInSoManySessionsASecond() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(10_000, 100, 50, 100, rate(100), rate(5), rate(100)));

    long admitted =
        IntStream.range(0, 50).filter(i -> limiter.admitSession("10.0.0." + i, i)).count();

    assertThat(admitted).isEqualTo(5);
  }

  @Test
  void letsNoAddressUseUpWhatAllMayOpen() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(10_000, 100, 50, 100, rate(3), rate(10), rate(100)));

    long greedy = IntStream.range(0, 500).filter(i -> limiter.admitSession("10.0.0.1", i)).count();
    long others =
        IntStream.range(0, 7).filter(i -> limiter.admitSession("10.0.1." + i, 3 + i)).count();

    assertThat(greedy).isEqualTo(3);
    assertThat(others).isEqualTo(7);
  }

  @Test
  void countsNoHandshakeOfAnAddressThatHasAllItsSessions() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(10_000, 2, 50, 100, rate(100), rate(3), rate(100)));

    IntStream.range(0, 50).forEach(_ -> limiter.admitSession("10.0.0.1", 2));

    assertThat(limiter.admitSession("10.0.0.2", 2)).isTrue();
  }

  @Test
  void givesBackTheSessionThatARateHasRefused() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(10_000, 2, 50, 100, rate(1), rate(5), rate(100)));
    limiter.admitSession("10.0.0.1", 0);
    IntStream.range(0, 50).forEach(_ -> limiter.admitSession("10.0.0.1", 1));

    clock.addAndGet(Duration.ofMinutes(2).toNanos());

    assertThat(limiter.admitSession("10.0.0.1", 1)).isTrue();
  }

  @Test
  void countsHalfOpenConnectionsUntilTheirRequestIsWhole() {
    ConnectionLimiter limiter =
        limiter(new ConnectionLimits(100, 100, 2, 3, rate(100), rate(100), rate(100)));

    assertThat(limiter.admitConnection("10.0.0.1")).isTrue();
    assertThat(limiter.admitConnection("10.0.0.1")).isTrue();
    assertThat(limiter.admitConnection("10.0.0.1")).as("a third half open").isFalse();
    limiter.halfOpenEnded("10.0.0.1");
    assertThat(limiter.admitConnection("10.0.0.1")).isTrue();
    limiter.halfOpenEnded("10.0.0.1");
    assertThat(limiter.admitConnection("10.0.0.1")).as("a fourth").isFalse();
    limiter.connectionEnded("10.0.0.1");
    assertThat(limiter.admitConnection("10.0.0.1")).isTrue();
  }

  private static Rate rate(int burst) {
    return Rate.perMinute(1, burst);
  }

  private ConnectionLimiter limiter(ConnectionLimits connections) {
    Limits limits =
        Limits.defaults()
            .with(connections)
            .withExemptAddresses(AddressRanges.of(List.of("127.0.0.0/8")));
    return new ConnectionLimiter(limits, clock::get);
  }
}
