package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PiecedBytesTest {
  private final PiecedBytes bytes = new PiecedBytes();

  @Test
  void takesNoMoreThanWhatCameAtOnce() {
    bytes.add(Buffer.buffer("4hello"));

    assertThat(bytes.capacity()).isEqualTo(6);
    assertThat(bytes.text()).isEqualTo("4hello");
  }

  @Test
  void isWhatCameHoweverItWasCut() {
    Random random = new Random(7);
    StringBuilder said = new StringBuilder();
    while (said.length() < 300_000) {
      String some = "ä€😀x".repeat(random.nextInt(1, random.nextInt(2, 40_000)));
      said.append(some);
      byte[] all = some.getBytes(UTF_8);
      int cut = random.nextInt(all.length);
      bytes.add(Buffer.buffer(all).slice(0, cut));
      bytes.add(Buffer.buffer(all).slice(cut, all.length));
    }

    assertThat(bytes.text()).isEqualTo(said.toString());
    assertThat(bytes.length()).isEqualTo(said.toString().getBytes(UTF_8).length);
    assertThat(bytes.capacity()).isBetween(bytes.length(), bytes.length() + 64 * 1024);
  }

  @Test
  void takesTwiceTheMemoryAtMostWhenEachByteComesAlone() {
    for (int i = 1; i <= 100_000; i++) {
      bytes.add(Buffer.buffer("x"));
      assertThat(bytes.capacity()).isLessThanOrEqualTo(2 * i);
    }
  }
}
