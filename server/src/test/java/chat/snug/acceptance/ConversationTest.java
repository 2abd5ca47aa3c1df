package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same conversation over every way that a Socket.IO client may travel. */
final class ConversationTest {
  private static final int CLIENTS = 20;
  private static final int UPGRADES = 500;
  private static final int UPGRADES_AT_ONCE = 50;
  private static final int MESSAGES = 200;

  @TempDir private Path data;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start("--data", data.toString(), "--limits.exempt-addresses", "127.0.0.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void letsTwoPeopleTalk(String transports) throws Exception {
    try (OfficialClient ana = client(transports);
        OfficialClient bo = client(transports)) {
      JSONObject entrance = ana.call("room:create", "name", "Ana", "title", "Plans");
      String code = entrance.getJSONObject("room").getString("code");
      String room = entrance.getJSONObject("room").getString("id");
      JSONObject joined = bo.call("room:join", "code", code.toLowerCase(Locale.ROOT), "name", "Bo");
      JSONObject sent = bo.call("message:send", "room", room, "cid", "1", "text", "héllo 👋");
      ana.call("message:send", "room", room, "cid", "1", "text", "hi");

      assertThat(joined.getJSONArray("members").length()).isEqualTo(2);
      assertThat(sent.getLong("seq")).isEqualTo(1);
      Awaitility.await().until(() -> ana.messages().size() == 2 && bo.messages().size() == 2);
      assertThat(texts(ana)).containsExactly("héllo 👋", "hi").isEqualTo(texts(bo));
      JSONObject history = bo.call("history:load", "room", room);
      assertThat(history.getJSONArray("events").getJSONObject(0).toString())
          .isEqualTo(ana.messages().getFirst().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  @Tag("slow")
  void losesAndReordersNothingFromTheMomentOfConnecting(String transports) throws Exception {
    List<OfficialClient> clients = new ArrayList<>();
    try (OfficialClient host = client("websocket")) {
      JSONObject room = host.call("room:create", "name", "Hanna").getJSONObject("room");
      Queue<JSONObject> acked = new ConcurrentLinkedQueue<>();
      for (int c = 0; c < CLIENTS; c++) {
        OfficialClient client = client(transports);
        clients.add(client);
        client
            .ask("room:join", "code", room.getString("code"), "name", "Client " + c)
            .thenAccept(_ -> sendAll(client, id(room), acked));
      }
      int all = CLIENTS * MESSAGES;
      Awaitility.await()
          .atMost(180, TimeUnit.SECONDS)
          .until(() -> host.messages().size() == all && clients.stream().allMatch(this::hasLast));

      List<Long> sequences = LongStream.rangeClosed(1, all).boxed().toList();
      assertThat(host.messages())
          .extracting(message -> message.optLong("seq"))
          .isEqualTo(sequences);
      for (OfficialClient client : clients) {
        List<Long> seen = client.messages().stream().map(m -> m.optLong("seq")).toList();
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen).isEqualTo(sequences.subList(all - seen.size(), all));
      }
      assertEachSenderInOrder(host.messages());
      Awaitility.await().untilAsserted(() -> assertThat(acked).hasSize(all));
      assertThat(acked).allMatch(answer -> answer.optBoolean("ok"));
      if (transports.endsWith("websocket")) {
        assertThat(clients).allMatch(client -> client.transports().contains("websocket"));
      }
    } finally {
      clients.forEach(OfficialClient::close);
    }
  }

  /** U1: the moment of the change of transports, five hundred times while somebody talks. */
  @Test
  @Tag("slow")
  void losesNothingWhileConnectionsAreUpgraded() throws Exception {
    try (OfficialClient host = client("websocket")) {
      JSONObject room = host.call("room:create", "name", "Hanna").getJSONObject("room");
      AtomicBoolean talking = new AtomicBoolean(true);
      Thread talker =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; talking.get(); i++) {
                  host.call("message:send", "room", id(room), "cid", "h" + i, "text", "h" + i);
                }
              });
      for (int round = 0; round < UPGRADES / UPGRADES_AT_ONCE; round++) {
        List<OfficialClient> clients = new ArrayList<>();
        for (int c = 0; c < UPGRADES_AT_ONCE; c++) {
          OfficialClient client = client("polling,websocket");
          clients.add(client);
          client.ask("room:join", "code", room.optString("code"), "name", round + "/" + c);
        }
        Awaitility.await()
            .atMost(60, TimeUnit.SECONDS)
            .until(() -> clients.stream().allMatch(ConversationTest::isUpgradedAndFed));
        for (OfficialClient client : clients) {
          List<Long> seen = client.messages().stream().map(m -> m.optLong("seq")).toList();
          assertThat(seen.getLast() - seen.getFirst()).isEqualTo(seen.size() - 1L);
          assertThat(seen).isSorted();
        }
        clients.forEach(OfficialClient::close);
      }
      talking.set(false);
      talker.join();
    }
  }

  private static boolean isUpgradedAndFed(OfficialClient client) {
    return client.transports().contains("websocket") && client.messages().size() > 20;
  }

  private static void sendAll(OfficialClient client, String room, Queue<JSONObject> acked) {
    for (int m = 0; m < MESSAGES; m++) {
      client
          .ask("message:send", "room", room, "cid", "m" + m, "text", "m" + m)
          .thenAccept(acked::add);
    }
  }

  private boolean hasLast(OfficialClient client) {
    List<JSONObject> messages = client.messages();
    return !messages.isEmpty() && messages.getLast().optLong("seq") == (long) CLIENTS * MESSAGES;
  }

  private static void assertEachSenderInOrder(List<JSONObject> messages) {
    List<String> inOrder = IntStream.range(0, MESSAGES).mapToObj(m -> "m" + m).toList();
    for (int c = 0; c < CLIENTS; c++) {
      String name = "Client " + c;
      assertThat(messages.stream().filter(m -> m.optString("name").equals(name)))
          .extracting(message -> message.optString("text"))
          .isEqualTo(inOrder);
    }
  }

  private OfficialClient client(String transports) {
    return new OfficialClient(server.url(), transports.split(","));
  }

  private static String id(JSONObject room) {
    return room.optString("id");
  }

  private static List<String> texts(OfficialClient client) {
    return client.messages().stream().map(message -> message.optString("text")).toList();
  }
}
