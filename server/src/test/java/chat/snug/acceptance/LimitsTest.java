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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What people are told who ask for too much. */
@Tag("slow")
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
  void countsOnForOneWhoLeavesTheNamespaceAndEntersItAgain() {
    try (TestServer server = TestServer.start("--memory", "--limits.messages", "1/h:5");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode made = ana.call("room:create", "name", "Ana");
      String room = made.at("/room/id").asString();
      String token = made.at("/self/token").asString();
      for (int i = 0; i < 5; i++) {
        say(ana, room, "c" + i);
      }
      ana.send("41");
      ana.send("40");
      ana.call("room:join", "room", room, "token", token);

      assertThat(error(say(ana, room, "c5"))).isEqualTo("rate_limited");
    }
  }

  @Test
  void letsGoOfOneWhoGoesAndComesAllTheTime() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      for (int i = 0; i < 200; i++) {
        ana.send("41");
        ana.send("40");
      }

      assertThat(ana.closed().join()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "421[\"typing\",{\"room\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"on\":true}]",
        "42[\"message:send\",null]",
        "421[\"no:such:event\"]",
        "421[\"room:join\",{\"room\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"token\":1}]",
      })
  void letsGoOfOneWhoAsksInVainAllTheTime(String packet) {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      for (int i = 0; i < 1_000; i++) {
        ana.send(packet);
      }

      Awaitility.await().until(ana::isClosed);
    }
  }

  @Test
  void answersAnAddressSoManyRequestsAndThenNotNow() {
    try (TestServer server = TestServer.start("--memory", "--limits.address-requests", "1/h:5")) {
      List<Integer> answers = new ArrayList<>();
      for (String path :
          List.of("/", "/nothing", "/health/live", "/files/none", "/%zz", "/r/WARM")) {
        answers.add(server.get(path.replace("%", "%25")).statusCode());
      }
      HttpResponse<String> refused = server.get("/nothing");

      assertThat(answers).containsExactly(200, 404, 200, 404, 404, 429);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
    }
  }

  @Test
  void countsNoRequestOfAConnectionThatIsOpen() {
    try (TestServer server = TestServer.start("--memory", "--limits.address-requests", "1/h:1")) {
      String opened = server.get("/socket.io/?EIO=4&transport=polling").body();
      String sid =
          opened.substring(opened.indexOf("sid\":\"") + 6, opened.indexOf("\",\"upgrades"));
      String path = "/socket.io/?EIO=4&transport=polling&sid=" + sid;

      assertThat(server.post(path, "40").statusCode()).isEqualTo(200);
      assertThat(server.get(path).body()).startsWith("40");
      assertThat(server.get("/").statusCode()).isEqualTo(429);
      assertThat(server.get("/?sid=" + sid).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void showsTheFiguresToNobodyWhoComesFromOutside() {
    try (TestServer closed = TestServer.start("--memory", "--metrics.addresses", "10.0.0.0/8");
        TestServer open = TestServer.start("--memory");
        TestServer behindProxy =
            TestServer.start(
                "--memory",
                "--trusted-proxies",
                "127.0.0.1",
                "--metrics.addresses",
                "127.0.0.1,172.16.0.0/12")) {
      assertThat(closed.get("/metrics").statusCode()).isEqualTo(403);
      assertThat(open.get("/metrics").statusCode()).isEqualTo(200);
      for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")) {
        assertThat(open.get("/metrics", header, "127.0.0.1").statusCode())
            .as(header)
            .isEqualTo(403);
      }
      assertThat(behindProxy.get("/metrics", "X-Forwarded-For", "203.0.113.9").statusCode())
          .isEqualTo(403);
      assertThat(behindProxy.get("/metrics", "X-Forwarded-For", "172.17.0.3").statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "7d", "24h", "1h"})
  void makesNoMoreRoomsThatStayForOneAddress(String lifetime) {
    try (TestServer server = TestServer.start("--memory", "--limits.staying-rooms", "1/h:2");
        TestClient ana = TestClient.connect(server.port())) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(error(ana.call("room:create", "name", "Ana", "lifetime", lifetime)));
      }

      assertThat(answers).containsExactly("", "", "rate_limited");
      assertThat(ana.call("room:create", "name", "Ana").get("ok").asBoolean()).isTrue();
    }
  }

  @Test
  void storesNothingNewBeyondItsSizeAndGoesOnWhenARoomIsClosed() {
    try (TestServer server =
            TestServer.start(
                "--memory", "--limits.store-size", "2", "--limits.exempt-addresses", "127.0.0.1");
        TestClient ana = TestClient.connect(server.port())) {
      String small = ana.call("room:create", "name", "Ana").at("/room/id").asString();
      String large = ana.call("room:create", "name", "Ana").at("/room/id").asString();
      JsonNode answer = TestClient.object();
      int sent = 0;
      while (error(answer).isEmpty() && sent < 2_000) {
        sent++;
        answer =
            ana.call("message:send", "room", large, "cid", "c" + sent, "text", "x".repeat(4_000));
      }

      assertThat(error(answer)).isEqualTo("store_full");
      assertThat(sent).isBetween(50, 600);
      assertThat(ana.call("history:load", "room", large).get("events")).isNotEmpty();
      assertThat(ana.call("room:close", "room", large).get("ok").asBoolean()).isTrue();
      Awaitility.await().until(() -> error(say(ana, small, "after")).isEmpty());
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
          .isEqualTo("name_reserved");
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
