package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.Packages;
import chat.snug.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as {@code npm run dev} serves it: what is the server's reaches the server. */
@Tag("slow")
final class PageFromViteTest {
  /** It would ask to upgrade to HTTP/2, and Vite lets such a request wait for ever. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Pattern LOCAL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private static TestServer server;
  private static Process vite;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    server = TestServer.start("--memory");
    ProcessBuilder builder =
        new ProcessBuilder(
                Packages.command("node", "nodejs"),
                "node_modules/vite/bin/vite.js",
                "--host",
                "127.0.0.1")
            .directory(Path.of("../web").toFile())
            .redirectErrorStream(true);
    builder.environment().put("SNUG_PORT", Integer.toString(server.port()));
    builder.environment().put("NO_COLOR", "1");
    vite = builder.start();
    url = addressOf(vite);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    vite.destroy();
    vite.waitFor(10, TimeUnit.SECONDS);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void letsTwoPeopleTalk(String transports) throws Exception {
    try (OfficialClient ana = new OfficialClient(url, transports.split(",", -1));
        OfficialClient bo = new OfficialClient(url, transports.split(",", -1))) {
      JSONObject room = ana.call("room:create", "name", "Ana").getJSONObject("room");
      bo.call("room:join", "code", room.getString("code"), "name", "Bo");

      bo.call("message:send", "room", room.getString("id"), "cid", "1", "text", "hello");

      Awaitility.await().until(() -> ana.messages().size() == 1);
    }
  }

  @Test
  void isTakenForAPageOfTheServer() {
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .header("Origin", url)
            .buildAsync(
                URI.create(url.replace("http:", "ws:") + "/socket.io/?EIO=4&transport=websocket"),
                new WebSocket.Listener() {})
            .orTimeout(10, TimeUnit.SECONDS)
            .join();

    assertThat(socket.isInputClosed()).isFalse();
    socket.abort();
  }

  @ParameterizedTest
  @CsvSource({
    "/health/ready, application/json",
    "/api/openapi.json, application/json",
    "/files/none, application/problem+json",
    "/, text/html",
    "/r/WARM, text/html",
    "/src/main.ts, text/javascript",
    "/sw.js, text/javascript",
  })
  void isServedBesideWhatTheServerAnswers(String path, String type) throws Exception {
    assertThat(get(path).headers().firstValue("Content-Type").orElse("")).startsWith(type);
  }

  /** Vite makes a file's address of what looks like one. */
  @Test
  void findsTheServerBesideItself() throws Exception {
    assertThat(get("/src/connection.ts").body())
        .containsPattern("['\"]\\.\\.['\"]")
        .doesNotContain("/@fs/");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Accept", "*/*")
            .timeout(Duration.ofSeconds(10))
            .build(),
        BodyHandlers.ofString());
  }

  /** Where Vite says that it serves: on another port if its own is taken. */
  private static String addressOf(Process vite) throws IOException {
    BufferedReader lines = vite.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher address = LOCAL.matcher(line);
      if (address.find()) {
        return address.group();
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("Vite ended: " + said);
  }
}
