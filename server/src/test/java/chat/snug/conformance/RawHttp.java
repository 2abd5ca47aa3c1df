package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A TCP connection that a test writes by hand. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5000;

  private final Socket socket;

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  void send(String text, byte... then) throws IOException {
    byte[] head = text.getBytes(ISO_8859_1);
    byte[] all = new byte[head.length + then.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(then, 0, all, head.length, then.length);
    OutputStream out = socket.getOutputStream();
    out.write(all);
    out.flush();
  }

  /** All that comes, until this text has come. */
  String readUntil(String text) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** The head of the answer, read by a thread of its own; fails when the connection ends before. */
  CompletableFuture<String> head() {
    CompletableFuture<String> head = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            head.complete(readUntil("\r\n\r\n"));
          } catch (IOException failure) {
            head.completeExceptionally(failure);
          }
        });
    return head;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
