package chat.snug.engineio;

import static java.util.Objects.requireNonNull;

/** One packet as it came from a client (Engine.IO 4, §Packet encoding). */
sealed interface EnginePacket {
  /** Type 0. Only a server sends it. */
  record Open() implements EnginePacket {}

  /** Type 1: the sender closes the session. */
  record Close() implements EnginePacket {}

  /** Type 2, with its data: {@code "probe"} on the transport that a client upgrades to. */
  record Ping(String data) implements EnginePacket {
    public Ping {
      requireNonNull(data, "data");
    }
  }

  /** Type 3, the answer to a ping. */
  record Pong() implements EnginePacket {}

  /** Type 4 with text. */
  record TextMessage(String text) implements EnginePacket {
    public TextMessage {
      requireNonNull(text, "text");
    }
  }

  /** A message of bytes: a binary WebSocket frame, or {@code b} and base64 when polling. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record BinaryMessage(byte[] bytes) implements EnginePacket {
    public BinaryMessage {
      requireNonNull(bytes, "bytes");
    }
  }

  /** Type 5: the client has left its first transport for good. */
  record Upgrade() implements EnginePacket {}

  /** Type 6: nothing. */
  record Noop() implements EnginePacket {}
}
