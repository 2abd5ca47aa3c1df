package chat.snug.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose messages a test reads one by one. */
final class RawWebSocket implements WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;

  private RawWebSocket() {}

  static CompletableFuture<RawWebSocket> connect(String uri) {
    RawWebSocket raw = new RawWebSocket();
    return HTTP.newWebSocketBuilder()
        .buildAsync(URI.create(uri), raw)
        .thenApply(socket -> {
          raw.socket = socket;
          return raw;
        });
  }

  void text(String text) {
    socket().sendText(text, true).join();
  }

  void bytes(byte[] bytes) {
    socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** The next message: text as it is, bytes as {@code bytes:} and hex digits. */
  String next() throws InterruptedException {
    String message = messages.poll(5, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message within 5 s");
    }
    return message;
  }

  CompletableFuture<Integer> closed() {
    return closed;
  }

  void abort() {
    socket().abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    messages.add("bytes:" + HexFormat.of().formatHex(bytes));
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  private WebSocket socket() {
    WebSocket connected = socket;
    if (connected == null) {
      throw new AssertionError("not connected");
    }
    return connected;
  }
}
