package chat.snug.acceptance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who may do what: every command for everybody. A command without a line here fails the test. */
@Tag("slow")
final class AuthorizationTest {
  private static final Path DECODER =
      Path.of("src/main/java/chat/snug/gateway/CommandDecoder.java");
  private static final Path ROUTES = Path.of("src/main/resources/chat/snug/api/openapi.json");
  private static final String OK = "ok";

  /** What each of them is answered: host, member, one who has left, one who never was there. */
  private static final Map<String, List<String>> EXPECTED =
      Map.ofEntries(
          entry("room:create", List.of(OK, OK, OK, OK)),
          entry("room:join", List.of(OK, OK, OK, "not_found")),
          entry("room:leave", List.of(OK, OK, "not_member", "not_member")),
          entry("room:close", List.of(OK, "forbidden", "not_member", "not_member")),
          entry("message:send", List.of(OK, OK, "not_member", "not_member")),
          entry("history:load", List.of(OK, OK, "not_member", "not_member")),
          entry("member:rename", List.of(OK, OK, "not_member", "not_member")),
          entry("history:search", List.of(OK, OK, "not_member", "not_member")),
          entry("message:edit", List.of(OK, "forbidden", "not_member", "not_member")),
          entry("message:delete", List.of(OK, "forbidden", "not_member", "not_member")),
          entry("message:react", List.of(OK, OK, "not_member", "not_member")),
          entry("message:pin", List.of(OK, "forbidden", "not_member", "not_member")),
          entry("messages:delete", List.of(OK, "forbidden", "not_member", "not_member")),
          entry("room:update", List.of(OK, "forbidden", "not_member", "not_member")),
          entry("read", List.of(OK, OK, OK, "not_member")),
          entry("typing", List.of(OK, OK, OK, "not_member")));

  /**
   * What each route that asks for a seat answers: host, member, one who has left, the host of
   * another room, a seat of no room, none at all; then the member when the room is closed.
   */
  private static final Map<String, List<Integer>> STATUSES =
      Map.of(
          "put /api/v1/rooms/{room}/files/{key}", List.of(201, 201, 401, 401, 401, 401, 410),
          "get /api/v1/rooms/{room}/export", List.of(200, 200, 401, 401, 401, 401, 410),
          "post /api/v1/rooms/{room}/import", List.of(403, 403, 401, 401, 401, 401, 410));

  static Stream<String> commands() {
    return EXPECTED.keySet().stream().sorted();
  }

  @Test
  void namesEveryCommandThereIs() throws IOException {
    Matcher cases = Pattern.compile("case \"([a-z:]+)\"").matcher(Files.readString(DECODER));
    Set<String> found = new TreeSet<>();
    while (cases.find()) {
      found.add(cases.group(1));
    }

    assertThat(EXPECTED.keySet()).containsExactlyInAnyOrderElementsOf(found);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isAnsweredAsItShould(String command) {
    for (int role = 0; role < 4; role++) {
      try (TestServer server = TestServer.start("--memory");
          TestClient host = TestClient.connect(server.port());
          TestClient member = TestClient.connect(server.port());
          TestClient left = TestClient.connect(server.port());
          TestClient stranger = TestClient.connect(server.port())) {
        JsonNode entrance = host.call("room:create", "name", "Hanna", "token", token(0));
        JsonNode made = entrance.get("room");
        String hostId = entrance.at("/self/id").asString();
        String room = made.get("id").asString();
        String code = made.get("code").asString();
        JsonNode said = host.call("message:send", "room", room, "cid", "c0", "text", "of the host");
        member.call("room:join", "code", code, "name", "Bo", "token", token(1));
        left.call("room:join", "code", code, "name", "Chi", "token", token(2));
        left.call("room:leave", "room", room);
        TestClient who = List.of(host, member, left, stranger).get(role);
        ObjectNode argument = argument(room);
        argument.put("id", said.get("id").asString());
        argument.put("member", hostId);
        argument.put("token", token(role));

        JsonNode answer = who.ask(command, argument).join();

        String got = answer.get("ok").asBoolean() ? OK : answer.at("/error/code").asString();
        assertThat(got)
            .as("%s by number %d", command, role)
            .isEqualTo(EXPECTED.getOrDefault(command, List.of()).get(role));
      }
    }
  }

  @Test
  void namesEveryRouteThatAsksForASeat() throws IOException {
    Set<String> found = new TreeSet<>();
    TestClient.JSON
        .readTree(Files.readString(ROUTES))
        .get("paths")
        .forEachEntry((path, methods) ->
            methods.forEachEntry((method, route) -> {
              if (route.has("security")) {
                found.add(method + " " + path);
              }
            }));

    assertThat(STATUSES.keySet()).containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void answersOverHttpAsOverTheSocket(@TempDir Path data) {
    String[] flags = {"--data", data.toString(), "--limits.exempt-addresses", "127.0.0.1"};
    String room;
    try (TestServer server = TestServer.start(flags);
        TestClient host = TestClient.connect(server.port());
        TestClient member = TestClient.connect(server.port());
        TestClient left = TestClient.connect(server.port());
        TestClient other = TestClient.connect(server.port())) {
      JsonNode made = host.call("room:create", "name", "Hanna", "token", token(0)).get("room");
      room = made.get("id").asString();
      String code = made.get("code").asString();
      member.call("room:join", "code", code, "name", "Bo", "token", token(1));
      left.call("room:join", "code", code, "name", "Chi", "token", token(2));
      other.call("room:create", "name", "Olga", "token", token(3));
      host.call("message:send", "room", room, "cid", "c0", "text", "of the host");
      assertAnswers(server, room, 2, 200);
      left.call("room:leave", "room", room);
      assertAnswers(server, room, "before the restart");
    }
    try (TestServer server = TestServer.start(flags);
        TestClient host = TestClient.connect(server.port());
        TestClient left = TestClient.connect(server.port())) {
      assertAnswers(server, room, "after the restart");
      left.call("room:join", "room", room, "token", token(2));
      assertAnswers(server, room, 2, 200);
      host.call("room:join", "room", room, "token", token(0));
      host.call("room:close", "room", room);
      STATUSES.forEach((route, statuses) ->
          assertThat(status(server, route, room, 1, "closed"))
              .as(route)
              .isEqualTo(statuses.get(6)));
    }
  }

  private static void assertAnswers(TestServer server, String room, String when) {
    STATUSES.forEach((route, statuses) -> {
      for (int role = 0; role < 6; role++) {
        assertThat(status(server, route, room, role, when))
            .as("%s by number %d %s", route, role, when)
            .isEqualTo(statuses.get(role));
      }
    });
  }

  private static void assertAnswers(TestServer server, String room, int role, int expected) {
    assertThat(status(server, "get /api/v1/rooms/{room}/export", room, role, ""))
        .isEqualTo(expected);
  }

  private static int status(TestServer server, String route, String room, int role, String key) {
    String path = route.substring(route.indexOf('/')).replace("{room}", room);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(server.url() + path.replace("{key}", role + key.replace(" ", "-"))));
    if (role < 5) {
      request.header("Authorization", "Bearer " + token(role));
    }
    String method = route.substring(0, route.indexOf(' ')).toUpperCase(Locale.ROOT);
    BodyPublisher body =
        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.method(method, body).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private static String token(int role) {
    return "T".repeat(42) + role;
  }

  private static ObjectNode argument(String room) {
    return TestClient.object(
        "room",
        room,
        "cid",
        "c1",
        "text",
        "hello",
        "name",
        "Another",
        "on",
        true,
        "emoji",
        "👍",
        "query",
        "x",
        "seq",
        1,
        "whoMayExport",
        "hosts");
  }
}
