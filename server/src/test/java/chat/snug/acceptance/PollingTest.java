package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A member by long-polling in a room where much is said. */
final class PollingTest {
  private static final int MESSAGES = 60;
  private static final int PACKETS = 16;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Pattern SAID = Pattern.compile("\"text\":\"number (\\d+)\"");

  @TempDir private static Path data;
  private static TestServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server = TestServer.start("--data", data.toString(), "--limits.exempt-addresses", "127.0.0.1");
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.shutdownNow();
    server.close();
  }

  @Test
  void isToldWhatTheRoomSaysFourTimesASecondAtMostAndAllOfItInOrder() throws Exception {
    try (TestClient speaker = TestClient.connect(server.port())) {
      JsonNode room = speaker.call("room:create", "name", "Speaker").get("room");
      Poller poller = new Poller();
      poller.post("420[\"room:join\",{\"code\":\"%s\",\"name\":\"Polly\"}]".formatted(code(room)));
      poller.pollUntilAnswered();
      long start = System.nanoTime();
      CompletableFuture<?> said = CompletableFuture.runAsync(() -> sayAll(speaker, room));

      List<Integer> heard = poller.pollUntilHeard(MESSAGES);
      said.join();

      assertThat(heard).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
      long pauses = Duration.ofNanos(System.nanoTime() - start).dividedBy(PAUSE);
      assertThat(poller.polls).isLessThanOrEqualTo((int) pauses + 2 + MESSAGES / PACKETS);
    }
  }

  @Test
  void answersAPollThatIsHeldWhenTheClientUpgradesThoughTheRoomHasJustSpoken() throws Exception {
    try (TestClient speaker = TestClient.connect(server.port())) {
      JsonNode room = speaker.call("room:create", "name", "Speaker").get("room");
      Poller poller = new Poller();
      poller.post("420[\"room:join\",{\"code\":\"%s\",\"name\":\"Polly\"}]".formatted(code(room)));
      poller.pollUntilAnswered();
      // the first is told at once, the second waits for more
      speaker.call("message:send", "room", id(room), "cid", "u1", "text", "number 1");
      poller.pollUntilHeard(1);
      CompletableFuture<String> held = poller.pollLater();
      speaker.call("message:send", "room", id(room), "cid", "u2", "text", "number 2");

      WebSocket webSocket = poller.upgrade();

      assertThat(held).succeedsWithin(Duration.ofSeconds(5));
      webSocket.abort();
    }
  }

  private static void sayAll(TestClient speaker, JsonNode room) {
    for (int i = 0; i < MESSAGES; i++) {
      speaker.call("message:send", "room", id(room), "cid", "m" + i, "text", "number " + i);
    }
  }

  private static String code(JsonNode room) {
    return room.get("code").asString();
  }

  private static String id(JsonNode room) {
    return room.get("id").asString();
  }

  /** Always holds one GET, as a browser does. */
  private static final class Poller {
    int polls;
    private final URI address;

    Poller() throws IOException, InterruptedException {
      String path = server.url() + "/socket.io/?EIO=4&transport=polling";
      String opened =
          http.send(HttpRequest.newBuilder(URI.create(path)).build(), BodyHandlers.ofString())
              .body();
      String session = TestClient.JSON.readTree(opened.substring(1)).get("sid").asString();
      address = URI.create(path + "&sid=" + session);
      post("40");
      poll();
    }

    void post(String packet) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(packet)).build();
      assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
    }

    String poll() throws IOException, InterruptedException {
      polls++;
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }

    CompletableFuture<String> pollLater() {
      return http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
          .thenApply(answer -> answer.body());
    }

    WebSocket upgrade() {
      String upgrade = address.toString().replace("http:", "ws:").replace("=polling", "=websocket");
      WebSocket webSocket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create(upgrade), new WebSocket.Listener() {})
              .join();
      webSocket.sendText("2probe", true).join();
      webSocket.sendText("5", true).join();
      return webSocket;
    }

    /** Until somebody has come in: the answer to that is here. */
    void pollUntilAnswered() throws IOException, InterruptedException {
      while (!poll().contains("430[")) {
        // what comes before is of no interest
      }
    }

    List<Integer> pollUntilHeard(int count) throws IOException, InterruptedException {
      List<Integer> heard = new ArrayList<>();
      polls = 0;
      while (heard.size() < count) {
        Matcher said = SAID.matcher(poll());
        while (said.find()) {
          heard.add(Integer.valueOf(said.group(1)));
        }
      }
      return heard;
    }
  }
}
