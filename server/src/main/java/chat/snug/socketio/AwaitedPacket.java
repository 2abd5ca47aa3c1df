package chat.snug.socketio;

import java.util.ArrayList;
import java.util.List;

/**
 * A packet whose attachments have not all come. Keeps its text, not what that says, which may take
 * twenty times as much. Confined to the session's event loop.
 */
final class AwaitedPacket {
  private final String text;
  private final int expected;
  private final List<byte[]> attachments = new ArrayList<>();
  private int byteCount;

  /** A packet of so many attachments. */
  AwaitedPacket(String text, int expected) {
    this.text = text;
    this.expected = expected;
    this.byteCount = 2 * text.length();
  }

  /** Takes the next attachment. */
  void add(byte[] attachment) {
    attachments.add(attachment);
    byteCount += attachment.length;
  }

  boolean isComplete() {
    return attachments.size() == expected;
  }

  /** How much is kept here at most, in bytes. */
  int byteCount() {
    return byteCount;
  }

  /** The packet with its attachments in place. */
  SocketPacket assemble(SocketCodec codec) throws MalformedSocketPacketException {
    BinaryAssembler assembler = new BinaryAssembler(codec.decode(text));
    attachments.forEach(assembler::add);
    return codec.packet(assembler.assemble());
  }
}
