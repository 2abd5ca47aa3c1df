package chat.snug.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodedMessageTest {
  private final LongAdder total = new LongAdder();

  @Test
  void framesTextUnmaskedWithItsType() {
    byte[] frames = EncodedMessage.text("hi".getBytes(UTF_8)).frames();

    assertThat(frames).containsExactly(0x81, 3, '4', 'h', 'i');
  }

  @Test
  void framesBytesWithoutAType() {
    byte[] frames = EncodedMessage.binary(new byte[] {7}).frames();

    assertThat(frames).containsExactly(0x82, 1, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 123, 124, 125, 126, 65_533, 65_534, 65_535, 70_000})
  void readsItsOwnLengthBackForPolling(int length) {
    OutboundQueue queue = new OutboundQueue(QueueOptions.defaults(), total);
    queue.add(EncodedMessage.text("x".repeat(length).getBytes(UTF_8)), null, 0);

    String payload = new String(queue.pollPayload(1 << 20, 64), UTF_8);

    assertThat(payload).isEqualTo("4" + "x".repeat(length));
  }

  @Test
  void givesPollingBytesAsBase64() {
    OutboundQueue queue = new OutboundQueue(QueueOptions.defaults(), total);
    queue.add(
        EncodedMessage.join(
            List.of(
                EncodedMessage.text("a".getBytes(UTF_8)),
                EncodedMessage.binary(new byte[] {1, 2, 3, 4}))),
        null,
        0);

    assertThat(new String(queue.pollPayload(1 << 20, 64), UTF_8)).isEqualTo("4a\u001ebAQIDBA==");
  }

  /** What polls have had of a batch is not said again after the upgrade. */
  @Test
  void givesAWebSocketOnlyTheRestOfABatchThatAPollHasBegun() {
    OutboundQueue queue = new OutboundQueue(QueueOptions.defaults(), total);
    queue.add(
        EncodedMessage.join(
            List.of(
                EncodedMessage.text("a".getBytes(UTF_8)),
                EncodedMessage.text("b".getBytes(UTF_8)),
                EncodedMessage.text("c".getBytes(UTF_8)))),
        null,
        0);
    queue.settle();

    String polled = new String(queue.pollPayload(1 << 20, 2), UTF_8);
    OutboundQueue.Piece rest = requireNonNull(queue.pollPiece(1 << 20));

    assertThat(polled).isEqualTo("4a\u001e4b");
    assertThat(bytes(rest)).containsExactly(0x81, 2, '4', 'c');
    assertThat(queue.pollPiece(1 << 20)).isNull();
    assertThat(queue.byteCount()).isZero();
    assertThat(total.sum()).isZero();
  }

  @Test
  void handsALargeMessageOutInPiecesAndCountsItUntilTheLast() {
    OutboundQueue queue = new OutboundQueue(QueueOptions.defaults(), total);
    EncodedMessage large = EncodedMessage.text("x".repeat(1_000).getBytes(UTF_8));
    queue.add(large, null, 0);
    queue.settle();

    byte[] first = bytes(requireNonNull(queue.pollPiece(600)));
    queue.addFirst(EncodedMessage.PING);
    boolean gaveUp = queue.giveUpFeeds();
    long between = total.sum();
    byte[] second = bytes(requireNonNull(queue.pollPiece(600)));
    byte[] ping = bytes(requireNonNull(queue.pollPiece(600)));

    assertThat(first).hasSize(600).startsWith(large.frames()[0], large.frames()[1]);
    assertThat(second).hasSize(large.frames().length - 600).containsOnly('x');
    assertThat(ping).containsExactly(EncodedMessage.PING.frames());
    assertThat(gaveUp).isFalse();
    assertThat(between).isEqualTo(large.byteCount() + EncodedMessage.PING.byteCount());
    assertThat(queue.isEmpty()).isTrue();
    assertThat(total.sum()).isZero();
  }

  @Test
  void cutsABatchAtTheBoundOfAPollAndKeepsTheRest() {
    OutboundQueue queue = new OutboundQueue(QueueOptions.defaults(), total);
    EncodedMessage packet = EncodedMessage.text("12345678".getBytes(UTF_8));
    queue.add(EncodedMessage.join(List.of(packet, packet, packet)), null, 0);

    String first = new String(queue.pollPayload(20, 64), UTF_8);
    String second = new String(queue.pollPayload(20, 64), UTF_8);

    assertThat(first).isEqualTo("412345678\u001e412345678");
    assertThat(second).isEqualTo("412345678");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(total.sum()).isZero();
  }

  @Test
  void takesOnePacketThatIsLargerThanAPoll() {
    OutboundQueue queue = new OutboundQueue(QueueOptions.defaults(), total);
    queue.add(EncodedMessage.text("x".repeat(100).getBytes(UTF_8)), null, 0);

    assertThat(queue.pollPayload(20, 64)).hasSize(101);
  }

  private static byte[] bytes(OutboundQueue.Piece piece) {
    return Arrays.copyOfRange(piece.frames(), piece.offset(), piece.offset() + piece.length());
  }
}
