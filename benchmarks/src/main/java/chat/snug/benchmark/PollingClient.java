package chat.snug.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client by long-polling: one connection on which a GET is always held, one for POSTs, one at a
 * time; what is to be sent meanwhile goes together in the next one.
 */
final class PollingClient extends Client {
  private static final String PATH = "/socket.io/?EIO=4&transport=polling";
  private static final Pattern SESSION = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
  private static final byte SEPARATOR = 0x1e;

  private final int port;
  private final Polls polls = new Polls();
  private Posts posts = new Posts();
  private final ByteArrayOutputStream unposted = new ByteArrayOutputStream();
  private String path = PATH;
  private boolean posting;

  PollingClient(Role role, Listener listener, int port) throws IOException {
    super(role, listener);
    this.port = port;
  }

  @Override
  List<Endpoint> endpoints() {
    return List.of(polls, posts);
  }

  @Override
  void send(byte[] packet) throws IOException {
    if (unposted.size() > 0) {
      unposted.write(SEPARATOR);
    }
    unposted.writeBytes(packet);
    post();
  }

  private void poll() throws IOException {
    polls.write(
        request("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n", new byte[0]));
  }

  private void post() throws IOException {
    if (posting || unposted.size() == 0) {
      return;
    }
    posting = true;
    byte[] body = unposted.toByteArray();
    unposted.reset();
    posts.write(
        request(
            "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: %s\r\n\r\n"
                .formatted(path, port, body.length),
            body));
  }

  private static ByteBuffer request(String head, byte[] body) {
    return ByteBuffer.allocate(head.length() + body.length)
        .put(head.getBytes(US_ASCII))
        .put(body)
        .flip();
  }

  /** HTTP/1.1 as servers of Engine.IO answer: with a length. */
  private abstract static class Http extends Endpoint {
    Http() throws IOException {}

    abstract void answered(ByteBuffer bytes, int from, int to) throws IOException;

    @Override
    void received(ByteBuffer bytes) throws IOException {
      int start = Frames.endOfHead(bytes);
      if (start < 0) {
        return;
      }
      byte[] head = new byte[start - bytes.position()];
      bytes.get(bytes.position(), head);
      String text = new String(head, US_ASCII).toLowerCase(Locale.ROOT);
      Matcher length = LENGTH.matcher(text);
      if (!text.startsWith("http/1.1 200") || !length.find()) {
        throw new IOException("the server answers " + text);
      }
      int end = start + Integer.parseInt(length.group(1));
      if (end <= bytes.limit()) {
        bytes.position(end);
        answered(bytes, start, end);
      }
    }
  }

  private final class Polls extends Http {
    Polls() throws IOException {}

    @Override
    void opened() throws IOException {
      poll();
    }

    @Override
    void answered(ByteBuffer bytes, int from, int to) throws IOException {
      if (path.equals(PATH)) {
        byte[] open = new byte[to - from];
        bytes.get(from, open);
        Matcher session = SESSION.matcher(new String(open, US_ASCII));
        if (!session.find()) {
          throw new IOException("the server opens no session");
        }
        path = PATH + "&sid=" + session.group(1);
      }
      poll();
      int packet = from;
      for (int i = from; i <= to; i++) {
        if (i == to || bytes.get(i) == SEPARATOR) {
          take(bytes, packet, i);
          packet = i + 1;
        }
      }
    }
  }

  private final class Posts extends Http {
    private @Nullable Selector selector;
    private String address = "";

    Posts() throws IOException {}

    @Override
    void connect(Selector turning, String from, int to) throws IOException {
      selector = turning;
      address = from;
      super.connect(turning, from, to);
    }

    @Override
    void opened() throws IOException {
      flush();
    }

    /** Servers close a connection that rests; the next POST takes a new one. */
    @Override
    void closed() throws IOException {
      if (posting || selector == null) {
        super.closed();
      } else {
        posts = new Posts();
        posts.connect(selector, address, port);
      }
    }

    @Override
    void answered(ByteBuffer bytes, int from, int to) throws IOException {
      posting = false;
      post();
    }
  }
}
