package chat.snug.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.net.NetServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The duties of Socket.IO 5 on a real port, against {@link SocketEchoServer}. */
final class SocketConformanceTest {
  private static NetServer server;

  private RawWebSocket socket;

  @BeforeAll
  static void start() {
    EchoOptions options =
        EchoOptions.of("--port", "0", "--ping-interval", "60000", "--connect-timeout", "400");
    server = SocketEchoServer.start(options);
  }

  @AfterAll
  static void stop() {
    EchoOptions.close(server);
  }

  @BeforeEach
  void connect() throws Exception {
    socket =
        RawWebSocket.connect(
                "ws://127.0.0.1:" + server.port() + "/socket.io/?EIO=4&transport=websocket")
            .get(5, TimeUnit.SECONDS);
    assertThat(socket.next()).startsWith("0{");
  }

  @AfterEach
  void disconnect() {
    socket.abort();
  }

  @Test
  void entersTheMainNamespaceWithAnIdOfItsOwn() throws Exception {
    socket.text("40");

    assertThat(socket.next()).matches("40\\{\"sid\":\"[\\w-]{20}\"\\}");
    assertThat(socket.next()).isEqualTo("42[\"auth\",{}]");
  }

  @Test
  void handsOverTheAuthObject() throws Exception {
    socket.text("40{\"token\":\"123\"}");

    socket.next();
    assertThat(socket.next()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
  }

  @Test
  void entersAnotherNamespace() throws Exception {
    socket.text("40/custom,{\"token\":\"abc\"}");

    assertThat(socket.next()).startsWith("40/custom,{\"sid\":");
    assertThat(socket.next()).isEqualTo("42/custom,[\"auth\",{\"token\":\"abc\"}]");
  }

  @Test
  void refusesANamespaceThatIsNotThereAndGoesOn() throws Exception {
    socket.text("40/random");

    assertThat(socket.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    enter();
    socket.text("42[\"message\",1]");
    assertThat(socket.next()).isEqualTo("42[\"message-back\",1]");
  }

  @Test
  void closesAConnectionThatEntersNothing() throws Exception {
    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void echoesEveryKindOfArgument() throws Exception {
    enter();

    socket.text("42[\"message\",1,\"2\",{\"3\":[true,null]},\"\\u001e€\"]");

    assertThat(socket.next())
        .isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true,null]},\"\\u001E€\"]");
  }

  @Test
  void echoesBytesInTheirPlaces() throws Exception {
    enter();

    socket.text(
        "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"a\":{\"_placeholder\":true,\"num\":1}}]");
    socket.bytes(new byte[] {1, 2, 3});
    socket.bytes(new byte[] {4, 5});

    assertThat(socket.next())
        .isEqualTo(
            "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},"
                + "{\"a\":{\"_placeholder\":true,\"num\":1}}]");
    assertThat(socket.next()).isEqualTo("bytes:010203");
    assertThat(socket.next()).isEqualTo("bytes:0405");
  }

  @Test
  void acksWithTheIdThatWasGiven() throws Exception {
    enter();

    socket.text("42456[\"message-with-ack\",1,\"2\"]");

    assertThat(socket.next()).isEqualTo("43456[1,\"2\"]");
  }

  @Test
  void acksWithBytes() throws Exception {
    enter();

    socket.text("451-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]");
    socket.bytes(new byte[] {9});

    assertThat(socket.next()).isEqualTo("461-789[{\"_placeholder\":true,\"num\":0}]");
    assertThat(socket.next()).isEqualTo("bytes:09");
  }

  @Test
  void leavesOneNamespaceAndStaysInTheOther() throws Exception {
    enter();
    socket.text("40/custom,");
    socket.next();
    socket.next();

    socket.text("41/custom,");
    socket.text("42[\"message\",\"here\"]");

    assertThat(socket.next()).isEqualTo("42[\"message-back\",\"here\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "4abc",
        "42",
        "42{}",
        "42[]",
        "42[\"connect\"]",
        "42[\"disconnect\"]",
        "42[{}]",
        "40",
        "44{\"message\":\"x\"}",
        "42/unknown,[\"message\"]",
        "43/unknown,1[]",
        "4599-[\"message\"]",
        "4551-[\"m\"]",
      })
  void closesTheConnectionAtAPacketThatBreaksARule(String packet) throws Exception {
    enter();

    socket.text(packet);

    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void closesTheConnectionAtTextWhileBytesAreAwaited() throws Exception {
    enter();

    socket.text("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
    socket.text("42[\"message\"]");

    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void closesTheConnectionAtBytesThatNobodyAwaits() throws Exception {
    enter();

    socket.text("450-[\"message\"]");
    socket.bytes(new byte[1]);

    assertThat(socket.next()).isEqualTo("42[\"message-back\"]");
    assertThat(socket.closed().get(5, TimeUnit.SECONDS)).isPositive();
  }

  private void enter() throws Exception {
    socket.text("40");
    socket.next();
    socket.next();
  }
}
