package chat.snug.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** One Socket.IO connection that waits for what it asks: for what stands around a load. */
final class TextSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream input;

  private TextSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.input = new DataInputStream(socket.getInputStream());
  }

  /** Connects to this machine and enters the namespace. */
  static TextSocket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    TextSocket connected = new TextSocket(socket);
    try {
      socket.getOutputStream().write(Frames.handshake(port));
      connected.skipHead();
      connected.next("0");
      connected.send("40");
      connected.next("40");
      return connected;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(Frames.text(text.getBytes(UTF_8)));
  }

  /** The next packet that begins so; others are passed over, and pings answered. */
  String next(String beginning) throws IOException {
    while (true) {
      String text = read();
      if (text.startsWith(beginning)) {
        return text;
      }
      if (text.equals("2")) {
        send("3");
      }
    }
  }

  private String read() throws IOException {
    input.readByte();
    int length = input.readByte() & 0x7F;
    if (length == 126) {
      length = input.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(input.readLong());
    }
    byte[] text = new byte[length];
    input.readFully(text);
    return new String(text, UTF_8);
  }

  private void skipHead() throws IOException {
    int matched = 0;
    while (matched < 4) {
      int next = input.read();
      if (next < 0) {
        throw new EOFException("no answer to the handshake");
      }
      matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
