package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** kill -9 under load: what was acked is there, once, where the ack said. */
final class KillIT {
  private static final int KILLS = 5;
  private static final int CLIENTS = 20;
  private static final int ACKS_BEFORE_KILL = 500;
  private static final int IN_FLIGHT = 8;

  @TempDir private Path data;

  /** Sequences that were acked, by the id of the command. */
  private final Map<String, Long> acked = new ConcurrentHashMap<>();

  /** What was sent, acked or not, by the id of the command. */
  private final Map<String, String> sent = new ConcurrentHashMap<>();

  @Test
  void losesNothingThatWasAckedOverFiveKills() {
    String room = "";
    String token = "";
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServerProcess server = start()) {
        TestClient host = TestClient.connect(server.port(), (_, _) -> {});
        JsonNode entrance =
            kill == 0
                ? host.call("room:create", "name", "Hanna")
                : host.call("room:join", "room", room, "token", token);
        room = entrance.at("/room/id").asString();
        token = entrance.at("/self/token").asString();
        sendUntilKilled(server, entrance, kill);
      }
    }
    try (ServerProcess server = start();
        TestClient host = TestClient.connect(server.port())) {
      assertThat(host.call("room:join", "room", room, "token", token).get("ok").asBoolean())
          .isTrue();
      assertHoldsEverything(history(host, room));
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--data",
        data.toString(),
        "--limits.exempt-addresses",
        "127.0.0.1");
  }

  private void sendUntilKilled(ServerProcess server, JsonNode entrance, int kill) {
    AtomicInteger acks = new AtomicInteger();
    String room = entrance.at("/room/id").asString();
    for (int c = 0; c < CLIENTS; c++) {
      String name = "Client " + kill + "-" + c;
      TestClient client = TestClient.connect(server.port(), (_, _) -> {});
      client.call("room:join", "code", entrance.at("/room/code").asString(), "name", name);
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < IN_FLIGHT; i++) {
        sendNext(client, room, name, next, acks);
      }
    }
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> acks.get() >= ACKS_BEFORE_KILL);
    server.kill();
  }

  private void sendNext(
      TestClient client, String room, String name, AtomicInteger next, AtomicInteger acks) {
    String id = name + "/" + next.getAndIncrement();
    String text = "text of " + id;
    sent.put(id, text);
    client
        .ask("message:send", TestClient.object("room", room, "cid", id, "text", text))
        .thenAccept(answer -> {
          if (answer.get("ok").asBoolean()) {
            acked.put(id, answer.get("seq").asLong());
            acks.incrementAndGet();
            sendNext(client, room, name, next, acks);
          }
        });
  }

  private static List<JsonNode> history(TestClient host, String room) {
    List<JsonNode> events = new ArrayList<>();
    boolean more = true;
    while (more) {
      JsonNode page = host.call("history:load", "room", room, "after", events.size(), "limit", 200);
      page.get("events").forEach(events::add);
      more = page.get("more").asBoolean();
    }
    return events;
  }

  private void assertHoldsEverything(List<JsonNode> events) {
    Map<String, Long> stored = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      String id = event.get("cid").asString();
      assertThat(event.get("seq").asInt()).as("no gap").isEqualTo(i + 1);
      assertThat(stored.put(id, event.get("seq").asLong())).as("once: " + id).isNull();
      assertThat(event.get("text").asString()).isEqualTo(sent.get(id));
    }
    assertThat(acked).hasSizeGreaterThanOrEqualTo(KILLS * ACKS_BEFORE_KILL);
    assertThat(stored).containsAllEntriesOf(acked);
  }
}
