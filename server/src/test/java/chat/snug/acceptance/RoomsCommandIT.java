package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What who runs the server can do about rooms. */
final class RoomsCommandIT {
  @TempDir private Path data;

  @Test
  void listsWhatIsStoredAndRemovesARoomWithAllItHeld() {
    JsonNode kept;
    JsonNode other;
    try (TestServer server = TestServer.start("--data", data.toString());
        TestClient ana = TestClient.connect(server.port())) {
      kept = ana.call("room:create", "name", "Ana", "lifetime", "kept", "title", "Old things");
      other = ana.call("room:create", "name", "Ana", "lifetime", "kept");
      say(ana, kept);
    }
    String code = kept.at("/room/code").asString();

    String before = run("list");
    String removed = run("remove", code);
    String after = run("list");
    String again = run("remove", code);

    assertThat(before).contains(code).contains("Old things").contains("2 rooms");
    assertThat(removed).contains(code + ": removed");
    assertThat(after).doesNotContain(code).contains("1 rooms");
    assertThat(again).contains("there is no such room");
    try (TestServer server = TestServer.start("--data", data.toString());
        TestClient ana = TestClient.connect(server.port())) {
      assertThat(back(ana, kept).at("/error/code").asString()).isEqualTo("gone");
      assertThat(back(ana, other).get("ok").asBoolean()).isTrue();
    }
  }

  @Test
  void saysSoWhenAServerRuns() {
    try (TestServer server = TestServer.start("--data", data.toString())) {
      assertThat(server.port()).isPositive();
      assertThat(run("list")).contains("in use by another server");
    }
  }

  private String run(String... words) {
    return ServerProcess.outputOf(
        Stream.of(Stream.of("rooms"), Stream.of(words), Stream.of("--data", data.toString()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static void say(TestClient client, JsonNode entrance) {
    client.call(
        "message:send", "room", entrance.at("/room/id").asString(), "cid", "c1", "text", "hello");
  }

  private static JsonNode back(TestClient client, JsonNode entrance) {
    return client.call(
        "room:join",
        "room",
        entrance.at("/room/id").asString(),
        "token",
        entrance.at("/self/token").asString());
  }
}
