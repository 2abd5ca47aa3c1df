package chat.snug.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.account.LookAlikeNames;
import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineOptions;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.EngineSessions;
import chat.snug.engineio.OutboundQueue;
import chat.snug.engineio.Transport;
import chat.snug.limit.CodeDoor;
import chat.snug.limit.CommandLimiter;
import chat.snug.limit.Limits;
import chat.snug.metric.Metrics;
import chat.snug.room.RoomOptions;
import chat.snug.room.Rooms;
import chat.snug.socketio.SocketOptions;
import chat.snug.socketio.SocketServer;
import chat.snug.store.Store;
import chat.snug.store.StoreOptions;
import chat.snug.testing.TestLoop;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong for one connection is not the others'. */
final class GatewayFaultTest {
  @TempDir private Path folder;
  private final Metrics metrics = new Metrics();
  private final TestLoop loop = new TestLoop();
  private final Random random = new Random(3);
  private Store store;
  private EngineSessions sessions;
  private Peer ana;
  private Peer bo;
  private Peer cy;

  @BeforeEach
  void start() {
    store =
        Store.open(
            StoreOptions.in(folder),
            metrics,
            Clock.systemUTC(),
            failure -> {
              throw new AssertionError(failure);
            });
    Limits limits = Limits.defaults();
    Rooms rooms =
        new Rooms(
            RoomOptions.defaults(),
            List.of(loop),
            store.eventLog(),
            store.directory(),
            room -> ChatGateway.audience(room, metrics),
            loop,
            random,
            new LookAlikeNames(),
            (_, _) -> {});
    ChatGateway gateway =
        new ChatGateway(
            rooms,
            new CommandLimiter(limits, System::nanoTime),
            new CodeDoor(limits, System::nanoTime, random),
            () -> false,
            limits.uploads(),
            metrics);
    sessions =
        new EngineSessions(
            EngineOptions.defaults(),
            random,
            new SocketServer(SocketOptions.defaults(), random, Map.of("/", gateway)));
    ana = new Peer();
    bo = new Peer();
    cy = new Peer();
    ana.says("420[\"room:create\",{\"name\":\"Ana\"}]");
    String room = ana.hears("\"room\":{\"id\":\"");
    String code = room.replaceAll("(?s).*\"code\":\"([A-Z]+)\".*", "$1");
    ana.room = room.replaceAll("(?s).*\"room\":\\{\"id\":\"([^\"]+)\".*", "$1");
    bo.says("420[\"room:join\",{\"code\":\"%s\",\"name\":\"Bo\"}]".formatted(code));
    bo.hears("430");
    cy.says("420[\"room:join\",{\"code\":\"%s\",\"name\":\"Cy\"}]".formatted(code));
    cy.hears("430");
  }

  @AfterEach
  void stop() {
    store.close();
    metrics.close();
  }

  @Test
  void tellsTheOthersThoughOneReceiverFails() {
    bo.broken = true;

    ana.says(
        "421[\"message:send\",{\"room\":\"%s\",\"cid\":\"c\",\"text\":\"hello\"}]"
            .formatted(ana.room));

    assertThat(ana.hears("431")).contains("\"ok\":true");
    assertThat(cy.hears("\"text\":\"hello\"")).contains("\"seq\":1");
    assertThat(ana.hears("\"text\":\"hello\"")).contains("\"seq\":1");
    Awaitility.await()
        .untilAsserted(() -> {
          loop.run();
          assertThat(bo.closed).isTrue();
        });
  }

  @Test
  void goesOnAfterACommandThatFails() {
    bo.broken = true;
    bo.says("421[\"history:load\",{\"room\":\"%s\"}]".formatted(ana.room));
    bo.broken = false;

    ana.says("421[\"history:load\",{\"room\":\"%s\"}]".formatted(ana.room));

    assertThat(ana.hears("431")).contains("\"ok\":true");
  }

  /** A client whose connection may fail in the middle of a write. */
  private final class Peer implements Transport {
    private final List<String> heard = new ArrayList<>();
    private final EngineSession session;
    private String room = "";
    private boolean broken;
    private boolean closed;

    Peer() {
      session = sessions.open(this, loop, "127.0.0.1", () -> closed = true);
      says("40");
    }

    void says(String packet) {
      session.receiveText(this, packet);
      loop.run();
    }

    /** Waits for a packet with these words. */
    String hears(String words) {
      Awaitility.await()
          .untilAsserted(() -> {
            loop.run();
            assertThat(heard).anyMatch(packet -> packet.contains(words));
          });
      return heard.stream().filter(packet -> packet.contains(words)).findFirst().orElseThrow();
    }

    @Override
    public int heldBytes() {
      return 0;
    }

    @Override
    public String name() {
      return "websocket";
    }

    @Override
    public void drain(OutboundQueue queue) {
      if (broken) {
        throw new IllegalStateException("planted");
      }
      while (!queue.isEmpty()) {
        String payload = new String(queue.pollPayload(Integer.MAX_VALUE, Integer.MAX_VALUE), UTF_8);
        heard.addAll(List.of(payload.split("\u001e")));
      }
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public long progress() {
      return heard.size();
    }

    @Override
    public void setReading(boolean on) {}

    @Override
    public void close(CloseReason reason) {
      closed = true;
    }
  }
}
