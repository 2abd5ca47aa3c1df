package chat.snug.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO 5, §Packet encoding. */
@Tag("slow")
final class SocketCodecTest {
  private final SocketCodec codec = new SocketCodec(SocketOptions.defaults());

  @Test
  void readsAnEventWithNamespaceAndAckId() throws Exception {
    SocketPacket packet = codec.packet(codec.decode("2/admin,12[\"message\",{\"a\":1},\"b\"]"));

    assertThat(packet)
        .isInstanceOfSatisfying(
            SocketPacket.Event.class,
            event -> {
              assertThat(event.namespace()).isEqualTo("/admin");
              assertThat(event.ackId()).isEqualTo("12");
              assertThat(event.name()).isEqualTo("message");
              assertThat(event.arguments()).hasToString("[{\"a\":1}, \"b\"]");
            });
  }

  @Test
  void readsANamespaceWithoutItsComma() throws Exception {
    assertThat(codec.packet(codec.decode("0/random")).namespace()).isEqualTo("/random");
    assertThat(codec.packet(codec.decode("1/custom"))).isInstanceOf(SocketPacket.Disconnect.class);
  }

  @Test
  void keepsAQueryInTheNamespace() throws Exception {
    assertThat(codec.packet(codec.decode("0/custom?a=b,")).namespace()).isEqualTo("/custom?a=b");
  }

  @Test
  void takesANumberForAName() throws Exception {
    assertThat(codec.packet(codec.decode("2[7]")))
        .isInstanceOfSatisfying(
            SocketPacket.Event.class, event -> assertThat(event.name()).isEqualTo("7"));
  }

  @Test
  void completesABinaryEventWithoutAttachmentsAtOnce() throws Exception {
    SocketCodec.Header header = codec.decode("50-[\"message\"]");

    assertThat(header.attachments()).isZero();
    assertThat(codec.packet(header)).isInstanceOf(SocketPacket.Event.class);
  }

  @Test
  void putsAttachmentsIntoTheirPlaces() throws Exception {
    BinaryAssembler assembler =
        new BinaryAssembler(
            codec.decode(
                "52-[\"m\",{\"x\":[{\"_placeholder\":true,\"num\":1}]},"
                    + "{\"_placeholder\":true,\"num\":0}]"));
    assembler.add(new byte[] {1});
    boolean early = assembler.isComplete();
    assembler.add(new byte[] {2});

    SocketPacket.Event event = (SocketPacket.Event) codec.packet(assembler.assemble());

    assertThat(early).isFalse();
    assertThat(event.arguments().get(0).at("/x/0").binaryValue()).containsExactly(2);
    assertThat(event.arguments().get(1).binaryValue()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_placeholder\":true,\"num\":1}",
        "{\"_placeholder\":true,\"num\":-1}",
        "{\"_placeholder\":true,\"num\":\"0\"}",
        "{\"_placeholder\":true,\"num\":{}}",
        "{\"_placeholder\":true,\"num\":0.5}",
        "{\"_placeholder\":true}",
      })
  void refusesAPlaceholderOfNoAttachment(String placeholder) throws Exception {
    BinaryAssembler assembler = new BinaryAssembler(codec.decode("51-[\"m\"," + placeholder + "]"));
    assembler.add(new byte[1]);

    assertThatThrownBy(assembler::assemble).isInstanceOf(MalformedSocketPacketException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "x",
        "0[]",
        "0\"x\"",
        "1{}",
        "2",
        "2{}",
        "2[]",
        "2[{}]",
        "2[null]",
        "2[\"connect\"]",
        "2[\"disconnecting\"]",
        "2[\"newListener\"]",
        "2[\"m\"",
        "2[\"m\"]x",
        "31{}",
        "4{\"message\":\"x\"}",
        "5[\"m\"]",
        "5-[\"m\"]",
        "511-[\"m\"]",
        "599999999999-[\"m\"]",
        "51-",
        "5-1-[\"m\"]",
      })
  void refusesWhatIsNoPacket(String text) {
    assertThatThrownBy(() -> codec.packet(codec.decode(text)))
        .isInstanceOf(MalformedSocketPacketException.class);
  }

  @Test
  void takesJsonThatIsTooDeepForAnEventWithoutAName() throws Exception {
    String deep = "25[\"m\"," + "[".repeat(50_000) + "]".repeat(50_000) + "]";

    assertThat(codec.packet(codec.decode(deep)))
        .isEqualTo(new SocketPacket.Event("/", "5", "", List.of()));
  }

  @Test
  void takesANumberThatIsTooLongForAnEventWithoutAName() throws Exception {
    assertThat(codec.packet(codec.decode("25[\"m\"," + "9".repeat(100_000) + "]")))
        .isEqualTo(new SocketPacket.Event("/", "5", "", List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "007, 7", "12345678901234567890123, 12345678901234567890123"})
  void keepsAnAckIdOfAnySize(String sent, String kept) throws Exception {
    assertThat(codec.decode("2" + sent + "[\"m\"]").ackId()).isEqualTo(kept);
  }

  @Test
  void takesTheLastOfSeveralValuesOfOneName() throws Exception {
    SocketPacket.Event event =
        (SocketPacket.Event) codec.packet(codec.decode("2[\"m\",{\"a\":1,\"a\":2}]"));

    assertThat(event.arguments().getFirst().get("a").intValue()).isEqualTo(2);
  }

  @Test
  void putsAnAttachmentInEveryPlaceThatNamesIt() throws Exception {
    String place = "{\"_placeholder\":true,\"num\":0.0}";
    BinaryAssembler assembler =
        new BinaryAssembler(codec.decode("51-[\"m\"," + place + "," + place + "]"));
    assembler.add(new byte[] {7});

    SocketPacket.Event event = (SocketPacket.Event) codec.packet(assembler.assemble());

    assertThat(event.arguments()).allSatisfy(node -> assertThat(node.binaryValue()).contains(7));
  }

  @Test
  void readsOrRefusesMutationsOfGoodPackets() {
    String[] good = {
      "2/admin,12[\"message\",{\"a\":1},\"b\"]",
      "51-[\"m\",{\"_placeholder\":true,\"num\":0}]",
      "0/custom,{\"token\":\"x\"}",
      "31[true,null,1e5]",
      "41",
      "1/custom,"
    };
    Random random = new Random(7);
    int read = 0;
    for (int round = 0; round < 50_000; round++) {
      StringBuilder packet = new StringBuilder(good[random.nextInt(good.length)]);
      for (int change = random.nextInt(3); change >= 0; change--) {
        packet.setCharAt(random.nextInt(packet.length()), (char) random.nextInt(32, 127));
      }
      read += readsOrRefuses(packet.toString()) ? 1 : 0;
    }
    assertThat(read).isBetween(1, 49_999);
  }

  @FuzzTest
  void readsAnyTextOrRefusesIt(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();

    assertThatCode(() -> readsOrRefuses(text)).doesNotThrowAnyException();
  }

  private boolean readsOrRefuses(String text) {
    try {
      SocketCodec.Header header = codec.decode(text);
      BinaryAssembler assembler = new BinaryAssembler(header);
      for (int i = 0; i < header.attachments(); i++) {
        assembler.add(new byte[i]);
      }
      codec.packet(header.attachments() > 0 ? assembler.assemble() : header);
      return true;
    } catch (MalformedSocketPacketException expected) {
      return false;
    }
  }
}
