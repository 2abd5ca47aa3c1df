package chat.snug.testing;

import chat.snug.Server;
import chat.snug.config.ConfigException;
import chat.snug.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** A whole server in the test's own process, on a free port. */
public final class TestServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** With one of these the figures cannot be asked for here. */
  private static final Set<String> SHUT_FIGURES =
      Set.of("--metrics.addresses", "--limits.address-requests", "--tls-cert");

  private final Server server;
  private final boolean showsFigures;
  private final AtomicBoolean stopping = new AtomicBoolean();

  private TestServer(Server server, boolean showsFigures) {
    this.server = server;
    this.showsFigures = showsFigures;
  }

  /** Starts with flags as on the command line. */
  public static TestServer start(String... flags) {
    List<String> arguments = new ArrayList<>(List.of("--host", "127.0.0.1"));
    arguments.addAll(List.of(flags));
    if (!arguments.contains("--port")) {
      arguments.addAll(List.of("--port", "0"));
    }
    try {
      return new TestServer(
          Server.start(ConfigLoader.load(arguments, Map.of()).orElseThrow().config()),
          Collections.disjoint(arguments, SHUT_FIGURES));
    } catch (ConfigException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** The port it serves on. */
  public int port() {
    return server.port();
  }

  /** Its address, {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The answer to a GET with headers, names and values in turn. */
  public HttpResponse<String> get(String path, String... headers) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The answer to a POST of some text. */
  public HttpResponse<String> post(String path, String body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url() + path))
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The value of a metric without labels. */
  public double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  /** Stops, and fails if a request was forgotten: each must have been answered, or be a poll. */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    try {
      Awaitility.await()
          .alias("no request without an answer, but for this one")
          .until(() -> !showsFigures || metric("snug_http_unanswered") <= 1);
    } finally {
      server.close();
    }
  }
}
