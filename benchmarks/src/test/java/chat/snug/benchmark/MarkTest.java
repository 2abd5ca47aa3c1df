package chat.snug.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a text bears is read back, wherever in a packet it stands. */
final class MarkTest {
  @Test
  void bearsWhenByWhomAndWhichOne() {
    String text = Mark.text(1_234_567_890_123L, 17, 42, 100);
    ByteBuffer packet = ByteBuffer.wrap(Mark.bytes("42[\"message\",{\"text\":\"" + text + "\"}]"));

    int at = Mark.find(packet, 0, packet.limit(), 5);

    assertThat(text).hasSize(100);
    assertThat(at).isEqualTo(22);
    assertThat(Mark.find(packet, 0, packet.limit(), at)).isEqualTo(at);
    assertThat(Mark.nanos(packet, at)).isEqualTo(1_234_567_890_123L);
    assertThat(Mark.sender(packet, at)).isEqualTo(17);
    assertThat(Mark.number(packet, at)).isEqualTo(42);
  }

  @Test
  void isNotFoundWhereItIsNot() {
    ByteBuffer packet = ByteBuffer.wrap(Mark.bytes("431[{\"ok\":true,\"seq\":1}]".repeat(3)));

    assertThat(Mark.find(packet, 0, packet.limit(), 0)).isEqualTo(-1);
  }
}
