package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** F1d and F2d: a disk without room, and a disk that lies. */
final class DiskFaultsIT {
  private static final int DISK_FAILED = 3;
  private static final int KILLED = 137;

  @TempDir private Path data;
  @TempDir private Path tools;

  @Test
  void stopsAtOnceWhenTheDiskDoesNotKeepWhatItWasGivenAndHasAckedNothingFalse() {
    FaultyDisk disk = new FaultyDisk(tools);
    Map<String, Long> acked = new ConcurrentHashMap<>();
    String room = "";
    String token = "";
    for (int failure = 0; failure < 5; failure++) {
      try (ServerProcess server = start(disk)) {
        TestClient host = TestClient.connect(server.port(), (_, _) -> {});
        JsonNode entrance =
            failure == 0
                ? host.call("room:create", "name", "Hanna", "lifetime", "kept")
                : host.call("room:join", "room", room, "token", token);
        room = entrance.at("/room/id").asString();
        token = entrance.at("/self/token").asString();
        int before = acked.size();
        keepSending(host, room, failure + "-", 0, acked);
        keepSending(host, room, failure + "+", 0, acked);
        Awaitility.await().until(() -> acked.size() > before + 200);

        disk.failToSync(true);

        assertThat(server.exitStatus()).isEqualTo(DISK_FAILED);
        assertThat(server.output()).contains("the disk failed");
        disk.failToSync(false);
      }
    }
    try (ServerProcess server = start(disk);
        TestClient host = TestClient.connect(server.port())) {
      host.call("room:join", "room", room, "token", token);
      assertThat(stored(host, room)).containsAllEntriesOf(acked);
    }
  }

  /** N2: killed in the very moment that matters. */
  @ParameterizedTest
  @ValueSource(strings = {"before-sync", "after-sync", "in-write", "in-checkpoint"})
  void losesNothingThatWasAckedWhereverItIsKilled(String point) throws Exception {
    FaultyDisk disk = new FaultyDisk(tools);
    Map<String, Long> acked = new ConcurrentHashMap<>();
    String room = "";
    String token = "";
    for (int kill = 0; kill < Schedule.number("kills-at-points", 2); kill++) {
      try (ServerProcess server = start(disk)) {
        TestClient host = TestClient.connect(server.port(), (_, _) -> {});
        JsonNode entrance =
            kill == 0
                ? host.call("room:create", "name", "Hanna", "lifetime", "kept")
                : host.call("room:join", "room", room, "token", token);
        room = entrance.at("/room/id").asString();
        token = entrance.at("/self/token").asString();
        int before = acked.size();
        for (int sender = 0; sender < 8; sender++) {
          keepSending(host, room, kill + "-" + sender + "-", 0, acked);
        }
        Awaitility.await().until(() -> acked.size() > before + 100);

        disk.dieAt(point);

        assertThat(server.exitStatus()).isEqualTo(KILLED);
        disk.heal(point);
      }
    }
    try (ServerProcess server = start(disk);
        TestClient host = TestClient.connect(server.port())) {
      host.call("room:join", "room", room, "token", token);
      assertThat(stored(host, room)).containsAllEntriesOf(acked);
    }
    assertSound();
  }

  @Test
  void takesNothingNewWhileTheDiskIsFullAndGoesOnWhenThereIsRoom() throws Exception {
    FaultyDisk disk = new FaultyDisk(tools);
    try (ServerProcess server = start(disk);
        TestClient host = TestClient.connect(server.port())) {
      String room =
          host.call("room:create", "name", "Hanna", "lifetime", "kept").at("/room/id").asString();
      assertThat(say(host, room, "before").get("ok").asBoolean()).isTrue();

      disk.beFull(true);
      JsonNode refused = say(host, room, "while it is full");
      JsonNode again = say(host, room, "still full");
      JsonNode history = host.call("history:load", "room", room);
      disk.beFull(false);

      assertThat(refused.at("/error/code").asString()).isEqualTo("store_full");
      assertThat(again.at("/error/code").asString()).isEqualTo("store_full");
      assertThat(history.get("events")).hasSize(1);
      Awaitility.await()
          .atMost(20, TimeUnit.SECONDS)
          .until(() -> say(host, room, "room again").get("ok").asBoolean());
      assertThat(host.call("history:load", "room", room).get("events")).hasSize(2);
    }
    assertSound();
  }

  private void assertSound() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("snug.db"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }

  private ServerProcess start(FaultyDisk disk) {
    return ServerProcess.start(
        List.of(),
        disk.environment(),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--data",
        data.toString(),
        "--limits.exempt-addresses",
        "127.0.0.1");
  }

  private static JsonNode say(TestClient client, String room, String text) {
    return client.call("message:send", "room", room, "cid", text, "text", text);
  }

  private static void keepSending(
      TestClient client, String room, String prefix, int number, Map<String, Long> acked) {
    String id = prefix + number;
    CompletableFuture<JsonNode> answer =
        client.ask("message:send", TestClient.object("room", room, "cid", id, "text", id));
    answer.thenAccept(ack -> {
      if (ack.get("ok").asBoolean()) {
        acked.put(id, ack.get("seq").asLong());
        keepSending(client, room, prefix, number + 1, acked);
      }
    });
  }

  private static Map<String, Long> stored(TestClient client, String room) {
    Map<String, Long> stored = new HashMap<>();
    boolean more = true;
    while (more) {
      JsonNode page =
          client.call("history:load", "room", room, "after", stored.size(), "limit", 200);
      page.get("events")
          .forEach(event -> stored.put(event.get("cid").asString(), event.get("seq").asLong()));
      more = page.get("more").asBoolean();
    }
    return stored;
  }
}
