package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people are told who ask for too much. */
final class LimitsTest {
  @Test
  void tellsWhoWritesTooFastWhenToTryAgainAndLosesNothing() {
    try (TestServer server = TestServer.start("--memory", "--limits.messages", "5/s:5");
        TestClient ana = TestClient.connect(server.port())) {
      String room = ana.call("room:create", "name", "Ana").at("/room/id").asString();
      for (int i = 0; i < 5; i++) {
        assertThat(say(ana, room, "c" + i).get("ok").asBoolean()).isTrue();
      }

      JsonNode refused = say(ana, room, "c5");

      assertThat(refused.at("/error/code").asString()).isEqualTo("rate_limited");
      assertThat(refused.at("/error/retryable").asBoolean()).isTrue();
      assertThat(refused.at("/error/retryAfterMs").asLong()).isBetween(1L, 1000L);
      Awaitility.await().until(() -> say(ana, room, "c5").get("ok").asBoolean());
    }
  }

  @Test
  void tellsAClientWhatItMayDo() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode limits = ana.call("room:create", "name", "Ana").get("limits");

      assertThat(limits.get("messageRate").asString()).isEqualTo("5/s:20");
      assertThat(limits.get("rooms").asInt()).isEqualTo(20);
      assertThat(limits.get("pendingCommands").asInt()).isEqualTo(32);
    }
  }

  @Test
  void answersNoSoonerForACodeThatOpensNothing() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      long asked = System.nanoTime();
      JsonNode answer = ana.call("room:join", "code", "WARM", "name", "Ana");

      assertThat(answer.at("/error/code").asString()).isEqualTo("not_found");
      assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(149_000_000);
    }
  }

  @Test
  @Tag("slow")
  void givesNoCreditForFriendsInARoomOfOnesOwn() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      String code = ana.call("room:create", "name", "Ana").at("/room/code").asString();
      for (int i = 0; i < 10; i++) {
        try (TestClient friend = TestClient.connect(server.port())) {
          friend.call("room:join", "code", code, "name", "Friend " + i);
        }
      }

      List<String> errors = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        errors.add(error(ana.call("room:join", "code", "ZZZ" + (char) ('A' + i % 8), "name", "A")));
      }

      assertThat(errors.subList(0, 10)).containsOnly("not_found");
      assertThat(errors.getLast()).isEqualTo("rate_limited");
    }
  }

  @Test
  void refusesANameThatLooksLikeAnotherOrLikeTheHouse() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port());
        TestClient other = TestClient.connect(server.port())) {
      String code = ana.call("room:create", "name", "Ana").at("/room/code").asString();

      assertThat(error(other.call("room:join", "code", code, "name", "\u0410n\u0430")))
          .isEqualTo("name_taken");
      assertThat(error(other.call("room:join", "code", code, "name", "Adm\u0456n")))
          .isEqualTo("name_invalid");
      assertThat(error(other.call("room:join", "code", code))).isEqualTo("malformed");
    }
  }

  @Test
  @Tag("slow")
  void letsInSoManyConnectionsOfOneAddress() {
    try (TestServer server = TestServer.start("--memory", "--limits.sessions-per-address", "3")) {
      List<TestClient> in = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        in.add(TestClient.connect(server.port()));
      }

      HttpResponse<String> refused = server.get("/socket.io/?EIO=4&transport=polling");
      in.removeFirst().close();

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(2L, 10L);
      Awaitility.await()
          .until(() -> server.get("/socket.io/?EIO=4&transport=polling").statusCode() == 200);
      in.forEach(TestClient::close);
    }
  }

  @Test
  void doesEveryCommandOfOneWhoAsksForALotAtOnce() {
    try (TestServer server =
            TestServer.start("--memory", "--limits.exempt-addresses", "127.0.0.1");
        TestClient ana = TestClient.connect(server.port())) {
      String room = ana.call("room:create", "name", "Ana").at("/room/id").asString();
      List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        answers.add(
            ana.ask("message:send", TestClient.object("room", room, "cid", "c" + i, "text", "x")));
      }

      for (int i = 0; i < 2_000; i++) {
        assertThat(answers.get(i).join().get("seq").asInt()).isEqualTo(i + 1);
      }
    }
  }

  private static JsonNode say(TestClient client, String room, String id) {
    return client.call("message:send", "room", room, "cid", id, "text", "hello");
  }

  private static String error(JsonNode answer) {
    return answer.at("/error/code").asString();
  }
}
