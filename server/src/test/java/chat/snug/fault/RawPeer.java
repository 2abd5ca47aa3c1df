package chat.snug.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * A TCP connection that does what it likes: from any address of this machine, reading or not, with
 * frames made by hand. Confined to one thread.
 */
public final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAA==";

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;

  /** Connects from a local address, with a receive buffer of so many bytes. */
  RawPeer(String from, int port, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
    out = socket.getOutputStream();
  }

  /** Becomes a WebSocket that has entered the namespace. */
  public static RawPeer webSocket(String from, int port, int receiveBuffer) throws IOException {
    return webSocket(from, port, receiveBuffer, "");
  }

  /** The same with more lines in the header, each with its end. */
  static RawPeer webSocket(String from, int port, int receiveBuffer, String headers)
      throws IOException {
    RawPeer peer = new RawPeer(from, port, receiveBuffer);
    try {
      peer.send(
          "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: "
              + KEY
              + "\r\n"
              + headers
              + "\r\n");
      String answer = peer.readHead();
      if (!answer.contains(" 101 ")) {
        throw new IOException("not upgraded: " + answer);
      }
      peer.text("40");
      while (!peer.readText().startsWith("40")) {
        // the handshake comes first
      }
      return peer;
    } catch (IOException failed) {
      peer.close();
      throw failed;
    }
  }

  void send(String bytes) throws IOException {
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
  }

  /** A text message. */
  public void text(String text) throws IOException {
    frame(0x81, text.getBytes(UTF_8));
  }

  /** A frame with a mask of zeros. */
  void frame(int firstByte, byte[] payload) throws IOException {
    byte[] header;
    if (payload.length < 126) {
      header = new byte[] {(byte) firstByte, (byte) (0x80 | payload.length), 0, 0, 0, 0};
    } else {
      header =
          new byte[] {
            (byte) firstByte,
            (byte) (0x80 | 126),
            (byte) (payload.length >>> 8),
            (byte) payload.length,
            0,
            0,
            0,
            0
          };
    }
    byte[] whole = new byte[header.length + payload.length];
    System.arraycopy(header, 0, whole, 0, header.length);
    System.arraycopy(payload, 0, whole, header.length, payload.length);
    out.write(whole);
    out.flush();
  }

  /** The header of a frame of so many bytes, and some of them. */
  void begin(int firstByte, int length, int sent) throws IOException {
    byte[] header = new byte[14];
    header[0] = (byte) firstByte;
    header[1] = (byte) (0x80 | 127);
    for (int i = 0; i < 4; i++) {
      header[6 + i] = (byte) (length >>> (24 - 8 * i));
    }
    out.write(header);
    out.write(new byte[sent]);
    out.flush();
  }

  /** An HTTP answer with its body, as text. */
  String readAnswer() throws IOException {
    String head = readHead();
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 15).split("\r\n", 2)[0].strip());
    byte[] body = new byte[length];
    in.readFully(body);
    return head + new String(body, UTF_8);
  }

  /** Header of an HTTP answer. */
  String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** The next message; pings of Engine.IO are answered on the way. */
  public String readText() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = new byte[(int) length];
      in.readFully(payload);
      if ((first & 0x0F) == 8) {
        throw new IOException("closed");
      }
      String text = new String(payload, UTF_8);
      if (text.equals("2")) {
        text("3");
      } else if ((first & 0x0F) < 8) {
        return text;
      }
    }
  }

  /** Reads until the other side is gone, or for so long. Answers whether it went. */
  boolean isClosedWithin(int millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000L;
    byte[] buffer = new byte[64 * 1024];
    try {
      while (System.nanoTime() < end) {
        socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
        if (in.read(buffer) < 0) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException still) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Says that nothing more comes. */
  void shutDownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Goes without a word of farewell: whoever writes to it gets a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads and forgets whatever has come. */
  void skipAvailable() throws IOException {
    in.skipNBytes(in.available());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // it is closed already
    }
  }
}
