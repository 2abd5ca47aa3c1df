package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A room from its creation to its end, and what the server answers on the way. */
final class RoomLifeTest {
  @TempDir private Path data;

  @Test
  void keepsSeatsRolesAndMessagesOverARestart() {
    JsonNode before;
    try (TestServer server = TestServer.start("--data", data.toString());
        TestClient ana = TestClient.connect(server.port())) {
      before = ana.call("room:create", "name", "Ana");
      ana.call("message:send", "room", id(before), "cid", "1", "text", "kept");
    }

    try (TestServer server = TestServer.start("--data", data.toString());
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode after =
          ana.call("room:join", "room", id(before), "token", before.at("/self/token").asString());

      assertThat(after.at("/self/role").asString()).isEqualTo("host");
      assertThat(after.at("/self/id")).isEqualTo(before.at("/self/id"));
      assertThat(after.at("/room/epoch")).isEqualTo(before.at("/room/epoch"));
      assertThat(after.at("/events/0/text").asString()).isEqualTo("kept");
    }
  }

  @Test
  void removesAnEmptyRoomAfterItsGrace() {
    try (TestServer server = TestServer.start("--memory", "--rooms.grace", "200ms");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode room = ana.call("room:create", "name", "Ana").get("room");

      ana.call("room:leave", "room", room.get("id").asString());

      Awaitility.await().until(() -> server.metric("snug_rooms") == 0);
      assertThat(errorOf(ana.call("room:join", "code", room.get("code").asString(), "name", "Bo")))
          .isEqualTo("not_found");
    }
  }

  @Test
  void tellsWhatEachHasReadWhileFewAreInTheRoom() {
    try (TestServer server =
            TestServer.start("--memory", "--limits.exempt-addresses", "127.0.0.1");
        TestClient ana = TestClient.connect(server.port());
        TestClient bo = TestClient.connect(server.port())) {
      JsonNode room = ana.call("room:create", "name", "Ana").get("room");
      String id = room.get("id").asString();
      String code = room.get("code").asString();
      JsonNode self = bo.call("room:join", "code", code, "name", "Bo").get("self");
      ana.call("message:send", "room", id, "cid", "1", "text", "one");
      ana.call("message:send", "room", id, "cid", "2", "text", "two");

      bo.call("read", "room", id, "seq", 2);
      bo.call("read", "room", id, "seq", 1);
      bo.call("read", "room", id, "seq", 3);
      bo.call("typing", "room", id, "on", true);

      JsonNode read = ana.next("read");
      assertThat(read.get("member")).isEqualTo(self.get("id"));
      assertThat(read.get("seq").asLong()).isEqualTo(2);
      ana.next("typing");
      try (TestClient cleo = TestClient.connect(server.port())) {
        JsonNode entrance = cleo.call("room:join", "code", code, "name", "Cleo");
        assertThat(entrance.at("/members/1/read").asLong()).isEqualTo(2);
        assertThat(entrance.at("/members/0/read").isMissingNode()).isTrue();
      }
      for (int i = 0; i < 20; i++) {
        try (TestClient one = TestClient.connect(server.port())) {
          one.call("room:join", "code", code, "name", "Guest " + i);
        }
      }
      ana.call("message:send", "room", id, "cid", "3", "text", "three");
      ana.next("message");
      bo.call("read", "room", id, "seq", 3);
      bo.call("message:send", "room", id, "cid", "4", "text", "four");
      assertThat(ana.upTo("message")).noneMatch(event -> event.name().equals("read"));
    }
  }

  @Test
  void tellsTheOthersWhoComesTypesAndGoes() {
    try (TestServer server = TestServer.start("--memory", "--rooms.leave-grace", "200ms");
        TestClient ana = TestClient.connect(server.port());
        TestClient bo = TestClient.connect(server.port())) {
      JsonNode room = ana.call("room:create", "name", "Ana").get("room");
      JsonNode self =
          bo.call("room:join", "code", room.get("code").asString(), "name", "Bo").get("self");

      JsonNode joined = ana.next("member:joined");
      bo.call("typing", "room", room.get("id").asString(), "on", true);
      JsonNode typing = ana.next("typing");
      bo.call("member:rename", "room", room.get("id").asString(), "name", "Bob");
      JsonNode renamed = ana.next("member:renamed");
      bo.cut();
      JsonNode reconnecting = ana.next("member:state");
      JsonNode left = ana.next("member:left");

      assertThat(joined.at("/member/name").asString()).isEqualTo("Bo");
      assertThat(typing.get("on").asBoolean()).isTrue();
      assertThat(renamed.get("name").asString()).isEqualTo("Bob");
      assertThat(renamed.get("target")).isEqualTo(self.get("id"));
      assertThat(reconnecting.get("state").asString()).isEqualTo("reconnecting");
      assertThat(left.get("member")).isEqualTo(self.get("id"));
      assertThat(left.get("reason").asString()).isEqualTo("timeout");
    }
  }

  @Test
  void tellsClientsThatItStopsAndClosesThemInOrder() throws Exception {
    TestServer server = TestServer.start("--memory");
    try (TestClient ana = TestClient.connect(server.port())) {
      ana.call("room:create", "name", "Ana");

      server.close();

      assertThat(ana.next("drain").get("maxMs").asInt()).isPositive();
      assertThat(ana.closed().get(5, TimeUnit.SECONDS)).isEqualTo(1012);
    }
  }

  @Test
  void answersHealthAndMetrics() {
    try (TestServer server = TestServer.start("--memory")) {
      HttpResponse<String> ready = server.get("/health/ready");

      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).isEqualTo("{\"status\":\"up\"}");
      assertThat(server.get("/metrics").body())
          .contains(
              "snug_connections", "snug_rooms", "snug_messages_total", "snug_deliveries_total")
          .contains("snug_batch_events", "snug_commit_seconds", "snug_queue_bytes", "jvm_memory");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret",
        "/assets/..%2f..%2fMETA-INF%2fservices",
        "/assets/%00",
        "/r/A",
        "/x"
      })
  void servesNothingButItsOwnFiles(String path) {
    try (TestServer server = TestServer.start("--memory")) {
      assertThat(server.get(path).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void limitsTheRoomsOfOneConnection() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(ana.call("room:create", "name", "Ana").get("ok").asBoolean()).isTrue();
      }
      assertThat(errorOf(ana.call("room:create", "name", "Ana"))).isEqualTo("forbidden");
    }
  }

  @Test
  void tellsRefusalsOfEventsWithoutAnAck() {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      ana.send("42[\"message:send\",{\"room\":\"x\",\"cid\":\"7\"}]");

      JsonNode refused = ana.next("refused");

      assertThat(refused.get("event").asString()).isEqualTo("message:send");
      assertThat(refused.get("cid").asString()).isEqualTo("7");
      assertThat(refused.at("/error/code").asString()).isEqualTo("malformed");
    }
  }

  @Test
  void outlivesEveryKindOfBadInput() throws Exception {
    Random random = new Random(1);
    String[] seeds = {
      "42[\"room:create\",{\"name\":\"Ana\"}]",
      "421[\"message:send\",{\"room\":\"x\",\"text\":\"y\"}]",
      "40{\"token\":1}",
      "451-[\"m\",{\"_placeholder\":true,\"num\":0}]",
      "41",
      "3",
      "430[1]"
    };
    try (TestServer server =
            TestServer.start(
                "--memory",
                "--limits.messages",
                "100/s:100",
                "--limits.exempt-addresses",
                "127.0.0.1");
        TestClient ana = TestClient.connect(server.port());
        TestClient bo = TestClient.connect(server.port())) {
      JsonNode room = ana.call("room:create", "name", "Ana").get("room");
      bo.call("room:join", "code", room.get("code").asString(), "name", "Bo");
      for (int round = 0; round < 300; round++) {
        try (TestClient hostile = TestClient.connect(server.port(), (_, _) -> {})) {
          for (int i = 0; i < 20; i++) {
            hostile.send(mutate(seeds[random.nextInt(seeds.length)], random));
          }
          if (round % 10 == 0) {
            ana.call(
                "message:send", "room", room.get("id").asString(), "cid", "m" + round, "text", "x");
          }
        }
      }
      for (int i = 0; i < 30; i++) {
        assertThat(bo.next("message").get("seq").asInt()).isEqualTo(i + 1);
      }
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
      Awaitility.await().until(() -> server.metric("snug_connections") == 2);
    }
  }

  private static String mutate(String seed, Random random) {
    StringBuilder packet = new StringBuilder(seed);
    for (int change = random.nextInt(4); change > 0; change--) {
      packet.setCharAt(random.nextInt(packet.length()), (char) random.nextInt(1, 0x250));
    }
    return packet.toString();
  }

  private static String id(JsonNode entrance) {
    return entrance.at("/room/id").asString();
  }

  private static String errorOf(JsonNode answer) {
    return answer.at("/error/code").asString();
  }
}
