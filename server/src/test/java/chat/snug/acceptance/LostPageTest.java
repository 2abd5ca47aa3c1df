package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses that are nothing: people get the page, with the status that is true; programs a line.
 */
final class LostPageTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("--memory");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"/r/AB, ../", "/r/WIND, ../", "/r/ABCDEFG, ../", "/nonsense, ''", "/a/b/c, ../../"})
  void givesPeopleThePageWithItsPolicyAndStatus404(String path, String root) throws Exception {
    HttpResponse<String> answer = ask("GET", path, BROWSER);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(answer.body()).contains("src=\"./" + root + "assets/");
  }

  @Test
  void answersHeadWithTheSameStatusAndNoBody() throws Exception {
    HttpResponse<String> answer = ask("HEAD", "/nonsense", BROWSER);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/none.js",
        "/assets/none",
        "/api/v1/none",
        "/files/none",
        "/health/none",
        "/favicon.ico",
        "/a/wp-login.php"
      })
  void answersProgramsInOneLine(String path) throws Exception {
    HttpResponse<String> answer = ask("GET", path, BROWSER);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).doesNotContain("html");
    assertThat(answer.body()).hasSizeLessThan(300);
  }

  @Test
  void answersWhoAcceptsNoPageInOneLine() throws Exception {
    HttpResponse<String> answer = ask("GET", "/nonsense", "application/json");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("There is nothing here.\n");
  }

  @Test
  void servesThePageOfARoomForWhatMayBeACodeAlone() throws Exception {
    assertThat(ask("GET", "/r/warm", BROWSER).statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/r/WAR-MTH", BROWSER).statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/r/W-%20A-RM", BROWSER).statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/r/WA--", BROWSER).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> ask(String method, String path, String accepts)
      throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Accept", accepts)
            .build(),
        BodyHandlers.ofString());
  }
}
