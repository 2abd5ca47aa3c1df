package chat.snug.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small Socket.IO client over WebSocket alone, written for tests: it sees every packet as it
 * came. Thread-safe.
 */
public final class TestClient implements AutoCloseable {
  /** Reads and writes JSON. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<Integer, CompletableFuture<JsonNode>> acks = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicInteger nextAck = new AtomicInteger();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final BiConsumer<String, JsonNode> listener;
  private final WebSocket webSocket;
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

  /** An event of the server. */
  public record Event(String name, JsonNode argument) {}

  private TestClient(int port, @Nullable BiConsumer<String, JsonNode> listener, Duration patience) {
    this.listener =
        listener == null ? (name, argument) -> events.add(new Event(name, argument)) : listener;
    URI uri = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
    webSocket =
        HTTP.newWebSocketBuilder()
            .connectTimeout(patience)
            .buildAsync(uri, new Reader())
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  /** Connects and enters the namespace; events are kept for {@link #next}. */
  public static TestClient connect(int port) {
    return connect(port, null);
  }

  /** Connects and enters the namespace; events go to the listener, in order, on some thread. */
  public static TestClient connect(int port, @Nullable BiConsumer<String, JsonNode> listener) {
    return connect(port, listener, PATIENCE);
  }

  /** The same, but gives up after this time. */
  public static TestClient connect(
      int port, @Nullable BiConsumer<String, JsonNode> listener, Duration patience) {
    TestClient client = new TestClient(port, listener, patience);
    client.send("40");
    try {
      client.connected.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException late) {
      client.cut();
      throw late;
    }
    return client;
  }

  /** An object of alternating names and values. */
  public static ObjectNode object(Object... namesAndValues) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
    }
    return object;
  }

  /** Sends a command; the future has its ack. */
  public CompletableFuture<JsonNode> ask(String event, JsonNode argument) {
    return askRaw(event, argument.toString());
  }

  /** Sends a command whose argument is this JSON, as it stands; the future has its ack. */
  public CompletableFuture<JsonNode> askRaw(String event, String argument) {
    int id = nextAck.getAndIncrement();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    acks.put(id, answer);
    send("42" + id + "[\"" + event + "\"," + argument + "]");
    return answer;
  }

  /** Sends a command and waits for its ack. */
  public JsonNode call(String event, Object... namesAndValues) {
    return ask(event, object(namesAndValues))
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Sends an Engine.IO packet as it is. */
  public synchronized void send(String packet) {
    sending = sending.thenCompose(_ -> webSocket.sendText(packet, true));
  }

  /** The next event of this name; others before it are skipped. */
  public JsonNode next(String name) {
    return upTo(name).getLast().argument();
  }

  /** All events up to the next one of this name. */
  public List<Event> upTo(String name) {
    List<Event> all = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new AssertionError("no event " + name + " within " + PATIENCE);
        }
        all.add(event);
        if (event.name().equals(name)) {
          return all;
        }
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** How many events wait to be looked at. */
  public int waitingEvents() {
    return events.size();
  }

  /** The code that the server closed with. */
  public CompletableFuture<Integer> closed() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Whether the connection is gone, by whomever. */
  public boolean isClosed() {
    return closed.isDone();
  }

  /** Cuts the connection without a word. */
  public void cut() {
    webSocket.abort();
  }

  @Override
  public void close() {
    cut();
  }

  private void receive(String packet) {
    if (packet.startsWith("2")) {
      send("3");
    } else if (packet.startsWith("40")) {
      connected.complete(null);
    } else if (packet.startsWith("42")) {
      JsonNode event = JSON.readTree(packet.substring(2));
      listener.accept(event.get(0).asString(), event.path(1));
    } else if (packet.startsWith("43")) {
      int start = packet.indexOf('[');
      CompletableFuture<JsonNode> answer = acks.remove(Integer.valueOf(packet.substring(2, start)));
      if (answer != null) {
        answer.complete(JSON.readTree(packet.substring(start)).get(0));
      }
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        String packet = partial.toString();
        partial.setLength(0);
        receive(packet);
      }
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
      closed.completeExceptionally(error);
    }
  }
}
