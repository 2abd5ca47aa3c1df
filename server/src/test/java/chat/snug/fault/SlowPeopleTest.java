package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who is slow, or takes all there is, and who comes after them. */
final class SlowPeopleTest {
  @Test
  void takesTheFileOfOneWhileAnotherAddressSendsManyAndFinishesNone() throws Exception {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode made = ana.call("room:create", "name", "Ana");
      List<RawPeer> slow = new ArrayList<>();
      try {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 1; i <= 64; i++) {
          RawPeer peer = new RawPeer("127.0.0.7", server.port(), 65_536);
          slow.add(peer);
          peer.send(upload(made, "slow" + i, 100_000) + "only the beginning");
          answers.add(answer(peer));
          if (i % 16 == 0) {
            // which of them come first is the network's affair, and few may be at the door at once
            int refused = i - 8;
            Awaitility.await()
                .until(() -> answers.stream().filter(CompletableFuture::isDone).count() == refused);
          }
        }
        assertThat(answers)
            .filteredOn(CompletableFuture::isDone)
            .allSatisfy(answer ->
                assertThat(answer.join()).contains(" 429 ").containsIgnoringCase("retry-after: "));

        try (RawPeer other = new RawPeer("127.0.0.8", server.port(), 65_536)) {
          other.send(upload(made, "quick", 5) + "hello");
          assertThat(other.readHead()).contains(" 201 ");
        }
      } finally {
        slow.forEach(RawPeer::close);
      }
    }
  }

  @Test
  void writesTheRoomForOneWhileAnotherAddressReadsNothingOfMany() throws Exception {
    try (TestServer server =
            TestServer.start("--memory", "--limits.exempt-addresses", "127.0.0.1");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode made = ana.call("room:create", "name", "Ana");
      String room = made.at("/room/id").asString();
      for (int i = 0; i < 600; i++) {
        ana.call("message:send", "room", room, "cid", "c" + i, "text", "x".repeat(4_000));
      }
      List<RawPeer> deaf = new ArrayList<>();
      try {
        for (int i = 0; i < 16; i++) {
          RawPeer peer = new RawPeer("127.0.0.7", server.port(), 4_096);
          deaf.add(peer);
          peer.send(export(made));
          assertThat(peer.readHead()).contains(i < 4 ? " 200 " : " 429 ");
        }

        try (RawPeer other = new RawPeer("127.0.0.8", server.port(), 65_536)) {
          other.send(export(made));
          assertThat(other.readHead()).contains(" 200 ");
        }
      } finally {
        deaf.forEach(RawPeer::close);
      }
    }
  }

  @Test
  void countsWhatItHoldsOfThePageForOneWhoAsksAgainAndAgainAndReadsNothing() throws Exception {
    try (TestServer server = TestServer.start("--memory")) {
      Matcher script = Pattern.compile("assets/[\\w.-]+\\.js").matcher(server.get("/").body());
      assertThat(script.find()).isTrue();
      String path = "/" + script.group();
      int size = server.get(path).body().length();
      try (RawPeer deaf = new RawPeer("127.0.0.7", server.port(), 4_096)) {
        deaf.send(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").repeat(400));

        Awaitility.await().until(() -> server.metric("snug_http_bytes") > 0);

        for (int i = 0; i < 20; i++) {
          assertThat(server.get(path).statusCode()).isEqualTo(200);
          assertThat(server.metric("snug_http_bytes")).isLessThan(3 * size);
        }
      }
      Awaitility.await().until(() -> server.metric("snug_http_bytes") == 0);
    }
  }

  private static CompletableFuture<String> answer(RawPeer peer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return peer.readHead();
          } catch (IOException closed) {
            throw new UncheckedIOException(closed);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static String upload(JsonNode made, String key, int length) {
    return "PUT /api/v1/rooms/%s/files/%s?name=x.txt HTTP/1.1\r\n%sContent-Length: %s\r\n\r\n"
        .formatted(made.at("/room/id").asString(), key, headers(made), length);
  }

  private static String export(JsonNode made) {
    return "GET /api/v1/rooms/%s/export?format=json HTTP/1.1\r\n%s\r\n"
        .formatted(made.at("/room/id").asString(), headers(made));
  }

  private static String headers(JsonNode made) {
    return "Host: 127.0.0.1\r\nAuthorization: Bearer " + made.at("/self/token").asString() + "\r\n";
  }
}
