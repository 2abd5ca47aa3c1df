package chat.snug.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** WebSocket as a client speaks it (RFC 6455, §5). Stateless. */
final class Frames {
  private static final int MASKED = 0x80;
  private static final int FINAL_TEXT = 0x81;

  private Frames() {}

  /** The request that opens Engine.IO over a WebSocket. */
  static byte[] handshake(int port) {
    return """
    GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
    Host: 127.0.0.1:%s\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r
    Sec-WebSocket-Version: 13\r
    \r
    """
        .formatted(port)
        .getBytes(US_ASCII);
  }

  /** Where the head of an HTTP message ends, or -1 if it is not complete. */
  static int endOfHead(ByteBuffer buffer) {
    for (int i = buffer.position(); i + 4 <= buffer.limit(); i++) {
      if (buffer.getInt(i) == 0x0D0A0D0A) {
        return i + 4;
      }
    }
    return -1;
  }

  /** A text frame. The mask is zero: it is there, and costs nobody anything. */
  static byte[] text(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) FINAL_TEXT);
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    frame.putInt(0).put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
