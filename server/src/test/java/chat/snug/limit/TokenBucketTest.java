package chat.snug.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates and what holds people to them. */
final class TokenBucketTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong clock = new AtomicLong(-5 * SECOND);

  @Test
  void givesTheBurstAtOnceAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(Rate.perSecond(5, 20), clock.get());

    long atOnce = taken(bucket, 100);
    long wait = bucket.tryTake(clock.get());
    clock.addAndGet(2 * SECOND);
    long afterTwoSeconds = taken(bucket, 100);

    assertThat(atOnce).isEqualTo(20);
    assertThat(wait).isBetween(1L, SECOND / 5);
    assertThat(afterTwoSeconds).isEqualTo(10);
  }

  @Test
  void takesSeveralTokensForSeveralAndAllOrNone() {
    TokenBucket bucket = new TokenBucket(Rate.perSecond(5, 20), clock.get());

    assertThat(bucket.tryTake(clock.get(), 12)).isZero();
    assertThat(bucket.tryTake(clock.get(), 12)).isEqualTo(4 * SECOND / 5);
    assertThat(taken(bucket, 100)).isEqualTo(8);
    clock.addAndGet(SECOND);
    assertThat(bucket.tryTake(clock.get(), 6)).isEqualTo(SECOND / 5);
    assertThat(bucket.tryTake(clock.get(), 5)).isZero();
  }

  @Test
  void hasATokenAfterTheTimeThatItTold() {
    TokenBucket bucket = new TokenBucket(Rate.perMinute(1, 1), clock.get());
    bucket.tryTake(clock.get());

    long wait = bucket.tryTake(clock.get());
    long tooSoon = bucket.tryTake(clock.get() + wait - 1);
    long inTime = bucket.tryTake(clock.get() + wait);

    assertThat(tooSoon).isPositive();
    assertThat(inTime).isZero();
  }

  @Test
  void keepsABucketForEachKey() {
    RateLimiter<String> limiter = new RateLimiter<>(Rate.perSecond(1, 1), clock::get);

    assertThat(limiter.tryTake("ana")).isZero();
    assertThat(limiter.tryTake("ana")).isPositive();
    assertThat(limiter.tryTake("bo")).isZero();
  }

  @Test
  void remembersNoMoreThanItMay() {
    RateLimiter<Integer> limiter = new RateLimiter<>(Rate.perMinute(1, 1), clock::get);

    long taken = IntStream.range(0, 100_010).filter(key -> limiter.tryTake(key) == 0).count();
    clock.addAndGet(61 * SECOND);

    assertThat(taken).as("those beyond share one bucket").isEqualTo(100_001);
    assertThat(limiter.tryTake(500_000)).as("those who rested made room").isZero();
  }

  @Test
  void readsWhatIsWritten() {
    assertThat(Rate.parse("5/s:20")).isEqualTo(Rate.perSecond(5, 20));
    assertThat(Rate.parse("60/m")).isEqualTo(Rate.perMinute(60, 60));
    assertThat(Rate.parse("7/h:9").toString()).isEqualTo("7/h:9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5/d", "0/s", "5/s:0", "-1/s", "5/s:", "99999999/s"})
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private long taken(TokenBucket bucket, int tries) {
    return IntStream.range(0, tries).filter(_ -> bucket.tryTake(clock.get()) == 0).count();
  }
}
