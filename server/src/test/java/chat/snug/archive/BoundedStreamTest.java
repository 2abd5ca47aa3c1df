package chat.snug.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is written of a room that may be too large. */
final class BoundedStreamTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void takesAsMuchAsItMayAndNotAByteMore() throws IOException {
    try (BoundedStream stream = new BoundedStream(written, 5)) {
      stream.write(new byte[] {0, 1, 2, 3, 9}, 1, 3);
      stream.write(4);
      stream.write(5);

      assertThatThrownBy(() -> stream.write(6))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LARGE));
    }
    assertThat(written.toByteArray()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void takesNothingOfWhatIsTooMuchAtOnce() throws IOException {
    try (BoundedStream stream = new BoundedStream(written, 5)) {
      assertThatThrownBy(() -> stream.write(new byte[6])).isInstanceOf(RefusedException.class);
    }
    assertThat(written.size()).isZero();
  }
}
