package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that finds in its store what a newer one has left there. */
final class NewerVersionTest {
  @TempDir private Path data;

  @Test
  void handsOnWhatItDoesNotKnowAndGoesOn() throws Exception {
    JsonNode entrance;
    try (TestServer server = TestServer.start("--data", data.toString());
        TestClient ana = TestClient.connect(server.port())) {
      entrance = ana.call("room:create", "name", "Ana", "lifetime", "kept");
      for (String text : new String[] {"one", "two", "three"}) {
        ana.call("message:send", "room", id(entrance), "cid", text, "text", text);
      }
    }
    execute("UPDATE event SET type = 'poll:opened', target = 'x', body = '{}' WHERE sequence = 2");

    try (TestServer server = TestServer.start("--data", data.toString());
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode back = enter(ana, entrance);
      JsonNode history = ana.call("history:load", "room", id(entrance));
      JsonNode sent = ana.call("message:send", "room", id(entrance), "cid", "four", "text", "four");

      for (JsonNode events : new JsonNode[] {back.path("events"), history.path("events")}) {
        assertThat(events).hasSize(3);
        JsonNode unknown = events.path(1);
        assertThat(unknown.path("type").asString()).isEqualTo("poll:opened");
        assertThat(unknown.path("seq").asInt()).isEqualTo(2);
        assertThat(unknown.path("id").asString()).hasSize(26);
        assertThat(unknown.has("text")).isFalse();
      }
      assertThat(sent.path("seq").asInt()).isEqualTo(4);
      assertThat(resumed(ana, back, entrance)).isEqualTo("resume");
      for (String format : new String[] {"json", "html", "markdown"}) {
        assertThat(export(server, entrance, format)).contains("one", "three");
      }
    }
  }

  private static String id(JsonNode entrance) {
    return entrance.path("room").path("id").asString();
  }

  private static String token(JsonNode entrance) {
    return entrance.path("self").path("token").asString();
  }

  private static JsonNode enter(TestClient client, JsonNode entrance) {
    return client.call("room:join", "room", id(entrance), "token", token(entrance));
  }

  /** How a client comes back that holds the unknown event as its last. */
  private static String resumed(TestClient client, JsonNode back, JsonNode entrance) {
    JsonNode resume =
        TestClient.object(
            "epoch", back.path("room").path("epoch").asString(),
            "seq", 2,
            "tail", back.path("events").path(1).path("id").asString());
    return client
        .call("room:join", "room", id(entrance), "token", token(entrance), "resume", resume)
        .path("mode")
        .asString();
  }

  private static String export(TestServer server, JsonNode entrance, String format)
      throws Exception {
    URI uri =
        URI.create(server.url() + "/api/v1/rooms/" + id(entrance) + "/export?format=" + format);
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token(entrance)).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("snug.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }
}
