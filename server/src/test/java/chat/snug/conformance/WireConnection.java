package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One TCP connection that carries exactly the bytes it is given: one HTTP request, or a WebSocket.
 * Confined to one thread.
 */
final class WireConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket;
  private final DataInputStream in;

  /** An answer to an HTTP request. */
  record Answer(int status, String head, String body) {}

  private WireConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Asks once; headers are whole lines. */
  static Answer ask(int port, String method, String target, String headers, byte[] body)
      throws IOException {
    try (WireConnection connection = new WireConnection(port)) {
      String length = body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "";
      connection.send(
          (method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
              + (headers + length + "\r\n"),
          body);
      return connection.answer(!method.equals("HEAD"));
    }
  }

  /** Asks for a WebSocket; refused, it answers with a status that is not 101. */
  static WireConnection open(int port) throws IOException {
    return new WireConnection(port);
  }

  Answer upgrade(String target, String headers) throws IOException {
    send(
        ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n")
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + headers
            + "\r\n",
        new byte[0]);
    String head = head();
    return new Answer(status(head), head, "");
  }

  void text(String text) throws IOException {
    frame(0x81, text.getBytes(UTF_8));
  }

  void bytes(byte[] bytes) throws IOException {
    frame(0x82, bytes);
  }

  /** The next message: text as it is, {@code bytes:} and hex digits, or {@code closed}. */
  String next() throws IOException {
    try {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte();
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = new byte[(int) length];
      in.readFully(payload);
      return switch (first & 0x0F) {
        case 1 -> new String(payload, UTF_8);
        case 2 -> "bytes:" + HexFormat.of().formatHex(payload);
        case 8 -> "closed";
        default -> next();
      };
    } catch (EOFException | SocketException gone) {
      return "closed";
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void frame(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >>> shift));
      }
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    try {
      socket.getOutputStream().write(frame.toByteArray());
    } catch (IOException gone) {
      // is read as the end
    }
  }

  private void send(String head, byte[] body) throws IOException {
    OutputStream out = socket.getOutputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(ISO_8859_1));
    all.writeBytes(body);
    out.write(all.toByteArray());
    out.flush();
  }

  private Answer answer(boolean hasBody) throws IOException {
    String head = head();
    byte[] rest = hasBody ? in.readAllBytes() : new byte[0];
    boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
    return new Answer(status(head), head, new String(chunked ? joined(rest) : rest, UTF_8));
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    InputStream from = new ByteArrayInputStream(chunks);
    for (int size = size(from); size > 0; size = size(from)) {
      joined.writeBytes(from.readNBytes(size));
      from.skipNBytes(2);
    }
    return joined.toByteArray();
  }

  private static int size(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) {
      line.append((char) next);
    }
    return line.toString().isBlank() ? 0 : Integer.parseInt(line.toString().strip(), 16);
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int status(String head) {
    return head.length() < 12 ? 0 : Integer.parseInt(head.substring(9, 12));
  }
}
