package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Nothing is held for a session that has ended: nobody could be closed for it any more when memory
 * is short.
 */
final class EndedSessionsTest {
  private static final String PATH = "/socket.io/?EIO=4&transport=";
  private static final String FROM = "127.0.0.1";
  private static final String LARGEST = "\u0001".repeat(3_998) + "hi";

  /** Shorter than it takes until a connection goes by itself. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("--memory", "--limits.exempt-addresses", FROM);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void letsGoOfABodyThatIsStillComing() throws Exception {
    try (RawPeer poller = peer();
        RawPeer sender = peer()) {
      String sid = open(poller);
      beginPost(sender, sid);

      post(poller, sid, "1");

      awaitNothingHeld();
      assertThat(sender.isClosedWithin(5_000)).isTrue();
    }
  }

  @Test
  void letsGoOfABodyThatIsStillComingAfterTheSessionHasBeenUpgraded() throws Exception {
    try (RawPeer poller = peer();
        RawPeer sender = peer();
        RawPeer webSocket = peer()) {
      String sid = open(poller);
      beginPost(sender, sid);
      upgrade(webSocket, sid);

      webSocket.text("1");

      awaitNothingHeld();
      assertThat(sender.isClosedWithin(5_000)).isTrue();
    }
  }

  @Test
  void letsGoOfAnAnswerThatNobodyTakesByPolling() throws Exception {
    String join = joinOfARoomOfLargeMessages();
    try (RawPeer poller = peer();
        RawPeer deaf = new RawPeer(FROM, server.port(), 2_048)) {
      String sid = open(poller);
      post(poller, sid, "40");
      deaf.send(get(PATH + "polling&sid=" + sid));
      assertThat(deaf.readAnswer()).contains("40{");
      post(poller, sid, join);
      deaf.send(get(PATH + "polling&sid=" + sid));
      awaitHeld(100_000);

      post(poller, sid, "1");

      awaitNothingHeld();
    }
  }

  @Test
  void letsGoOfAnswersThatNobodyTakesByWebSocketWhenTheClientSaysGoodbye() throws Exception {
    String join = joinOfARoomOfLargeMessages();
    try (RawPeer deaf = RawPeer.webSocket(FROM, server.port(), 2_048)) {
      deaf.text(join);
      awaitHeld(50_000);

      deaf.frame(0x88, new byte[0]);

      awaitNothingHeld();
    }
  }

  private static RawPeer peer() throws IOException {
    return new RawPeer(FROM, server.port(), 65_536);
  }

  private static String open(RawPeer peer) throws IOException {
    peer.send(get(PATH + "polling"));
    return peer.readAnswer().split("\"sid\":\"", 2)[1].split("\"", 2)[0];
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static void post(RawPeer peer, String sid, String payload) throws IOException {
    peer.send(postHead(sid, payload.length()) + payload);
    peer.readAnswer();
  }

  private static String postHead(String sid, int length) {
    return "POST %spolling&sid=%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n"
        .formatted(PATH, sid, length);
  }

  private static void beginPost(RawPeer peer, String sid) throws IOException {
    peer.send(postHead(sid, 1_000_000) + "4" + "x".repeat(200_000));
    awaitHeld(200_000);
  }

  private static void upgrade(RawPeer peer, String sid) throws IOException {
    peer.send(
        ("GET %swebsocket&sid=%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection:"
                + " Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n")
            .formatted(PATH, sid, "A".repeat(22) + "=="));
    peer.readHead();
    peer.text("2probe");
    assertThat(peer.readText()).isEqualTo("3probe");
    peer.text("5");
  }

  private static String joinOfARoomOfLargeMessages() throws Exception {
    try (TestClient ana = TestClient.connect(server.port())) {
      JsonNode made = ana.call("room:create", "name", "Ana", "lifetime", "1h");
      String room = made.at("/room/id").asString();
      for (int i = 0; i < 12; i++) {
        ana.call("message:send", "room", room, "cid", "c" + i, "text", LARGEST);
      }
      return TestClient.JSON
          .writeValueAsString(
              List.of(
                  "room:join", Map.of("room", room, "token", made.at("/self/token").asString())))
          .transform(arguments -> "420" + arguments);
    }
  }

  private static void awaitHeld(long bytes) {
    Awaitility.await().until(() -> server.metric("snug_queue_bytes") >= bytes);
  }

  private static void awaitNothingHeld() {
    Awaitility.await().atMost(SOON).until(() -> server.metric("snug_queue_bytes") == 0);
  }
}
