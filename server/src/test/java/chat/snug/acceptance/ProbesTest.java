package chat.snug.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers and collectors ask without a name, or by the name of the service. */
final class ProbesTest {
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
  @ValueSource(
      strings = {
        "GET /health/live HTTP/1.0\r\n\r\n",
        "GET /health/ready HTTP/1.0\r\n\r\n",
        "HEAD /health/live HTTP/1.0\r\n\r\n",
        // as HAProxy writes what it is told by http-check send
        "GET /health/live HTTP/1.1\r\nhost: snug.example\r\nconnection: close\r\n\r\n",
        "GET /health/ready HTTP/1.1\r\nhost: snug.example\r\nconnection: close\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: snug:9306\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: snug:9306\r\n\r\n",
        "GET /metrics HTTP/1.0\r\n\r\n",
      })
  void answersThemByWhateverName(String request) throws Exception {
    assertThat(statusOf(request)).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/openapi.json", "/health"})
  void answersPeopleByItsOwnNameAlone(String path) throws Exception {
    assertThat(statusOf("GET " + path + " HTTP/1.1\r\nHost: snug:9306\r\n\r\n")).contains(" 421 ");
  }

  private static String statusOf(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      StringBuilder status = new StringBuilder();
      for (int next = socket.getInputStream().read();
          next >= 0 && next != '\n';
          next = socket.getInputStream().read()) {
        status.append((char) next);
      }
      return status.toString();
    }
  }
}
