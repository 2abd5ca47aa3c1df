package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.fault.FaultyDisk;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The packed server as a process: what it prints, how it ends. */
final class ProcessIT {
  @TempDir private Path data;
  @TempDir private Path tools;

  @Test
  void saysWhereItServesAndEndsWithZeroWhenItIsToldTo() throws Exception {
    try (ServerProcess server =
        ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString())) {
      assertThat(server.url()).matches("http://127\\.0\\.0\\.1:\\d+");
      try (TestClient ana = TestClient.connect(server.port())) {
        ana.call("room:create", "name", "Ana");

        server.terminate();

        assertThat(server.exitStatus()).isZero();
        assertThat(ana.closed().get(5, TimeUnit.SECONDS)).isEqualTo(1012);
      }
    }
  }

  @Test
  void finishesWhatIsOnItsWayAndTellsEverybodyWhenToComeBackBeforeItStops() throws Exception {
    FaultyDisk disk = new FaultyDisk(tools);
    Map<String, Long> acked = new ConcurrentHashMap<>();
    Set<String> unanswered = ConcurrentHashMap.newKeySet();
    List<String> refusals = new CopyOnWriteArrayList<>();
    List<TestClient> clients = new ArrayList<>();
    List<String> drains = new CopyOnWriteArrayList<>();
    String room;
    String token;
    Set<String> onTheirWay;
    try (ServerProcess server = load(data, disk)) {
      TestClient host = TestClient.connect(server.port());
      JsonNode made = host.call("room:create", "name", "Hanna", "lifetime", "kept");
      room = made.at("/room/id").asString();
      token = made.at("/self/token").asString();
      for (int i = 0; i < 120; i++) {
        TestClient client =
            TestClient.connect(
                server.port(),
                (name, argument) -> {
                  if (name.equals("drain")) {
                    drains.add(argument.toString());
                  }
                });
        client.call("room:join", "code", made.at("/room/code").asString(), "name", "Client " + i);
        clients.add(client);
      }
      for (int i = 0; i < clients.size(); i++) {
        keepSending(clients.get(i), room, "c" + i + "-", 0, new Told(acked, unanswered, refusals));
      }
      Awaitility.await().until(() -> acked.size() > 500);
      disk.beSlow(true);
      int before = acked.size();
      Awaitility.await().until(() -> acked.size() > before + 120);
      onTheirWay = Set.copyOf(unanswered);

      server.terminate();

      assertThat(server.exitStatus()).isZero();
      for (TestClient client : clients) {
        assertThat(client.closed().get(5, TimeUnit.SECONDS)).isEqualTo(1012);
      }
      host.close();
    }
    disk.beSlow(false);
    assertThat(onTheirWay).isNotEmpty().doesNotContainAnyElementsOf(unanswered);
    assertThat(drains).hasSize(120).allMatch(drain -> drain.contains("\"maxMs\":2000"));
    assertThat(refusals).isNotEmpty().allMatch("draining"::equals);
    try (ServerProcess server = load(data, disk);
        TestClient host = TestClient.connect(server.port())) {
      host.call("room:join", "room", room, "token", token);
      long stored = 0;
      boolean more = true;
      while (more) {
        JsonNode page = host.call("history:load", "room", room, "after", stored, "limit", 200);
        for (JsonNode event : page.get("events")) {
          stored++;
          acked.remove(event.get("cid").asString(), event.get("seq").asLong());
        }
        more = page.get("more").asBoolean();
      }
      assertThat(acked).as("acked, but not stored").isEmpty();
    }
  }

  private static ServerProcess load(Path data, FaultyDisk disk) {
    return ServerProcess.start(
        List.of("-XX:TieredStopAtLevel=1"),
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

  /** What the clients have been told, and what not. */
  private record Told(Map<String, Long> acked, Set<String> unanswered, List<String> refusals) {}

  private static void keepSending(
      TestClient client, String room, String prefix, int number, Told told) {
    String id = prefix + number;
    told.unanswered.add(id);
    client
        .ask("message:send", TestClient.object("room", room, "cid", id, "text", id))
        .thenAccept(answer -> {
          told.unanswered.remove(id);
          if (answer.get("ok").asBoolean()) {
            told.acked.put(id, answer.get("seq").asLong());
            keepSending(client, room, prefix, number + 1, told);
          } else {
            told.refusals.add(answer.at("/error/code").asString());
          }
        });
  }

  @Test
  void tellsTheAddressForTheLocalNetworkWhenItServesEverywhere() {
    try (ServerProcess server = ServerProcess.start("--port", "0", "--memory")) {
      assertThat(server.url()).startsWith("http://localhost:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port x, 2, --port",
    "--nonsense 1, 2, nonsense",
    "--rooms.grace soon, 2, expected",
    "--redis redis://localhost, 2, --redis",
    "--check-config, 0, sound",
    "--help, 0, Usage",
  })
  void endsAtOnceWithTheReason(String flags, int status, String reason) {
    try (ServerProcess server = ServerProcess.start(flags.split(" "))) {
      assertThat(server.exitStatus()).isEqualTo(status);
      assertThat(server.output()).contains(reason);
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server =
            ServerProcess.start(
                "--memory", "--host", "127.0.0.1", "--port", "" + other.getLocalPort())) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.output()).contains("cannot listen on 127.0.0.1:" + other.getLocalPort());
    }
  }

  @Test
  void saysThatTheFolderIsInUse() {
    try (ServerProcess first =
        ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString())) {
      first.port();
      try (ServerProcess second =
          ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString())) {
        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.output()).contains("in use by another server");
      }
    }
  }
}
