package chat.snug.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How much of files an address may bring. */
final class UploadLimiterTest {
  private static final int KIBIBYTE = 1024;

  private final AtomicLong clock = new AtomicLong();

  @Test
  void countsEveryKibibyteThatComes() {
    UploadLimiter limiter = limiter(Rate.perSecond(10, 10), Rate.perSecond(4, 100));

    assertThat(limiter.bytes("10.0.0.1", 60 * KIBIBYTE)).isZero();
    assertThat(limiter.bytes("10.0.0.1", 40 * KIBIBYTE)).isZero();
    assertThat(limiter.bytes("10.0.0.1", 8 * KIBIBYTE)).isEqualTo(Duration.ofSeconds(2));
    assertThat(limiter.bytes("10.0.0.2", 100 * KIBIBYTE)).isZero();
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(limiter.bytes("10.0.0.1", 8 * KIBIBYTE)).isZero();
  }

  @Test
  void countsAPartOfAKibibyteAsAWholeOne() {
    UploadLimiter limiter = limiter(Rate.perSecond(10, 10), Rate.perSecond(1, 2));

    assertThat(limiter.bytes("10.0.0.1", 1)).isZero();
    assertThat(limiter.bytes("10.0.0.1", KIBIBYTE + 1)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void countsFiles() {
    UploadLimiter limiter = limiter(Rate.perSecond(1, 2), Rate.perSecond(1000, 1000));

    assertThat(limiter.file("10.0.0.1")).isZero();
    assertThat(limiter.file("10.0.0.1")).isZero();
    assertThat(limiter.file("10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
    assertThat(limiter.file("10.0.0.2")).isZero();
  }

  @Test
  void holdsNobodyWhoIsExempt() {
    UploadLimiter limiter = limiter(Rate.perSecond(1, 1), Rate.perSecond(1, 1));

    for (int i = 0; i < 10; i++) {
      assertThat(limiter.file("127.0.0.1")).isZero();
      assertThat(limiter.bytes("127.0.0.1", 10 * KIBIBYTE)).isZero();
    }
  }

  private UploadLimiter limiter(Rate files, Rate kibibytes) {
    Limits limits =
        Limits.defaults()
            .with(new UploadLimits(1, 1, files, kibibytes))
            .withExemptAddresses(AddressRanges.of(List.of("127.0.0.0/8")));
    return new UploadLimiter(limits, clock::get);
  }
}
