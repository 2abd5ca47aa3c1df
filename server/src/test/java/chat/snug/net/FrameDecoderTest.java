package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.engineio.CloseReason;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 from the server's side. */
final class FrameDecoderTest {
  private static final int MAX = 1000;

  private final Recorder recorder = new Recorder();
  private final FrameDecoder decoder = new FrameDecoder(MAX);

  @Test
  void readsAMaskedTextFrame() throws Exception {
    decode(frame(0x81, "héllo".getBytes(UTF_8)));

    assertThat(recorder.seen).containsExactly("text:héllo");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 127, 1000})
  void readsEveryLengthInItsForm(int length) throws Exception {
    decode(frame(0x82, new byte[length]));

    assertThat(recorder.seen).containsExactly("binary:" + length);
  }

  @Test
  void waitsForTheRestOfAFrame() throws Exception {
    ByteBuf whole = frame(0x81, "hello".getBytes(UTF_8));
    ByteBuf part = Unpooled.buffer();

    while (whole.isReadable()) {
      part.writeByte(whole.readByte());
      decoder.decode(part, recorder);
    }

    assertThat(recorder.seen).containsExactly("text:hello");
  }

  @Test
  void joinsFragmentsAroundAPing() throws Exception {
    byte[] euro = "€".getBytes(UTF_8);

    decode(frame(0x01, new byte[] {euro[0]}));
    decode(frame(0x89, new byte[] {1}));
    decode(frame(0x80, new byte[] {euro[1], euro[2]}));

    assertThat(recorder.seen).containsExactly("ping:1", "text:€");
  }

  @Test
  void joinsManyFragmentsAtTheCostOfTheirBytes() throws Exception {
    int large = 60_000;
    FrameDecoder patient = new FrameDecoder(large + 1_000);
    ByteBuf bytes = Unpooled.buffer().writeBytes(frame(0x02, new byte[large]));
    for (int i = 0; i < 1_000; i++) {
      bytes.writeBytes(frame(i == 999 ? 0x80 : 0x00, new byte[1]));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    patient.decode(bytes, recorder);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20L * large);
    assertThat(recorder.seen).containsExactly("binary:" + (large + 1_000));
  }

  @Test
  void readsNothingAfterAClose() throws Exception {
    decode(
        Unpooled.wrappedBuffer(
            frame(0x88, new byte[] {0x03, (byte) 0xE8}), frame(0x81, "x".getBytes(UTF_8))));

    assertThat(recorder.seen).containsExactly("close:1000");
  }

  @ParameterizedTest
  @CsvSource({
    "C1, a reserved bit",
    "83, a reserved opcode",
    "8B, a reserved control opcode",
    "09, a fragmented ping",
    "80, a continuation of nothing",
  })
  void refusesAFirstByteThatBreaksARule(String hex, String rule) {
    assertThatThrownBy(() -> decode(frame(Integer.parseInt(hex, 16), new byte[1])))
        .as(rule)
        .isInstanceOfSatisfying(
            FrameDecoder.FrameException.class,
            broken -> assertThat(broken.reason()).isEqualTo(CloseReason.PROTOCOL_ERROR));
  }

  @Test
  void refusesAFrameWithoutAMask() {
    assertThatThrownBy(() -> decode(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 1, 'x'})))
        .hasMessageContaining("mask");
  }

  @Test
  void refusesALongPing() {
    assertThatThrownBy(() -> decode(frame(0x89, new byte[126]))).hasMessageContaining("125");
  }

  @Test
  void refusesANewMessageWithinAnother() {
    assertThatThrownBy(
            () -> {
              decode(frame(0x01, new byte[1]));
              decode(frame(0x81, new byte[1]));
            })
        .hasMessageContaining("before the last one ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FF", "C328", "EDA080", "F8808080", "C0AF"})
  void refusesTextThatIsNotUtf8(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> decode(frame(0x81, bytes)))
        .isInstanceOfSatisfying(
            FrameDecoder.FrameException.class,
            broken -> assertThat(broken.reason()).isEqualTo(CloseReason.INVALID_TEXT));
  }

  @Test
  void acceptsTheReplacementCharacterItself() throws Exception {
    decode(frame(0x81, "\uFFFD".getBytes(UTF_8)));

    assertThat(recorder.seen).containsExactly("text:\uFFFD");
  }

  @Test
  void refusesAMessageOverTheBoundBeforeItHasCome() {
    ByteBuf announced = Unpooled.buffer().writeByte(0x82).writeByte(0xFF).writeLong(1L << 30);

    assertThatThrownBy(() -> decode(announced.writeInt(0)))
        .isInstanceOfSatisfying(
            FrameDecoder.FrameException.class,
            broken -> assertThat(broken.reason()).isEqualTo(CloseReason.PAYLOAD_TOO_LARGE));
  }

  @Test
  void refusesFragmentsThatTogetherAreOverTheBound() {
    assertThatThrownBy(
            () -> {
              decode(frame(0x02, new byte[MAX]));
              decode(frame(0x80, new byte[1]));
            })
        .hasMessageContaining("bound");
  }

  @Test
  void refusesTooManyFragments() {
    assertThatThrownBy(
            () -> {
              decode(frame(0x02, new byte[0]));
              for (int i = 0; i < 1024; i++) {
                decode(frame(0x00, new byte[0]));
              }
            })
        .hasMessageContaining("fragments");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
  void refusesACloseCodeThatNobodyMaySend(int code) {
    byte[] payload = {(byte) (code >>> 8), (byte) code};

    assertThatThrownBy(() -> decode(frame(0x88, payload))).hasMessageContaining("close code");
  }

  @Test
  void readsOrRefusesAMillionRandomBytesInAnyCut() {
    Random random = new Random(42);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(1, 500)];
      random.nextBytes(bytes);
      bytes[0] = (byte) new int[] {0x81, 0x82, 0x01, 0x00, 0x80, 0x88, 0x89}[random.nextInt(7)];
      decodeWhatever(bytes, random.nextInt(1, bytes.length + 1));
    }
    assertThat(recorder.seen).isNotEmpty();
  }

  @FuzzTest
  void readsAnyBytesOrRefusesThem(byte[] bytes) {
    assertThatCode(() -> decodeWhatever(bytes, Math.max(1, bytes.length / 2)))
        .doesNotThrowAnyException();
  }

  private void decodeWhatever(byte[] bytes, int cut) {
    FrameDecoder fresh = new FrameDecoder(MAX);
    ByteBuf in = Unpooled.buffer();
    try {
      in.writeBytes(bytes, 0, Math.min(cut, bytes.length));
      fresh.decode(in, recorder);
      in.writeBytes(bytes, Math.min(cut, bytes.length), bytes.length - Math.min(cut, bytes.length));
      fresh.decode(in, recorder);
    } catch (FrameDecoder.FrameException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }

  private void decode(ByteBuf bytes) throws FrameDecoder.FrameException {
    decoder.decode(bytes, recorder);
  }

  private static ByteBuf frame(int first, byte[] payload) {
    ByteBuf frame = Unpooled.buffer().writeByte(first);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    }
    byte[] mask = {1, 2, 3, 4};
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ mask[i % 4]);
    }
    return frame;
  }

  /** Keeps what the frames said. */
  private static final class Recorder implements FrameDecoder.Listener {
    final List<String> seen = new ArrayList<>();

    @Override
    public void text(String text) {
      seen.add("text:" + text);
    }

    @Override
    public void binary(byte[] bytes) {
      seen.add("binary:" + bytes.length);
    }

    @Override
    public void ping(byte[] payload) {
      seen.add("ping:" + payload.length);
    }

    @Override
    public void pong() {
      seen.add("pong");
    }

    @Override
    public void close(int code) {
      seen.add("close:" + code);
    }
  }
}
