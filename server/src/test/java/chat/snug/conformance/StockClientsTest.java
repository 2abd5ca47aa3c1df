package chat.snug.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.net.NetServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stock clients send or cannot take, beyond the letter of Engine.IO 4: the reference
 * implementation bears with it, and so do we (ADR 24). Against {@link EngineEchoServer}.
 */
final class StockClientsTest {
  private static final String PATH = "/engine.io/?EIO=4&transport=";

  private static NetServer server;
  private static String base;

  @BeforeAll
  static void start() {
    server = EngineEchoServer.start(EchoOptions.of("--port", "0", "--ping-interval", "60000"));
    base = "http://127.0.0.1:" + server.port() + "/engine.io/";
  }

  @AfterAll
  static void stop() {
    EchoOptions.close(server);
  }

  /**
   * Java ends lines after 76 characters, others do so with CR and LF, or use the URL's alphabet.
   */
  @ParameterizedTest
  @CsvSource({
    "'bAQID\n', bAQID",
    "'bAQID\r\n', bAQID",
    "'b AQ ID ', bAQID",
    "bAQ, bAQ==",
    "bAQI, bAQI=",
    "b-_-_, b+/+/",
    "b$$, b",
    "b, b",
    "bAQID=BAUG, bAQID",
    "bA, b",
    "bAQIDB, bAQID",
  })
  void readsBase64AsItIsWrittenByClients(String sent, String echoed) throws Exception {
    PollingPeer peer = PollingPeer.open(base);

    HttpResponse<String> posted = peer.post(sent);

    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(peer.poll().body()).isEqualTo(echoed);
  }

  /** Older curl, and with it PHP, asks so before each body of more than 1 KiB; so does .NET. */
  @Test
  void asksForTheBodyOfOneWhoWaitsToBeAsked() throws Exception {
    PollingPeer peer = PollingPeer.open(base);
    try (RawHttp http = new RawHttp(server.port())) {
      http.send(
          "POST %spolling&sid=%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                  .formatted(PATH, peer.sid())
              + "Expect: 100-continue\r\n\r\n");

      String interim = http.readUntil("\r\n\r\n");
      http.send("4hi");

      assertThat(interim).startsWith("HTTP/1.1 100 ");
      assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(peer.poll().body()).isEqualTo("4hi");
  }

  @Test
  void readsBase64InLinesOf76() throws Exception {
    byte[] bytes = new byte[1000];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
    PollingPeer peer = PollingPeer.open(base);

    peer.post("b" + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes) + "\n");

    assertThat(peer.poll().body()).isEqualTo("b" + Base64.getEncoder().encodeToString(bytes));
  }

  @Test
  void takesBytesAsTextOnAWebSocket() throws Exception {
    RawWebSocket socket = webSocket("websocket");
    socket.next();

    socket.text("bAQID");

    assertThat(socket.next()).isEqualTo("bytes:010203");
    socket.abort();
  }

  @Test
  void sendsBytesAsTextToThoseWhoAskForIt() throws Exception {
    RawWebSocket socket = webSocket("websocket&b64=1");
    socket.next();

    socket.text("4a");
    socket.bytes(new byte[] {1, 2, 3});

    assertThat(socket.next()).isEqualTo("4a");
    assertThat(socket.next()).isEqualTo("bAQID");
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0{\"sid\":\"x\"}", "5", "6", "6noop", "3", "3probe"})
  void ignoresPacketsThatMeanNothing(String packet) throws Exception {
    RawWebSocket socket = webSocket("websocket");
    socket.next();
    PollingPeer peer = PollingPeer.open(base);

    socket.text(packet);
    socket.text("4on");
    HttpResponse<String> posted = peer.post(packet + "\u001e4on");

    assertThat(socket.next()).isEqualTo("4on");
    assertThat(posted.body()).isEqualTo("ok");
    assertThat(peer.poll().body()).isEqualTo("4on");
    socket.abort();
  }

  @Test
  void upgradesWithoutAProbe() throws Exception {
    PollingPeer peer = PollingPeer.open(base);
    peer.post("4waiting");
    RawWebSocket socket = webSocket("websocket&sid=" + peer.sid());

    socket.text("5");
    socket.text("4sent");
    socket.text("6");
    socket.text("bAQID");

    assertThat(socket.next()).isEqualTo("4waiting");
    assertThat(socket.next()).isEqualTo("4sent");
    assertThat(socket.next()).isEqualTo("bytes:010203");
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "2probe,5"})
  void answersAPollThatIsHeldWhenTheClientUpgrades(String packets) {
    // the upgrade may overtake the poll on its way; then it is tried again
    Awaitility.await()
        .untilAsserted(() -> {
          PollingPeer peer = PollingPeer.open(base);
          RawWebSocket socket = webSocket("websocket&sid=" + peer.sid());
          CompletableFuture<String> held = peer.pollLater();

          for (String packet : packets.split(",", -1)) {
            socket.text(packet);
          }

          assertThat(held.get(5, TimeUnit.SECONDS)).isEqualTo("6");
          socket.abort();
        });
  }

  /** The Python client takes no answer of more than 16 packets. */
  @Test
  void answersAPollWithSixteenPacketsAtMost() throws Exception {
    List<String> sent = IntStream.range(0, 100).mapToObj(i -> "4number " + i).toList();
    PollingPeer peer = PollingPeer.open(base);
    peer.post(String.join("\u001e", sent));

    List<Integer> counts = new ArrayList<>();
    List<String> received = new ArrayList<>();
    while (received.size() < sent.size()) {
      List<String> packets = List.of(peer.poll().body().split("\u001e", -1));
      counts.add(packets.size());
      received.addAll(packets);
    }

    assertThat(received).isEqualTo(sent);
    assertThat(counts).containsExactly(16, 16, 16, 16, 16, 16, 4);
  }

  /** Clients of before {@code maxPayload}, and that of Java, put all that waits into one POST. */
  @Test
  void takesABurstInOnePost() throws Exception {
    NetServer narrow = narrow();
    try {
      PollingPeer peer = PollingPeer.open("http://127.0.0.1:" + narrow.port() + "/engine.io/");
      List<String> burst =
          IntStream.range(0, 20).mapToObj(i -> "4" + i + "x".repeat(12_000)).toList();

      HttpResponse<String> posted = peer.post(String.join("\u001e", burst));

      assertThat(posted.statusCode()).isEqualTo(200);
      assertThat(peer.packets(20)).isEqualTo(burst);
    } finally {
      EchoOptions.close(narrow);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4a", "bA", "4é"})
  void refusesAPacketOverTheBoundInAPost(String start) throws Exception {
    NetServer narrow = narrow();
    try {
      PollingPeer peer = PollingPeer.open("http://127.0.0.1:" + narrow.port() + "/engine.io/");
      String fill = start.substring(1).repeat(start.charAt(0) == 'b' ? 176_000 : 131_072);

      HttpResponse<String> posted = peer.post("4first\u001e" + start + fill);

      assertThat(posted.statusCode()).isEqualTo(413);
      assertThat(peer.poll().body()).contains("\"code\":1");
    } finally {
      EchoOptions.close(narrow);
    }
  }

  @Test
  void refusesMorePacketsInAPostThanAnybodySends() throws Exception {
    PollingPeer peer = PollingPeer.open(base);
    String payload =
        IntStream.range(0, 5_000).mapToObj(_ -> "6").collect(Collectors.joining("\u001e"));

    assertThat(peer.post(payload).statusCode()).isEqualTo(413);
  }

  @Test
  void readsAQueryAsBrowsersWriteIt() throws Exception {
    for (String query :
        List.of(
            "?EIO=4&transport=polling&sid=",
            "?EIO=4&transport=abc&transport=polling",
            "?EIO=4&transport=polling&token=100%&x=%zz",
            "?EIO=4&transport=polling&token=a;sid=b",
            "?&&EIO=4&=x&transport=polling&")) {
      try (RawHttp raw = new RawHttp(server.port())) {
        raw.send("GET /engine.io/" + query + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(raw.readUntil("maxPayload")).as(query).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void takesLongAddresses() throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      String token = "x".repeat(12_000);
      raw.send(
          "GET /engine.io/?EIO=4&transport=polling&token="
              + token
              + " HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(raw.readUntil("maxPayload")).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @CsvSource({"20000, 10, 414", "10, 20000, 431"})
  void letsPagesReadWhyARequestIsNotRead(int address, int header, int status) throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(
          "GET /engine.io/?EIO=4&token="
              + "x".repeat(address)
              + " HTTP/1.1\r\nHost: x\r\nX-Long: "
              + "x".repeat(header)
              + "\r\n\r\n");

      assertThat(raw.readUntil("\r\n\r\n"))
          .contains(" " + status + " ")
          .containsIgnoringCase("access-control-allow-origin: *");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chat, chat",
    "'v1.a, v2', v1.a",
    "'a,b,c', a",
  })
  void takesTheFirstSubprotocolThatIsOffered(String offered, String taken) throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(upgrade("Sec-WebSocket-Protocol: " + offered + "\r\n"));

      assertThat(raw.readUntil("maxPayload"))
          .contains("\r\nSec-WebSocket-Protocol: " + taken + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Sec-WebSocket-Protocol: \r\n", "Sec-WebSocket-Protocol: a(b)\r\n"})
  void namesNoSubprotocolWhereNoneIsOffered(String header) throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(upgrade(header));

      assertThat(raw.readUntil("maxPayload")).doesNotContain("Sec-WebSocket-Protocol");
    }
  }

  @Test
  void letsPagesSendHeadersOfTheirOwn() throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(
          "OPTIONS "
              + PATH
              + "polling HTTP/1.1\r\nHost: x\r\nOrigin: http://page.example\r\n"
              + "Access-Control-Request-Method: POST\r\n"
              + "Access-Control-Request-Headers: authorization,x-other\r\n\r\n");

      assertThat(raw.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("\r\naccess-control-allow-headers: authorization,x-other\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "8", "14", ""})
  void tellsWhichVersionOfWebSocketsItSpeaks(String version) throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      raw.send(
          upgrade("").replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: " + version));

      assertThat(raw.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
    }
  }

  @Test
  void countsNothingOfTwoPostsAtOnce() throws Exception {
    PollingPeer peer = PollingPeer.open(base);
    String half =
        "POST "
            + PATH
            + "polling&sid="
            + peer.sid()
            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n4a";
    try (RawHttp first = new RawHttp(server.port());
        RawHttp second = new RawHttp(server.port())) {
      first.send(half);
      second.send(half);

      // which of the two began first is the network's affair
      assertThat(CompletableFuture.anyOf(first.head(), second.head()).get(5, TimeUnit.SECONDS))
          .asString()
          .startsWith("HTTP/1.1 400");
    }
  }

  /** No stock client does it; but no request is forgotten. */
  @Test
  void answersWhatStandsBeforeAnUpgradeOnOneConnection() throws Exception {
    try (RawHttp raw = new RawHttp(server.port())) {
      String handshake = "GET " + PATH + "polling HTTP/1.1\r\nHost: x\r\n\r\n";
      raw.send(handshake + handshake + upgrade(""));

      assertThat(raw.readUntil("\"code\":3"))
          .matches("(?s)HTTP/1.1 200.*HTTP/1.1 200.*HTTP/1.1 400.*");
    }
  }

  private static String upgrade(String header) {
    return "GET "
        + PATH
        + "websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + header
        + "\r\n";
  }

  private static NetServer narrow() {
    return EngineEchoServer.start(EchoOptions.of("--port", "0", "--max-payload", "131072"));
  }

  private static RawWebSocket webSocket(String transport) throws Exception {
    return RawWebSocket.connect("ws://127.0.0.1:" + server.port() + PATH + transport)
        .get(5, TimeUnit.SECONDS);
  }
}
