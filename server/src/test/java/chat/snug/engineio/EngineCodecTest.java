package chat.snug.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
final class EngineCodecTest {
  @Test
  void readsAPayloadOfTextAndBytes() throws Exception {
    var packets = EngineCodec.decodePayload("4hé€\u001ebAQID\u001e3", 1000);

    assertThat(packets).hasSize(3);
    assertThat(packets.getFirst()).isEqualTo(new EnginePacket.TextMessage("hé€"));
    assertThat(packets.get(1))
        .isInstanceOfSatisfying(
            EnginePacket.BinaryMessage.class,
            binary -> assertThat(binary.bytes()).containsExactly(1, 2, 3));
    assertThat(packets.getLast()).isEqualTo(new EnginePacket.Pong());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "x", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "é"})
  void refusesWhatIsNoPayload(String payload) {
    assertThatThrownBy(() -> EngineCodec.decodePayload(payload, 1000))
        .isInstanceOf(MalformedEnginePacketException.class);
  }

  @FuzzTest
  void readsAnyPayloadOrRefusesIt(FuzzedDataProvider data) {
    try {
      assertThat(EngineCodec.decodePayload(data.consumeRemainingAsString(), 1000)).isNotEmpty();
    } catch (MalformedEnginePacketException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }
}
