package chat.snug.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A client on one WebSocket. */
final class WebSocketClient extends Client {
  private final Connection connection;

  WebSocketClient(Role role, Listener listener, int port) throws IOException {
    super(role, listener);
    connection = new Connection(port);
  }

  @Override
  List<Endpoint> endpoints() {
    return List.of(connection);
  }

  @Override
  void send(byte[] packet) throws IOException {
    connection.write(ByteBuffer.wrap(Frames.text(packet)));
  }

  /** The WebSocket, from its handshake on. */
  private final class Connection extends Endpoint {
    private final int port;
    private boolean upgraded;

    Connection(int port) throws IOException {
      this.port = port;
    }

    @Override
    void opened() throws IOException {
      write(ByteBuffer.wrap(Frames.handshake(port)));
    }

    @Override
    void received(ByteBuffer bytes) throws IOException {
      if (!upgraded && !skipHead(bytes)) {
        return;
      }
      while (frame(bytes)) {
        // the next one
      }
    }

    private boolean skipHead(ByteBuffer buffer) throws IOException {
      int end = Frames.endOfHead(buffer);
      if (end < 0) {
        return false;
      }
      if (buffer.get(buffer.position() + 9) != '1') {
        throw new IOException("the server refuses the handshake");
      }
      buffer.position(end);
      upgraded = true;
      return true;
    }

    private boolean frame(ByteBuffer buffer) throws IOException {
      int start = buffer.position();
      if (buffer.remaining() < 2) {
        return false;
      }
      long length = buffer.get(start + 1) & 0x7F;
      int head = length == 126 ? 4 : length == 127 ? 10 : 2;
      if (buffer.remaining() < head) {
        return false;
      }
      if (head == 4) {
        length = buffer.getShort(start + 2) & 0xFFFF;
      } else if (head == 10) {
        length = buffer.getLong(start + 2);
      }
      if (buffer.remaining() < head + length) {
        return false;
      }
      int end = (int) (start + head + length);
      take(buffer, start + head, end);
      buffer.position(end);
      return true;
    }
  }
}
