package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the chat cannot use costs the command, never the connection. */
final class OddPacketsTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("--memory", "--limits.exempt-addresses", "127.0.0.1");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("a name of 100 letters", "n".repeat(100), "{}", "unsupported"),
        Arguments.of("a name of 100,000 letters", "n".repeat(100_000), "{}", "unsupported"),
        Arguments.of("a name that is half a letter", "\\ud83d", "{}", "unsupported"),
        Arguments.of("no object", "room:create", "1", "malformed"),
        Arguments.of("10,000 levels", "room:create", deep(10_000), "malformed"),
        Arguments.of("a number of 2,000 digits", "room:create", "9".repeat(2_000), "malformed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void answersWhatItCannotUse(String what, String event, String argument, String code) {
    try (TestClient client = TestClient.connect(server.port())) {
      client.send("42[\"" + event + "\"," + argument + "]");
      JsonNode told = client.next("refused");
      JsonNode created = client.call("room:create", "name", "Ana");

      assertThat(told.at("/error/code").asString()).as(what).isEqualTo(code);
      assertThat(created.get("ok").booleanValue()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"extra\":DEEP",
        "\"LONG\":1",
        "\"name\":\"Bob\",\"name\":\"Ana\"",
        "\"extra\":\"LONG\"",
        "\"extra\":1e400",
        "\"extra\":123456789012345678901234567890123456789012345678901234567890",
        "\"extra\":\"\\ud83d\"",
      })
  void ignoresFieldsThatItDoesNotKnow(String field) {
    String written = field.replace("DEEP", deep(500)).replace("LONG", "k".repeat(80_000));
    try (TestClient client = TestClient.connect(server.port())) {
      client.send("42[\"room:create\",{" + written + ",\"name\":\"Ana\"}]");

      JsonNode created = client.call("room:create", "name", "Ana");

      assertThat(created.get("ok").booleanValue()).isTrue();
      assertThat(client.waitingEvents()).as("nothing was refused").isZero();
    }
  }

  private static String deep(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }
}
