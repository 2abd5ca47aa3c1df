package chat.snug.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of an upload, and counted. */
final class MeteredStreamTest {
  private final List<Integer> counts = new ArrayList<>();

  @Test
  void tellsEachByteOnceHoweverItIsRead() throws IOException {
    try (MeteredStream stream =
        new MeteredStream(new ByteArrayInputStream(new byte[10]), counts::add)) {
      stream.read();
      stream.read(new byte[4]);
      stream.readAllBytes();

      assertThat(stream.read()).isNegative();
      assertThat(stream.read(new byte[4])).isNegative();
    }
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
    assertThat(counts).startsWith(1, 4);
  }

  @Test
  void handsNothingOnThatIsRefused() throws IOException {
    try (MeteredStream stream =
        new MeteredStream(
            new ByteArrayInputStream(new byte[10]),
            _ -> {
              throw new RefusedException(Refusal.RATE_LIMITED);
            })) {
      assertThatThrownBy(stream::readAllBytes).isInstanceOf(RefusedException.class);
    }
  }
}
