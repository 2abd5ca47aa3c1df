package chat.snug.acceptance;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.json.JSONException;
import org.json.JSONObject;

/** The official Java client of Socket.IO, as a person in a chat. Thread-safe. */
final class OfficialClient implements AutoCloseable {
  private static final int MANY = 1_000;

  /** Of its own accord OkHttp asks one server five things at a time: the sixth poll would wait. */
  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder().dispatcher(dispatcher()).readTimeout(1, TimeUnit.MINUTES).build();

  private final Socket socket;
  private final List<String> transports = Collections.synchronizedList(new ArrayList<>());
  private final List<JSONObject> messages = Collections.synchronizedList(new ArrayList<>());

  OfficialClient(String url, String... allowed) {
    IO.Options options =
        IO.Options.builder()
            .setForceNew(true)
            .setReconnection(false)
            .setTransports(allowed)
            .build();
    options.callFactory = HTTP;
    options.webSocketFactory = HTTP;
    socket = IO.socket(URI.create(url), options);
    socket.on("message", arguments -> messages.add((JSONObject) arguments[0]));
    socket
        .io()
        .on(Manager.EVENT_TRANSPORT, arguments -> transports.add(((Transport) arguments[0]).name));
    socket.connect();
  }

  private static Dispatcher dispatcher() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(MANY);
    dispatcher.setMaxRequestsPerHost(MANY);
    return dispatcher;
  }

  /** Sends a command without waiting. */
  CompletableFuture<JSONObject> ask(String event, Object... namesAndValues) {
    CompletableFuture<JSONObject> answer = new CompletableFuture<>();
    Ack ack = arguments -> answer.complete((JSONObject) arguments[0]);
    socket.emit(event, new Object[] {object(namesAndValues)}, ack);
    return answer;
  }

  /** Sends a command and waits for its ack, which must be good. */
  JSONObject call(String event, Object... namesAndValues) {
    JSONObject answer = ask(event, namesAndValues).orTimeout(20, TimeUnit.SECONDS).join();
    if (!answer.optBoolean("ok")) {
      throw new AssertionError(event + " was refused: " + answer);
    }
    return answer;
  }

  /** The live messages so far, in the order they came. */
  List<JSONObject> messages() {
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  /** The transports it has tried, in order. */
  List<String> transports() {
    return List.copyOf(transports);
  }

  static JSONObject object(Object... namesAndValues) {
    JSONObject object = new JSONObject();
    try {
      for (int i = 0; i < namesAndValues.length; i += 2) {
        object.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
      return object;
    } catch (JSONException wrong) {
      throw new AssertionError(wrong);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
