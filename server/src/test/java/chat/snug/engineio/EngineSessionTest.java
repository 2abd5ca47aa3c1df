package chat.snug.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The duties of Engine.IO 4 that need no network: heartbeat, upgrade, queue, close. */
final class EngineSessionTest {
  private static final EngineOptions OPTIONS = EngineOptions.defaults();

  private final TestLoop loop = new TestLoop();
  private final Recorder recorder = new Recorder();
  private final EngineSessions sessions =
      new EngineSessions(OPTIONS, new Random(1), session -> recorder);

  @Test
  void opensWithExactlyTheFieldsOfTheHandshake() {
    TestTransport polling = new TestTransport("polling");
    EngineSession session = sessions.open(polling, loop, "127.0.0.1", () -> {});

    assertThat(polling.taken())
        .containsExactly(
            "0{\"sid\":\""
                + session.id()
                + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                + "\"pingTimeout\":20000,\"maxPayload\":131072}");
  }

  @Test
  void offersNoUpgradeOnAWebSocket() {
    TestTransport webSocket = new TestTransport("websocket");
    sessions.open(webSocket, loop, "127.0.0.1", () -> {});

    assertThat(webSocket.taken().getFirst()).contains("\"upgrades\":[]");
  }

  @Test
  void givesEverySessionAnotherSecretOfAtLeast120Bits() {
    String first = open().session.id();
    String second = open().session.id();

    assertThat(first).hasSizeGreaterThanOrEqualTo(20).isNotEqualTo(second);
  }

  @Test
  void pingsAfterTheIntervalWhateverElseIsSent() {
    Open open = open();

    loop.advance(Duration.ofSeconds(20));
    open.session.receiveText(open.transport, "4hello");
    loop.advance(Duration.ofSeconds(5));

    assertThat(open.transport.taken()).containsExactly("2");
  }

  @Test
  void pingsAgainAnIntervalAfterThePong() {
    Open open = open();

    loop.advance(Duration.ofSeconds(25));
    loop.advance(Duration.ofSeconds(10));
    open.session.receiveText(open.transport, "3");
    open.transport.taken();
    loop.advance(Duration.ofMillis(24_999));
    List<String> before = open.transport.taken();
    loop.advance(Duration.ofMillis(1));

    assertThat(before).isEmpty();
    assertThat(open.transport.taken()).containsExactly("2");
  }

  @Test
  void endsWhenNoPongComesInTime() {
    Open open = open();

    loop.advance(Duration.ofSeconds(45));

    assertThat(recorder.closed).containsExactly(CloseReason.PING_TIMEOUT);
    assertThat(sessions.count()).isZero();
    assertThat(open.transport.closed).isEqualTo(CloseReason.PING_TIMEOUT);
  }

  @Test
  void waitsForThePongAnewWhenSomethingElseComesBeforeItButOnce() {
    Open open = open();
    loop.advance(Duration.ofSeconds(44));
    open.session.receiveText(open.transport, "4large");
    loop.advance(Duration.ofSeconds(19));
    boolean openAfterTheFirst = open.session.isOpen();
    open.session.receiveText(open.transport, "4another");
    loop.advance(Duration.ofSeconds(1));

    assertThat(openAfterTheFirst).isTrue();
    assertThat(recorder.closed).containsExactly(CloseReason.PING_TIMEOUT);
  }

  @Test
  void endsAtAPingOfTheClient() {
    Open open = open();

    open.session.receiveText(open.transport, "2");

    assertThat(recorder.closed).containsExactly(CloseReason.PROTOCOL_ERROR);
  }

  @Test
  void endsAtAnUnknownPacketType() {
    Open open = open();

    open.session.receiveText(open.transport, "7");

    assertThat(recorder.closed).containsExactly(CloseReason.PROTOCOL_ERROR);
  }

  @Test
  void endsAtOnceWhenTheClientCloses() {
    Open open = open();

    open.session.receiveText(open.transport, "1");

    assertThat(recorder.closed).containsExactly(CloseReason.CLIENT_CLOSED);
    assertThat(sessions.count()).isZero();
  }

  @Test
  void leavesNoTimerBehind() {
    Open open = open();

    open.session.fail(CloseReason.TRANSPORT_CLOSED);

    assertThat(loop.armedTimers()).isZero();
  }

  @Test
  void keepsOrderWhileTheTransportIsNotWritable() {
    Open open = open();
    open.transport.writable = false;
    open.session.send(EncodedMessage.text("a".getBytes(UTF_8)));
    open.session.send(EncodedMessage.text("b".getBytes(UTF_8)));

    open.transport.writable = true;
    open.session.transportWritable();

    assertThat(open.transport.taken()).containsExactly("4a", "4b");
  }

  @Test
  void endsWhenMoreAnswersWaitThanMay() {
    Open open = open();
    open.transport.writable = false;
    byte[] large = new byte[OPTIONS.queue().maxAnswerBytes() / 2];

    open.session.send(EncodedMessage.text(large));
    open.session.send(EncodedMessage.text(large));

    assertThat(recorder.closed).containsExactly(CloseReason.TOO_SLOW);
    assertThat(sessions.heldBytes()).isZero();
  }

  @Test
  void takesNothingOfAFeedBeyondTheBoundAndSaysWhenThereIsRoomAgain() {
    Open open = open();
    open.transport.writable = false;
    EncodedMessage half = EncodedMessage.text(new byte[OPTIONS.queue().maxBytes() / 2 + 1]);
    Feed feed = _ -> {};

    boolean first = open.session.offer(half, feed, 1, false);
    boolean second = open.session.offer(half, feed, 2, false);
    int tooSoon = recorder.writable;
    open.transport.writable = true;
    open.session.transportWritable();

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(tooSoon).isZero();
    assertThat(recorder.writable).isEqualTo(1);
    assertThat(recorder.closed).isEmpty();
  }

  @Test
  void takesWhatMayBeLostOnlyUpToAQuarterOfTheBound() {
    Open open = open();
    open.transport.writable = false;
    EncodedMessage third = EncodedMessage.text(new byte[OPTIONS.queue().maxBytes() / 3]);
    Feed feed = _ -> {};
    open.session.offer(third, feed, 1, false);

    assertThat(open.session.offer(third, feed, 2, true)).isFalse();
    assertThat(open.session.offer(third, feed, 2, false)).isTrue();
  }

  @Test
  void countsAMessageForManyOnce() {
    Open one = open();
    Open two = open();
    one.transport.writable = false;
    two.transport.writable = false;
    EncodedMessage shared = EncodedMessage.text(new byte[1000]);

    one.session.offer(shared, _ -> {}, 1, false);
    two.session.offer(shared, _ -> {}, 1, false);
    long waiting = sessions.heldBytes();
    one.transport.writable = true;
    one.session.transportWritable();
    long stillWaiting = sessions.heldBytes();
    two.transport.writable = true;
    two.session.transportWritable();

    assertThat(waiting).isEqualTo(shared.byteCount());
    assertThat(stillWaiting).isEqualTo(shared.byteCount());
    assertThat(sessions.heldBytes()).isZero();
  }

  @Test
  void givesUpFeedsWhenAllTogetherHoldTooMuchAndKeepsAnswers() {
    EngineOptions tight =
        OPTIONS.withQueue(new QueueOptions(1 << 20, 1024, 1 << 22, 1_400, Duration.ofSeconds(30)));
    EngineSessions few = new EngineSessions(tight, new Random(1), _ -> recorder);
    TestTransport transport = new TestTransport("websocket");
    EngineSession session = few.open(transport, loop, "127.0.0.1", () -> {});
    transport.taken();
    transport.writable = false;
    List<Long> givenUp = new ArrayList<>();

    session.send(EncodedMessage.text("answer".getBytes(UTF_8)));
    session.offer(EncodedMessage.text(new byte[600]), givenUp::add, 7, false);
    session.offer(EncodedMessage.text(new byte[600]), givenUp::add, 8, false);
    loop.run();
    transport.writable = true;
    session.transportWritable();

    assertThat(givenUp).containsExactly(7L, 8L);
    assertThat(transport.taken()).containsExactly("4answer");
    assertThat(few.heldBytes()).isZero();
  }

  @Test
  void closesThoseForWhomMostWaitsWhenAnswersAreTooMuchAltogether() {
    EngineOptions tight =
        OPTIONS.withQueue(
            new QueueOptions(1 << 20, 1024, 1 << 22, 300_000, Duration.ofSeconds(30)));
    EngineSessions few = new EngineSessions(tight, new Random(1), _ -> recorder);
    List<EngineSession> open = new ArrayList<>();
    for (int kilobytes : List.of(20, 200, 30, 70)) {
      TestTransport transport = new TestTransport("websocket");
      EngineSession session = few.open(transport, loop, "127.0.0.1", () -> {});
      transport.writable = false;
      session.send(EncodedMessage.text(new byte[kilobytes * 1000]));
      open.add(session);
    }
    boolean roomBefore = open.getFirst().hasRoomForLargeAnswer();

    loop.run();

    assertThat(roomBefore).isFalse();
    assertThat(open).extracting(EngineSession::isOpen).containsExactly(true, false, true, true);
    assertThat(recorder.closed).containsExactly(CloseReason.TOO_SLOW);
    assertThat(few.heldBytes()).isBetween(120_000L, 121_000L);
    assertThat(open.getFirst().hasRoomForLargeAnswer()).isTrue();
  }

  @Test
  void countsWhatHasComeAndIsNotWholeAndClosesWhoHasSentMostOfIt() {
    EngineOptions tight =
        OPTIONS.withQueue(
            new QueueOptions(1 << 20, 1024, 1 << 22, 300_000, Duration.ofSeconds(30)));
    EngineSessions few = new EngineSessions(tight, new Random(1), _ -> recorder);
    EngineSession small = few.open(new TestTransport("websocket"), loop, "127.0.0.1", () -> {});
    EngineSession large = few.open(new TestTransport("websocket"), loop, "127.0.0.1", () -> {});

    small.kept(100_000);
    large.kept(250_000);
    loop.run();
    large.kept(-250_000);

    assertThat(small.isOpen()).isTrue();
    assertThat(large.isOpen()).isFalse();
    assertThat(few.heldBytes()).isEqualTo(100_000);
  }

  @Test
  void keepsNothingLargeThatIsNotWholeWhenMuchMoreHasComeThanMayBeHeld() {
    EngineOptions tight =
        OPTIONS.withQueue(
            new QueueOptions(1 << 20, 1024, 1 << 22, 300_000, Duration.ofSeconds(30)));
    EngineSessions few = new EngineSessions(tight, new Random(1), _ -> recorder);
    EngineSession session = few.open(new TestTransport("polling"), loop, "127.0.0.1", () -> {});

    session.kept(375_000);
    boolean atTheBound = session.mayKeep(1 << 20);
    session.kept(1);

    assertThat(atTheBound).isTrue();
    assertThat(session.mayKeep(1 << 20)).isFalse();
    assertThat(session.mayKeep(10_000)).isTrue();
  }

  @Test
  void closesNobodyForWhomHardlyAnythingWaits() {
    EngineOptions tight =
        OPTIONS.withQueue(new QueueOptions(1 << 20, 1024, 1 << 22, 1_000, Duration.ofSeconds(30)));
    EngineSessions few = new EngineSessions(tight, new Random(1), _ -> recorder, () -> 1 << 30);
    TestTransport transport = new TestTransport("websocket");
    EngineSession session = few.open(transport, loop, "127.0.0.1", () -> {});
    transport.writable = false;

    session.send(EncodedMessage.text(new byte[10_000]));
    loop.run();

    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void closesWhoTakesNothingFor30SecondsThoughSomethingWaits() {
    Open open = open();
    open.transport.writable = false;
    open.session.offer(EncodedMessage.text("a".getBytes(UTF_8)), _ -> {}, 1, false);

    loop.advance(Duration.ofSeconds(29));
    boolean before = recorder.closed.isEmpty();
    loop.advance(Duration.ofSeconds(2));

    assertThat(before).isTrue();
    assertThat(recorder.closed).containsExactly(CloseReason.TOO_SLOW);
  }

  @Test
  void doesNotReadFromWhoDoesNotTakeItsAnswers() {
    Open open = open();
    open.transport.writable = false;

    open.session.send(EncodedMessage.text(new byte[OPTIONS.queue().pauseBytes() + 1]));
    boolean whileFull = open.transport.reading;
    open.transport.writable = true;
    open.session.transportWritable();

    assertThat(whileFull).isFalse();
    assertThat(open.transport.reading).isTrue();
  }

  @Test
  void sendsAPingBeforeWhatWaits() {
    Open open = open();
    open.transport.writable = false;
    open.session.offer(EncodedMessage.text("a".getBytes(UTF_8)), _ -> {}, 1, false);

    loop.advance(Duration.ofSeconds(25));
    open.transport.writable = true;
    open.session.transportWritable();

    assertThat(open.transport.taken()).containsExactly("2", "4a");
  }

  @Test
  void sendsWhatIsQueuedBeforeAnOrderlyClose() {
    Open open = open();
    open.transport.writable = false;
    open.session.send(EncodedMessage.text("last".getBytes(UTF_8)));

    open.session.close(CloseReason.SERVER_CLOSED);
    CloseReason beforeDrained = open.transport.closed;
    open.transport.writable = true;
    open.session.transportWritable();

    assertThat(beforeDrained).isNull();
    assertThat(open.transport.taken()).containsExactly("4last");
    assertThat(open.transport.closed).isEqualTo(CloseReason.SERVER_CLOSED);
  }

  @Test
  void gives30SecondsToAnOrderlyClose() {
    Open open = open();
    open.transport.writable = false;
    open.session.send(EncodedMessage.text("last".getBytes(UTF_8)));
    open.session.close(CloseReason.SERVER_CLOSED);

    loop.advance(Duration.ofSeconds(29));
    int before = sessions.count();
    loop.advance(Duration.ofSeconds(1));

    assertThat(before).isEqualTo(1);
    assertThat(sessions.count()).isZero();
  }

  @Test
  void answersEveryPollWithANoopFromTheProbeToTheUpgrade() {
    Upgrading upgrading = upgrading();
    upgrading.session.receiveText(upgrading.webSocket, "2probe");
    List<String> atTheProbe = upgrading.polling.taken();

    upgrading.session.transportWritable();

    assertThat(upgrading.webSocket.taken()).containsExactly("3probe");
    assertThat(atTheProbe).containsExactly("6");
    assertThat(upgrading.polling.taken()).containsExactly("6");
  }

  @Test
  void sendsNothingButTheProbeAnswerOnTheWebSocketBeforeTheUpgrade() {
    Upgrading upgrading = upgrading();
    upgrading.session.receiveText(upgrading.webSocket, "2probe");
    upgrading.webSocket.taken();
    upgrading.polling.writable = false;
    upgrading.session.send(EncodedMessage.text("a".getBytes(UTF_8)));
    List<String> before = upgrading.webSocket.taken();

    upgrading.session.receiveText(upgrading.webSocket, "5");

    assertThat(before).isEmpty();
    assertThat(upgrading.webSocket.taken()).containsExactly("4a");
  }

  @Test
  void staysOnPollingWhenTheUpgradeTakesTooLong() {
    Upgrading upgrading = upgrading();

    loop.advance(Duration.ofSeconds(10));
    upgrading.session.send(EncodedMessage.text("a".getBytes(UTF_8)));

    assertThat(upgrading.webSocket.closed).isNotNull();
    assertThat(upgrading.session.isOpen()).isTrue();
    assertThat(upgrading.polling.taken()).containsExactly("4a");
  }

  @Test
  void closesOnlyTheWebSocketWhenSomethingElseThanAProbeComes() {
    Upgrading upgrading = upgrading();

    upgrading.session.receiveText(upgrading.webSocket, "4hello");

    assertThat(upgrading.webSocket.closed).isNotNull();
    assertThat(upgrading.session.isOpen()).isTrue();
    assertThat(recorder.texts).isEmpty();
  }

  @Test
  void refusesASecondWebSocketAndKeepsTheSession() {
    Upgrading upgrading = upgrading();

    boolean accepted = upgrading.session.offerUpgrade(new TestTransport("websocket"));

    assertThat(accepted).isFalse();
    assertThat(upgrading.session.isOpen()).isTrue();
  }

  @Test
  void holdsThePingThatFallsIntoAnUpgrade() {
    Open open = open("polling");
    TestTransport webSocket = new TestTransport("websocket");
    loop.advance(Duration.ofSeconds(20));
    open.session.offerUpgrade(webSocket);
    open.session.receiveText(webSocket, "2probe");
    open.transport.taken();
    webSocket.taken();

    loop.advance(Duration.ofSeconds(5));
    List<String> duringTheUpgrade = open.transport.taken();
    open.session.receiveText(webSocket, "5");

    assertThat(duringTheUpgrade).isEmpty();
    assertThat(webSocket.taken()).containsExactly("2");
  }

  @Test
  void pingsAgainAfterTheWebSocketFellAwayInTheMiddleOfAnUpgrade() {
    Open open = open("polling");
    TestTransport webSocket = new TestTransport("websocket");
    loop.advance(Duration.ofSeconds(20));
    open.session.offerUpgrade(webSocket);
    loop.advance(Duration.ofSeconds(5));

    open.session.transportClosed(webSocket, CloseReason.TRANSPORT_CLOSED);

    assertThat(open.transport.taken()).containsExactly("2");
  }

  @Test
  void refusesAPayloadWithOnePacketThatIsMalformed() {
    Open open = open("polling");

    Optional<CloseReason> refused = open.session.receivePayload("4a\u001ex");

    assertThat(refused).hasValue(CloseReason.PROTOCOL_ERROR);
    assertThat(recorder.texts).isEmpty();
    assertThat(recorder.closed).containsExactly(CloseReason.PROTOCOL_ERROR);
  }

  @Test
  void hearsNothingAfterTheEnd() {
    Open open = open("polling");

    open.session.receivePayload("4a\u001e1\u001e4b");

    assertThat(recorder.texts).containsExactly("a");
    assertThat(recorder.closed).containsExactly(CloseReason.CLIENT_CLOSED);
  }

  private record Open(EngineSession session, TestTransport transport) {}

  private record Upgrading(EngineSession session, TestTransport polling, TestTransport webSocket) {}

  private Open open() {
    return open("websocket");
  }

  private Open open(String name) {
    TestTransport transport = new TestTransport(name);
    EngineSession session = sessions.open(transport, loop, "127.0.0.1", () -> {});
    transport.taken();
    return new Open(session, transport);
  }

  private Upgrading upgrading() {
    Open open = open("polling");
    TestTransport webSocket = new TestTransport("websocket");
    assertThat(open.session.offerUpgrade(webSocket)).isTrue();
    return new Upgrading(open.session, open.transport, webSocket);
  }

  /** Keeps what the session tells. */
  private static final class Recorder implements SessionListener {
    final List<String> texts = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    int writable;

    @Override
    public void writable() {
      writable++;
    }

    @Override
    public void text(String text) {
      texts.add(text);
    }

    @Override
    public void binary(byte[] bytes) {
      texts.add("bytes:" + bytes.length);
    }

    @Override
    public void closed(CloseReason reason) {
      closed.add(reason);
    }
  }
}
