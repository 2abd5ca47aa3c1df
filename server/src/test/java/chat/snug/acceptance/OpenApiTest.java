package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the HTTP routes is complete, and its examples work. */
final class OpenApiTest {
  private static final Path ROUTES = Path.of("src/main/java/chat/snug/api");
  private static final Pattern ROUTE = Pattern.compile("\"(/(?:api|files|health|metrics)[^\"]*)\"");
  private static final String SEAT = "S".repeat(43);
  private static final JsonMapper JSON = new JsonMapper();

  private final TestServer server = TestServer.start("--memory");
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonNode description = JSON.readTree(get("/api/openapi.json").body());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void namesEveryRoute() throws IOException {
    Set<String> routes = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROUTES)) {
      for (Path file : files.toList()) {
        Matcher matcher = ROUTE.matcher(Files.readString(file));
        while (matcher.find()) {
          routes.add(matcher.group(1).replaceAll(":(\\w+)", "{$1}"));
        }
      }
    }

    assertThat(routes).contains("/files/{id}");
    assertThat(new TreeSet<>(description.get("paths").propertyNames())).isEqualTo(routes);
  }

  @Test
  void givesAnExampleOfAnUploadThatWorks() {
    JsonNode upload = description.at("/paths/~1api~1v1~1rooms~1{room}~1files~1{key}/put");
    String key = upload.at("/parameters/1/example").asString();
    String name = upload.at("/parameters/2/example").asString();
    String body = upload.at("/requestBody/content/application~1octet-stream/example").asString();
    JsonNode expected = upload.at("/responses/201/content/application~1json/example");
    String room;
    try (TestClient ana = TestClient.connect(server.port())) {
      room = ana.call("room:create", "name", "Ana", "token", SEAT).at("/room/id").asString();
    }

    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    server.url() + "/api/v1/rooms/%s/files/%s?name=%s".formatted(room, key, name)))
            .header("Authorization", "Bearer " + SEAT)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = send(request);

    JsonNode file = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(file.propertyNames()).isEqualTo(expected.propertyNames());
    for (String same : List.of("name", "type", "size")) {
      assertThat(file.get(same)).isEqualTo(expected.get(same));
    }
    assertThat(get("/files/" + file.get("id").asString()).body()).isEqualTo(body);
  }

  @Test
  void givesAnExampleOfAnImportThatWorks() {
    JsonNode route = description.at("/paths/~1api~1v1~1rooms~1{room}~1import/post");
    JsonNode body = route.at("/requestBody/content/application~1json/example");
    String room;
    try (TestClient ana = TestClient.connect(server.port())) {
      room = ana.call("room:create", "name", "Ana", "token", SEAT).at("/room/id").asString();
    }

    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    URI.create(server.url() + "/api/v1/rooms/%s/import".formatted(room)))
                .header("Authorization", "Bearer " + SEAT)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());

    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(route.at("/responses/200/content/application~1json/example"));
    JsonNode export = description.at("/paths/~1api~1v1~1rooms~1{room}~1export/get/parameters");
    HttpResponse<String> written =
        send(
            HttpRequest.newBuilder(
                    URI.create(
                        server.url()
                            + "/api/v1/rooms/%s/export?format=%s&zone=%s&language=%s"
                                .formatted(
                                    room,
                                    export.at("/1/example").asString(),
                                    export.at("/2/example").asString(),
                                    export.at("/3/example").asString())))
                .header("Authorization", "Bearer " + SEAT)
                .build());
    JsonNode before = body.at("/events/0");
    JsonNode after = JSON.readTree(written.body()).at("/events/0");
    for (String same : List.of("type", "seq", "id", "at", "member", "name", "text", "reactions")) {
      assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
    }
    assertThat(after.at("/files/0/data")).isEqualTo(before.at("/files/0/data"));
  }

  @Test
  void answersReadsAsItsExamplesSay() {
    description
        .get("paths")
        .propertyStream()
        .filter(path -> !path.getKey().contains("{"))
        .forEach(path -> {
          HttpResponse<String> answer = get(path.getKey());
          JsonNode example =
              path.getValue().at("/get/responses/200/content/application~1json/example");
          assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(200);
          if (!example.isMissingNode()) {
            assertThat(JSON.readTree(answer.body())).isEqualTo(example);
          }
        });
  }

  @Test
  void answersWhatIsRefusedAsAProblem() {
    HttpResponse<String> answer = get("/files/" + "A".repeat(22));
    JsonNode problem = JSON.readTree(answer.body());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    description
        .at("/components/schemas/Problem/required")
        .forEach(field -> assertThat(problem.has(field.asString())).as(field.asString()).isTrue());
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server.url() + path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }
}
