package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.net.NetServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The duties of Engine.IO 4 on a real port, against {@link EngineEchoServer}. */
final class EngineConformanceTest {
  /** With the key of RFC 6455, §1.3. */
  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET /engine.io/?EIO=4&transport=websocket HTTP/1.1",
          "Host: x",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "",
          "");

  private static NetServer server;
  private static String base;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    EchoOptions options = EchoOptions.of("--port", "0");
    server = EngineEchoServer.start(options);
    base = "http://127.0.0.1:" + server.port() + "/engine.io/";
  }

  @AfterAll
  static void stop() {
    EchoOptions.close(server);
  }

  @Test
  void opensASessionByPolling() throws Exception {
    HttpResponse<String> answer = get("?EIO=4&transport=polling");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
    assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
    assertThat(answer.body())
        .matches(
            "0\\{\"sid\":\"[\\w-]{20,}\",\"upgrades\":\\[\"websocket\"\\],\"pingInterval\":300,"
                + "\"pingTimeout\":200,\"maxPayload\":1000000\\}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ?transport=polling, 400, 5",
    "GET, ?EIO=abc&transport=polling, 400, 5",
    "GET, ?EIO=3&transport=polling, 400, 5",
    "GET, ?EIO=4, 400, 0",
    "GET, ?EIO=4&transport=abc, 400, 0",
    "GET, ?EIO=4&transport=polling&sid=unknown, 400, 1",
    "POST, ?EIO=4&transport=polling, 400, 2",
    "PUT, ?EIO=4&transport=polling, 400, 2",
    "GET, ?EIO=4&transport=websocket, 400, 3",
  })
  void refusesWithTheCodesOfTheReference(String method, String query, int status, int code)
      throws Exception {
    HttpResponse<String> answer =
        http.send(request(query).method(method, BodyPublishers.noBody()).build(), bodies());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).startsWith("{\"code\":" + code + ",\"message\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?EIO=4&transport=polling", "?EIO=4&transport=abc"})
  void sendsCorsHeadersOnEveryAnswer(String query) throws Exception {
    HttpResponse<String> answer =
        http.send(request(query).header("Origin", "https://any.example.org").build(), bodies());

    assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
  }

  @Test
  void answersAPreflight() throws Exception {
    HttpResponse<String> answer =
        http.send(
            request("?EIO=4&transport=polling").method("OPTIONS", BodyPublishers.noBody()).build(),
            bodies());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("access-control-allow-methods").orElse(""))
        .contains("POST");
  }

  @Test
  void echoesTextAndBytesByPolling() throws Exception {
    String sid = open();

    HttpResponse<String> posted = post(sid, "4hé€llo\u001ebAQIDBA==");
    String echoed = get("?EIO=4&transport=polling&sid=" + sid).body();

    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.body()).isEqualTo("ok");
    assertThat(echoed).isEqualTo("4hé€llo\u001ebAQIDBA==");
  }

  @Test
  void holdsAPollUntilThereIsSomethingToSend() throws Exception {
    String sid = open();
    CompletableFuture<HttpResponse<String>> held = getLater(sid);

    post(sid, "4late");

    assertThat(held.get(5, TimeUnit.SECONDS).body()).isEqualTo("4late");
  }

  @Test
  void endsTheSessionAtASecondPoll() throws Exception {
    String sid = open();

    CompletableFuture<HttpResponse<String>> one = getLater(sid);
    CompletableFuture<HttpResponse<String>> other = getLater(sid);
    List<String> answers =
        List.of(one.get(5, TimeUnit.SECONDS).body(), other.get(5, TimeUnit.SECONDS).body());

    assertThat(answers).containsExactlyInAnyOrder("1", "{\"code\":3,\"message\":\"Bad request\"}");
    assertThat(get("?EIO=4&transport=polling&sid=" + sid).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "\u001e", "4a\u001e", "2"})
  void endsTheSessionAtAMalformedPayload(String payload) throws Exception {
    String sid = open();

    HttpResponse<String> answer = post(sid, payload);

    assertThat(answer.statusCode()).isIn(200, 400);
    assertThat(get("?EIO=4&transport=polling&sid=" + sid).statusCode()).isEqualTo(400);
  }

  @Test
  void refusesBinaryPosts() throws Exception {
    String sid = open();

    HttpResponse<String> answer =
        http.send(
            request("?EIO=4&transport=polling&sid=" + sid)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[] {4, 1}))
                .build(),
            bodies());

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void refusesABodyOverTheBound() throws Exception {
    String sid = open();

    HttpResponse<String> answer = post(sid, "4" + "x".repeat(1_000_000));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void answersTheHeldPollWhenTheClientCloses() {
    // the close may overtake the poll on its way; then it is tried again
    Awaitility.await()
        .untilAsserted(() -> {
          String sid = open();
          CompletableFuture<HttpResponse<String>> held = getLater(sid);
          post(sid, "1");

          assertThat(held.get(5, TimeUnit.SECONDS).body()).isEqualTo("6");
          assertThat(get("?EIO=4&transport=polling&sid=" + sid).body()).contains("\"code\":1");
        });
  }

  @Test
  void endsTheSessionWhenAHeldPollIsAborted() throws Exception {
    String sid = open();

    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(
          "GET /engine.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    Awaitility.await()
        .untilAsserted(() -> assertThat(post(sid, "4x").body()).contains("\"code\":1"));
  }

  @Test
  void endsAPollingSessionThatAnswersNoPing() throws Exception {
    String sid = open();

    String ping = get("?EIO=4&transport=polling&sid=" + sid).body();

    assertThat(ping).isEqualTo("2");
    Awaitility.await()
        .untilAsserted(() -> assertThat(post(sid, "4x").body()).contains("\"code\":1"));
  }

  @Test
  void echoesTextAndBytesByWebSocket() throws Exception {
    RawWebSocket socket = webSocket("?EIO=4&transport=websocket");
    String open = socket.next();

    socket.text("4hello");
    socket.bytes(new byte[] {1, 2, 3});

    assertThat(open).contains("\"upgrades\":[]");
    assertThat(socket.next()).isEqualTo("4hello");
    assertThat(socket.next()).isEqualTo("bytes:010203");
    socket.abort();
  }

  @Test
  void closesAWebSocketThatAnswersNoPing() throws Exception {
    RawWebSocket socket = webSocket("?EIO=4&transport=websocket");
    socket.next();

    assertThat(socket.next()).isEqualTo("2");
    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void keepsAWebSocketThatAnswersItsPings() throws Exception {
    RawWebSocket socket = webSocket("?EIO=4&transport=websocket");
    socket.next();
    for (int i = 0; i < 3; i++) {
      assertThat(socket.next()).isEqualTo("2");
      socket.text("3");
    }

    socket.text("4still here");

    assertThat(socket.next()).isEqualTo("4still here");
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "abc"})
  void closesAWebSocketAtTheEndOrAtAnError(String packet) throws Exception {
    RawWebSocket socket = webSocket("?EIO=4&transport=websocket");
    socket.next();

    socket.text(packet);

    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void closesAWebSocketAtAMessageOverTheBound() throws Exception {
    RawWebSocket socket = webSocket("?EIO=4&transport=websocket");
    socket.next();

    socket.text("4" + "x".repeat(1_000_000));

    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isEqualTo(1009);
  }

  @Test
  void refusesAnUpgradeOfAnUnknownSession() {
    assertThat(
            RawWebSocket.connect(base.replace("http", "ws") + "?EIO=4&transport=websocket&sid=x"))
        .failsWithin(5, TimeUnit.SECONDS);
  }

  @Test
  void upgradesWithoutLosingWhatWasOnItsWay() throws Exception {
    for (int round = 0; round < 20; round++) {
      String sid = open();
      List<String> received = Collections.synchronizedList(new ArrayList<>());
      RawWebSocket socket = webSocket("?EIO=4&transport=websocket&sid=" + sid);
      post(sid, "4before");
      CompletableFuture<HttpResponse<String>> held = getLater(sid);

      socket.text("2probe");
      assertThat(socket.next()).isEqualTo("3probe");
      received.addAll(List.of(held.get(5, TimeUnit.SECONDS).body().split("\u001e")));
      post(sid, "4during");
      socket.text("5");
      socket.text("4after");
      received.add(socket.next());
      received.add(socket.next());
      received.removeIf(packet -> packet.equals("6"));

      assertThat(received).containsExactly("4before", "4during", "4after");
      assertThat(get("?EIO=4&transport=polling&sid=" + sid).body()).contains("\"code\":3");
      socket.abort();
    }
  }

  @Test
  void answersPollsAtOnceWhileAnUpgradeIsUnderWay() throws Exception {
    String sid = open();
    RawWebSocket socket = webSocket("?EIO=4&transport=websocket&sid=" + sid);
    socket.text("2probe");
    socket.next();

    String first = get("?EIO=4&transport=polling&sid=" + sid).body();
    String second = get("?EIO=4&transport=polling&sid=" + sid).body();

    assertThat(List.of(first, second)).containsExactly("6", "6");
    socket.abort();
  }

  @Test
  void closesASecondWebSocketAndKeepsTheSession() throws Exception {
    String sid = open();
    RawWebSocket first = webSocket("?EIO=4&transport=websocket&sid=" + sid);
    first.text("2probe");
    first.next();
    RawWebSocket second = webSocket("?EIO=4&transport=websocket&sid=" + sid);

    assertThat(second.closed().get(5, TimeUnit.SECONDS)).isPositive();
    first.text("5");
    first.text("4alive");
    assertThat(first.next()).isEqualTo("4alive");
    first.abort();
  }

  @Test
  void compressesLargeAnswersForThoseWhoAccept() throws Exception {
    String sid = open();
    post(sid, "4" + "x".repeat(5000));

    HttpResponse<byte[]> answer =
        http.send(
            request("?EIO=4&transport=polling&sid=" + sid)
                .header("Accept-Encoding", "gzip")
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(answer.body()).hasSizeLessThan(1000);
  }

  @Test
  void takesOverAnUpgradeOnAConnectionThatServedRequestsBefore() throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.readUntil("There is nothing here.\n")).startsWith("HTTP/1.1 404");
      raw.send(UPGRADE);

      assertThat(raw.readUntil("maxPayload"))
          .startsWith("HTTP/1.1 101")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
  }

  @Test
  void readsFramesThatCameWithTheUpgradeRequest() throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(UPGRADE, new byte[] {(byte) 0x81, (byte) 0x83, 0, 0, 0, 0, '4', 'h', 'i'});

      assertThat(raw.readUntil("4hi")).contains("101 Switching Protocols");
    }
  }

  private String open() throws Exception {
    String body = get("?EIO=4&transport=polling").body();
    return body.substring(body.indexOf(":\"") + 2, body.indexOf("\","));
  }

  private HttpResponse<String> get(String query) throws Exception {
    return http.send(request(query).build(), bodies());
  }

  private CompletableFuture<HttpResponse<String>> getLater(String sid) {
    return http.sendAsync(request("?EIO=4&transport=polling&sid=" + sid).build(), bodies());
  }

  private HttpResponse<String> post(String sid, String payload) throws Exception {
    return http.send(
        request("?EIO=4&transport=polling&sid=" + sid)
            .header("Content-Type", "text/plain;charset=UTF-8")
            .POST(BodyPublishers.ofString(payload))
            .build(),
        bodies());
  }

  private RawWebSocket webSocket(String query) throws Exception {
    return RawWebSocket.connect(base.replace("http", "ws") + query).get(5, TimeUnit.SECONDS);
  }

  private static HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(base + query));
  }

  private static HttpResponse.BodyHandler<String> bodies() {
    return BodyHandlers.ofString(UTF_8);
  }
}
