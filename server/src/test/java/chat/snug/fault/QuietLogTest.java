package chat.snug.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Whatever a client does wrong, an operator is not called: nobody can fill the log, or hide
 * something in it.
 */
final class QuietLogTest {
  private static final String HOST = "Host: 127.0.0.1\r\n";
  private static final String END = "\r\n\r\n";

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(log);
  }

  @Test
  void saysNothingOfRequestsThatAreNone() throws Exception {
    try (TestServer server = TestServer.start("--memory")) {
      for (String request : requests()) {
        send(server.port(), request, false);
        send(server.port(), request, true);
      }
      assertLives(server);
    }
    assertQuiet();
  }

  @Test
  void saysNothingOfUploadsAndExportsThatAreNone() throws Exception {
    try (TestServer server = TestServer.start("--memory");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode made = ana.call("room:create", "name", "Ana");
      String seat = "Authorization: Bearer " + made.at("/self/token").asString() + "\r\n";
      String room = "/api/v1/rooms/" + made.at("/room/id").asString();
      for (String request : withSeat(room, HOST + seat)) {
        send(server.port(), request, false);
        send(server.port(), request, true);
      }
      assertLives(server);
    }
    assertQuiet();
  }

  @Test
  void saysNothingOfWhoGoesInTheMiddleOfAnAnswer() throws Exception {
    try (TestServer server =
            TestServer.start("--memory", "--limits.exempt-addresses", "127.0.0.1");
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode made = ana.call("room:create", "name", "Ana");
      String room = made.at("/room/id").asString();
      for (int i = 0; i < 300; i++) {
        ana.call("message:send", "room", room, "cid", "c" + i, "text", "x".repeat(4_000));
      }
      for (String format : List.of("html", "json", "markdown")) {
        for (boolean reset : new boolean[] {true, false}) {
          try (RawPeer peer = new RawPeer("127.0.0.1", server.port(), 4_096)) {
            peer.send(export(made, format));
            peer.readHead();
            if (reset) {
              peer.reset();
            }
          }
        }
      }
      // an address has four places: if all are free, nobody is written to any more
      Awaitility.await().until(() -> allPlacesAreFree(server.port(), made));
    }
    assertQuiet();
  }

  private static boolean allPlacesAreFree(int port, JsonNode made) throws IOException {
    List<RawPeer> peers = new ArrayList<>();
    try {
      boolean free = true;
      for (int i = 0; i < 4 && free; i++) {
        RawPeer peer = new RawPeer("127.0.0.1", port, 4_096);
        peers.add(peer);
        peer.send(export(made, "json"));
        free = peer.readHead().contains(" 200 ");
      }
      return free;
    } finally {
      peers.forEach(RawPeer::close);
    }
  }

  private static String export(JsonNode made, String format) {
    return "GET /api/v1/rooms/%s/export?format=%s HTTP/1.1\r\n%sAuthorization: Bearer %s%s"
        .formatted(
            made.at("/room/id").asString(), format, HOST, made.at("/self/token").asString(), END);
  }

  @Test
  void saysNothingOfFramesAndPacketsThatAreNone() throws Exception {
    try (TestServer server = TestServer.start("--memory")) {
      Random random = new Random(7);
      for (int i = 0; i < 60; i++) {
        try (RawPeer peer = RawPeer.webSocket("127.0.1." + (i + 1), server.port(), 65_536)) {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          peer.frame(random.nextInt(256), bytes);
          for (int j = 0; j < 20; j++) {
            peer.text(Nonsense.packet(random));
          }
          if (i % 2 == 0) {
            peer.reset();
          }
        } catch (IOException closed) {
          // as it should be
        }
      }
      assertLives(server);
    }
    assertQuiet();
  }

  @Test
  void saysNothingOfTlsThatIsNone(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.make(folder);
    try (TestServer server =
        TestServer.start(
            "--memory",
            "--tls-cert",
            certificate.chain().toString(),
            "--tls-key",
            certificate.key().toString())) {
      Random random = new Random(8);
      for (String bytes : hellos(random)) {
        send(server.port(), bytes, false);
        send(server.port(), bytes, true);
      }
      try (TlsPeer peer = new TlsPeer(server.port())) {
        assertThat(peer.get("/health/live")).contains("up");
      }
      try (TlsPeer peer = new TlsPeer(server.port())) {
        peer.garble();
      }
    }
    assertQuiet();
  }

  private static Stream<String> malformed() {
    return Stream.of(
        "GET / HTTP/1.1" + END,
        "GET / HTTP/1.1\r\nConnection: keep-alive" + END + "GET /metrics HTTP/1.1" + END,
        "GET /socket.io/?EIO=4&transport=polling HTTP/1.1" + END,
        "GET /files/none HTTP/1.1" + END,
        "PUT /api/v1/rooms/none/files/key HTTP/1.1\r\nContent-Length: 3" + END + "abc",
        "GET / HTTP/1.0" + END,
        "GET /health/live HTTP/1.0" + END,
        "GET / HTTP/2.0\r\n" + HOST + "\r\n",
        "GET / HTTP/9.9\r\n" + HOST + "\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b" + END,
        "GET / HTTP/1.1\r\nHost: a b:c:d" + END,
        "GET / HTTP/1.1\r\nHost: [::1" + END,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:99999999" + END,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:-1" + END,
        "GET / HTTP/1.1\r\nHost:" + END,
        "GET / HTTP/1.1\r\nHost: \u00e9\u0000" + END,
        "GET / HTTP/1.1\r\nHost: evil.example" + END,
        "GET / HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(40_000) + END,
        "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n" + HOST + "\r\n",
        "GET / HTTP/1.1\r\n" + HOST + "X: a\r\n".repeat(2_000) + "\r\n",
        "GET / HTTP/1.1\r\n" + HOST + " folded: x\r\n\tand on" + END,
        "GET / HTTP/1.1\r\n" + HOST + "no colon" + END,
        "GET / HTTP/1.1\r\n" + HOST + "X\u0000Y: z" + END,
        "GET / HTTP/1.1\r\n" + HOST + "X: a\u0000b" + END,
        "GET / HTTP/1.1\n" + HOST.strip() + "\n\n",
        "\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n",
        "GET  /  HTTP/1.1\r\n" + HOST + "\r\n",
        "GET\r\n\r\n",
        "\u0000\u0001\u0002\u00ff\u00fe".repeat(1_000),
        "x".repeat(100_000),
        "");
  }

  private static Stream<String> odd() {
    String body = HOST + "Content-Length: ";
    return Stream.of(
        "FOO / HTTP/1.1\r\n" + HOST + "\r\n",
        "TRACE / HTTP/1.1\r\n" + HOST + "\r\n",
        "CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + HOST + "\r\n",
        "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n",
        "OPTIONS /socket.io/ HTTP/1.1\r\n" + HOST + "\r\n",
        "GET http://127.0.0.1/ HTTP/1.1\r\n" + HOST + "\r\n",
        "GET http://[::1/ HTTP/1.1\r\n" + HOST + "\r\n",
        "GET nothing HTTP/1.1\r\n" + HOST + "\r\n",
        "HEAD / HTTP/1.1\r\n" + HOST + "\r\n",
        "POST / HTTP/1.1\r\n" + body + "-1" + END,
        "POST / HTTP/1.1\r\n" + body + "99999999999999999999" + END,
        "POST / HTTP/1.1\r\n" + body + "5\r\nContent-Length: 6" + END + "abcdef",
        "POST / HTTP/1.1\r\n" + body + "5\r\nTransfer-Encoding: chunked" + END + "0" + END,
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: xchunked" + END + "abc",
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked" + END + "zz\r\nabc" + END,
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked" + END + "ffffffffff\r\nabc",
        "POST / HTTP/1.1\r\n" + body + "100\r\nExpect: 100-continue" + END,
        "POST / HTTP/1.1\r\n" + body + "100\r\nExpect: nonsense" + END,
        "GET / HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: h2c" + END,
        "GET / HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket" + END,
        "GET /assets/x HTTP/1.1\r\n"
            + HOST
            + "Range: bytes=9-1,,-\r\nAccept-Encoding: \u00ff;q=x"
            + END);
  }

  private static Stream<String> paths() {
    return Stream.of(
            "/%",
            "/%zz",
            "/%00",
            "/%c3%28",
            "/..%2f..%2fetc/passwd",
            "//",
            "/\\",
            "/r/%zz",
            "/r/WARM?%zz",
            "/assets/%zz",
            "/files/%zz",
            "/files/%00/thumbnail",
            "/api/v1/rooms/%zz/export?format=%zz",
            "/api/v1/rooms/x/export?zone=%ff&language=%00",
            "/health/live?%",
            "/metrics?%",
            "/socket.io/?EIO=%zz&transport=%zz",
            "/socket.io/?EIO=4&transport=polling&sid=%zz",
            "/socket.io/?EIO=4&transport=polling&sid=" + "x".repeat(3_000),
            "/socket.io/%zz?EIO=4&transport=polling",
            "/socket.io/?" + "a&".repeat(1_800),
            "/socket.io?EIO=4&transport=websocket")
        .flatMap(path ->
            Stream.of(
                "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n",
                "POST " + path + " HTTP/1.1\r\n" + HOST + "Content-Length: 3" + END + "abc",
                "GET "
                    + path
                    + " HTTP/1.1\r\n"
                    + HOST
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
                    + END));
  }

  private static List<String> requests() {
    return Stream.of(malformed(), odd(), paths()).flatMap(stream -> stream).toList();
  }

  private static List<String> withSeat(String room, String headers) {
    String upload = "PUT " + room + "/files/key HTTP/1.1\r\n" + headers;
    String fill = "POST " + room + "/import HTTP/1.1\r\n" + headers;
    return List.of(
        upload + "Content-Length: 100000" + END + "cut",
        upload + "Content-Length: 3" + END + "\u0089PN",
        upload + "Transfer-Encoding: chunked" + END + "5\r\nhello\r\nzz\r\n",
        upload + "Transfer-Encoding: chunked" + END + "5\r\nhel",
        upload + "Content-Length: 99999999999" + END + "x",
        upload.replace("/key", "/%zz") + "Content-Length: 1" + END + "x",
        upload.replace("/key", "/%00") + "Content-Length: 1" + END + "x",
        upload.replace("/key", "/" + "k".repeat(300)) + "Content-Length: 1" + END + "x",
        upload.replace("/key", "/key?name=%zz") + "Content-Length: 1" + END + "x",
        upload.replace("/key", "/key?name=%00%0a") + "Content-Length: 1" + END + "x",
        fill + "Content-Length: 1000" + END + "{\"cut",
        fill + "Content-Length: 9" + END + "{\"cut\":[}",
        fill + "Content-Length: 5000" + END + "[".repeat(5_000),
        fill + "Content-Length: 4" + END + "\u00ff\u00fe\u0000\u0000",
        "GET " + room + "/export?format=nonsense HTTP/1.1\r\n" + headers + "\r\n",
        "GET " + room + "/export?zone=x&language=%00 HTTP/1.1\r\n" + headers + "\r\n",
        "GET " + room + "/export?language=" + "x-".repeat(500) + " HTTP/1.1\r\n" + headers + "\r\n",
        "GET " + room + "/export?format=json HTTP/1.1\r\n" + headers + "\r\n",
        "PATCH " + room + "/export HTTP/1.1\r\n" + headers + "\r\n");
  }

  private static List<String> hellos(Random random) {
    byte[] noise = new byte[5_000];
    random.nextBytes(noise);
    return List.of(
        "GET / HTTP/1.1\r\n" + HOST + "\r\n",
        "\u0016\u0003\u0001\u0000\u0005hello",
        "\u0016\u0003\u0001\u00ff\u00ff" + "x".repeat(20_000),
        "\u0016\u0003\u0003\u0000\u0004\u0001\u0000\u0000\u0000",
        "\u0015\u0003\u0001\u0000\u0002\u0002(",
        "\u0080.\u0001\u0003\u0001",
        new String(noise, ISO_8859_1),
        "");
  }

  /** Sends, and ends as people do, or as a phone in a lift. */
  private static void send(int port, String bytes, boolean reset) {
    try (RawPeer peer = new RawPeer("127.0.0.1", port, 65_536)) {
      peer.send(bytes);
      if (reset) {
        peer.reset();
      } else {
        peer.shutDownOutput();
        peer.isClosedWithin(60);
      }
    } catch (IOException closed) {
      // as it should be
    }
  }

  private static void assertLives(TestServer server) {
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  private void assertQuiet() {
    assertThat(List.copyOf(log.list))
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
        .isEmpty();
    assertThat(List.copyOf(log.list))
        .filteredOn(event -> event.getLevel().equals(Level.INFO))
        .extracting(ILoggingEvent::getFormattedMessage)
        .allMatch(message -> message.startsWith("serving") || message.equals("stopped"));
  }
}
