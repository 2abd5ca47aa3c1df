package chat.snug.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Few places for all, and a share of them for each. */
final class SharesTest {
  private final Shares shares = new Shares(5, 2);

  @Test
  void letsNoAddressTakeMoreThanItsShare() {
    IntStream.range(0, 10).forEach(_ -> shares.take("10.0.0.1"));

    assertThat(shares.take("10.0.0.1")).isEqualTo(Shares.Verdict.SHARE_USED_UP);
    assertThat(shares.take("10.0.0.2")).isEqualTo(Shares.Verdict.TAKEN);
  }

  @Test
  void givesOutNoMorePlacesThanThereAre() {
    IntStream.range(0, 5)
        .forEach(i -> assertThat(shares.take("10.0.0." + i)).isEqualTo(Shares.Verdict.TAKEN));

    assertThat(shares.take("10.0.0.9")).isEqualTo(Shares.Verdict.ALL_TAKEN);
  }

  @Test
  void givesAPlaceThatIsFreeAgainToAnybody() {
    IntStream.range(0, 5).forEach(i -> shares.take("10.0.0." + i));

    shares.giveBack("10.0.0.0");

    assertThat(shares.take("10.0.0.9")).isEqualTo(Shares.Verdict.TAKEN);
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    shares.take("2001:db8:1:2::1");
    shares.take("2001:db8:1:2::2");

    assertThat(shares.take("2001:db8:1:2::3")).isEqualTo(Shares.Verdict.SHARE_USED_UP);
  }
}
