package chat.snug.conformance;

import static java.util.Objects.requireNonNull;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * The official Java client against the Socket.IO echo server, and against the chat, a line for each
 * cell: {@code ok CELL} or {@code failed CELL: why}. A program of its own, so that it runs with old
 * versions as well.
 */
final class JavaClientCells {
  private static final int PATIENCE_SECONDS = 10;
  private static final Map<String, String[]> WAYS = new LinkedHashMap<>();
  private static final Map<String, Object[]> TALKS = new LinkedHashMap<>();

  static {
    WAYS.put("websocket", new String[] {"websocket"});
    WAYS.put("polling", new String[] {"polling"});
    WAYS.put("upgrade", new String[] {"polling", "websocket"});
    TALKS.put("text", new Object[] {"hé€llo 😀", 1, true});
    TALKS.put("long", new Object[] {"x".repeat(120_000)});
    TALKS.put("bytes", new Object[] {bytes(3)});
    TALKS.put("many bytes", new Object[] {bytes(100), bytes(60_000)});
  }

  private JavaClientCells() {}

  /** {@code VERSION PORT CHAT_PORT}. */
  public static void main(String[] arguments) throws Exception {
    String url = "http://127.0.0.1:" + arguments[1];
    ExecutorService some = Executors.newFixedThreadPool(6);
    List<Future<?>> cells = new ArrayList<>();
    for (String way : WAYS.keySet()) {
      String name = "java " + arguments[0] + " " + way + " ";
      for (String talk : TALKS.keySet()) {
        cells.add(some.submit(() -> cell(name + talk, url, way, TALKS.get(talk))));
      }
      cells.add(some.submit(() -> cell(name + "nested bytes", url, way, nested())));
      cells.add(some.submit(() -> burst(name + "burst of 20 of 12 kB", url, way, 20, 12_000)));
      cells.add(some.submit(() -> burst(name + "200 at connect", url, way, 200, 10)));
      cells.add(
          some.submit(() ->
              JavaClientChat.cell(
                  name + "chat",
                  "http://127.0.0.1:" + arguments[2],
                  options(requireNonNull(WAYS.get(way))))));
    }
    for (Future<?> cell : cells) {
      cell.get();
    }
    System.exit(0);
  }

  private static void cell(String name, String url, String way, Object[] values) {
    told(
        name,
        url,
        way,
        (socket, done) -> {
          Ack answered =
              got -> {
                if (expect(done, values, got)) {
                  done.complete("");
                }
              };
          socket.on(
              "message-back",
              got -> {
                if (expect(done, values, got)) {
                  socket.emit("message-with-ack", values, answered);
                }
              });
          socket.emit("message", values);
        });
  }

  private static void burst(String name, String url, String way, int count, int length) {
    told(
        name,
        url,
        way,
        (socket, done) -> {
          List<Object> order = Collections.synchronizedList(new ArrayList<>());
          for (int i = 0; i < count; i++) {
            Ack acked =
                got -> {
                  order.add(got[0]);
                  if (order.size() == count) {
                    List<Object> sorted = new ArrayList<>();
                    for (int n = 0; n < count; n++) {
                      sorted.add(n);
                    }
                    done.complete(order.equals(sorted) ? "" : "in the order " + order);
                  }
                };
            socket.emit("message-with-ack", new Object[] {i, "x".repeat(length)}, acked);
          }
        });
  }

  /** What a client says; it completes the future with what is wrong. */
  private interface Talk {
    void begin(Socket socket, CompletableFuture<String> done);
  }

  private static void told(String name, String url, String way, Talk talk) {
    Socket socket = IO.socket(URI.create(url), options(requireNonNull(WAYS.get(way))).get());
    CompletableFuture<String> talked = new CompletableFuture<>();
    socket.on(Socket.EVENT_CONNECT_ERROR, got -> talked.complete("connect_error " + got[0]));
    socket.on(Socket.EVENT_DISCONNECT, got -> talked.complete("disconnect " + got[0]));
    talk.begin(socket, talked);
    socket.connect();
    String wrong;
    try {
      wrong = talked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception late) {
      wrong = "no answer in time";
    }
    socket.off();
    socket.disconnect();
    System.out.println(wrong.isEmpty() ? "ok " + name : "failed " + name + ": " + wrong);
  }

  /** For each socket its own. */
  private static Supplier<IO.Options> options(String[] transports) {
    return () -> {
      IO.Options options = new IO.Options();
      options.forceNew = true;
      options.reconnection = false;
      options.transports = transports;
      // shared, OkHttp would ask one server five things at a time: held polls would stop the others
      OkHttpClient http = new OkHttpClient.Builder().readTimeout(1, TimeUnit.MINUTES).build();
      options.callFactory = http;
      options.webSocketFactory = http;
      return options;
    };
  }

  private static boolean expect(CompletableFuture<String> done, Object[] sent, Object[] got) {
    boolean same = plain(sent).equals(plain(got));
    if (!same) {
      done.complete(plain(got) + " instead of " + plain(sent));
    }
    return same;
  }

  private static Object[] nested() {
    try {
      JSONObject inner = new JSONObject().put("b", bytes(100)).put("n", 1);
      return new Object[] {
        new JSONObject().put("a", new JSONArray().put(bytes(5)).put(inner)), "and"
      };
    } catch (JSONException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static String plain(Object value) {
    try {
      if (value instanceof Object[] list) {
        StringBuilder plain = new StringBuilder();
        for (Object element : list) {
          plain.append(plain(element)).append(';');
        }
        return plain.toString();
      }
      if (value instanceof JSONArray array) {
        StringBuilder plain = new StringBuilder("[");
        for (int i = 0; i < array.length(); i++) {
          plain.append(plain(array.get(i))).append(',');
        }
        return plain.append(']').toString();
      }
      if (value instanceof JSONObject object) {
        return object.has("a")
            ? "{a:" + plain(object.get("a")) + "}"
            : "{b:" + plain(object.get("b")) + ",n:" + object.get("n") + "}";
      }
    } catch (JSONException impossible) {
      throw new IllegalStateException(impossible);
    }
    return value instanceof byte[] bytes
        ? "bytes " + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }
}
