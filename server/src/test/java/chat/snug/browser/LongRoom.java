package chat.snug.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A room of 100,000 messages, brought in as a saved room. Stateless. */
final class LongRoom {
  static final int MESSAGES = 100_000;
  private static final String SEAT = "L".repeat(43);

  private LongRoom() {}

  /** Makes and fills it; answers its code. */
  static String fill(ServerProcess server) throws IOException, InterruptedException {
    JsonNode room;
    try (TestClient host = TestClient.connect(server.port())) {
      room =
          host.call("room:create", "name", "Hanna", "token", SEAT, "lifetime", "kept").get("room");
    }
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    server.url() + "/api/v1/rooms/%s/import".formatted(room.get("id").asString())))
            .header("Authorization", "Bearer " + SEAT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(saved()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("{\"head\":" + MESSAGES + ",\"skipped\":0}");
    }
    return room.get("code").asString();
  }

  /** A saved room, as docs/export.md describes it. */
  private static byte[] saved() {
    StringBuilder json = new StringBuilder("{\"format\":\"snug-room\",\"version\":1,\"events\":[");
    for (int i = 1; i <= MESSAGES; i++) {
      json.append(i == 1 ? "" : ",")
          .append(
              "{\"type\":\"message\",\"id\":\"01ARZ3NDEK%s\",\"at\":%s,\"member\":\"m%s\",\"name\":\"Guest %s\",\"text\":\"line %s%s\"}"
                  .formatted(
                      String.format(Locale.ROOT, "%016d", i),
                      1_469_918_176_385L + i * 1000L,
                      i % 7,
                      i % 7,
                      i,
                      ", and words".repeat(i % 9)));
    }
    return json.append("]}").toString().getBytes(UTF_8);
  }
}
