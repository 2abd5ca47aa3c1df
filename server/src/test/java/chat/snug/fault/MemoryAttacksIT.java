package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * People who ask for much and take nothing of it, or send much and never the end, against the
 * packed server with a heap of 256 MiB: as many connections as two addresses may have, to a room of
 * the largest messages there are. Two others talk in a room of their own meanwhile.
 */
final class MemoryAttacksIT {
  private static final int HEAP_MEBIBYTES = 256;

  /**
   * What docs/limits.md allows at this heap, and what comes in before those with most are closed.
   */
  private static final double MOST_HELD = (64 + 32) * 1024 * 1024;

  private static final int ADDRESSES = 2;
  private static final int CONNECTIONS_OF_EACH = 300;
  private static final String EXEMPT = "127.0.9.1";
  private static final int LARGEST_POST = 1 << 20;
  private static final String SEAT = "S".repeat(43);

  /** As long on the wire as a text can be: each of these characters is written as six. */
  private static final String LARGEST = "\u0001".repeat(3_998) + "hi";

  @TempDir private Path data;

  /** What each connection sends after it has connected, and how. */
  enum Attack {
    ENTRANCES_BY_POLLING(true, 1),
    ENTRANCES_BY_WEBSOCKET(false, 1),
    READINGS_BY_POLLING(true, 32),
    READINGS_BY_WEBSOCKET(false, 32),
    HALF_PACKETS_BY_WEBSOCKET(false, 1),
    HALF_POSTS_BY_POLLING(true, 0);

    private final boolean polls;
    private final int times;

    Attack(boolean polls, int times) {
      this.polls = polls;
      this.times = times;
    }

    RawPeer begin(String from, int port, String room) throws IOException {
      if (this == HALF_POSTS_BY_POLLING) {
        return halfPost(from, port);
      }
      return polls ? poll(from, port, packets(room)) : webSocket(this, from, port, room);
    }

    List<String> packets(String room) {
      List<String> packets = new ArrayList<>();
      packets.add("420[\"room:join\",{\"room\":\"%s\",\"token\":\"%s\"}]".formatted(room, SEAT));
      for (int i = 1; i < times; i++) {
        packets.add(
            i % 4 == 0
                ? "42%s[\"history:search\",{\"room\":\"%s\",\"query\":\"hi\",\"limit\":50}]"
                    .formatted(i, room)
                : "42%s[\"history:load\",{\"room\":\"%s\",\"limit\":200,\"before\":%s}]"
                    .formatted(i, room, 250 - i));
      }
      return packets;
    }
  }

  @ParameterizedTest
  @EnumSource
  void outlivesWhoTakesNothingWhileTwoPeopleTalk(Attack attack) throws Exception {
    try (ServerProcess server = start();
        HealthyPair pair = new HealthyPair(server.port())) {
      String room = roomOfLargestMessages(server.port());
      List<RawPeer> peers = Collections.synchronizedList(new ArrayList<>());
      AtomicBoolean over = new AtomicBoolean();
      double most = 0;
      try {
        List<Thread> attackers = new ArrayList<>();
        for (int address = 1; address <= ADDRESSES; address++) {
          String from = "127.0.9." + (10 + address);
          attackers.add(
              Thread.startVirtualThread(
                  () -> attack(attack, from, server.port(), room, peers, over)));
        }
        for (int i = 0; i < 40 || attackers.stream().anyMatch(Thread::isAlive); i++) {
          assertThat(pair.say("we are talking").get("ok").asBoolean()).isTrue();
          pause(50);
          if (i % 5 == 0) {
            most = Math.max(most, server.metric("snug_queue_bytes"));
          }
        }
        pair.awaitHeard();
      } finally {
        over.set(true);
        List.copyOf(peers).forEach(RawPeer::close);
      }

      System.out.println(
          String.format(
              Locale.ROOT,
              "measured: %s, %d connections: most bytes held %,.0f, most memory %,d, the pair's p99"
                  + " %d ms",
              attack,
              peers.size(),
              most,
              server.peakMemory(),
              pair.percentile(0.99)));
      assertThat(server.output()).doesNotContain("OutOfMemory").doesNotContain("direct buffer");
      assertThat(peers.size()).isEqualTo(ADDRESSES * CONNECTIONS_OF_EACH);
      assertThat(most).isLessThan(MOST_HELD);
      assertThat(pair.percentile(0.99)).isLessThan(300);
    }
  }

  /** Full of texts that take most on the wire, pinned as far as they may be. */
  private static String roomOfLargestMessages(int port) throws Exception {
    try (RawPeer host = RawPeer.webSocket(EXEMPT, port, 1 << 20)) {
      host.text(
          "420[\"room:create\",{\"name\":\"Hanna\",\"lifetime\":\"1h\",\"token\":\"%s\"}]"
              .formatted(SEAT));
      JsonNode made = answer(host);
      String room = made.at("/room/id").asString();
      String text = TestClient.JSON.writeValueAsString(LARGEST);
      for (int i = 0; i < 120; i++) {
        host.text(
            "421[\"message:send\",{\"room\":\"%s\",\"cid\":\"c%s\",\"text\":%s}]"
                .formatted(room, i, text));
        String id = answer(host).get("id").asString();
        host.text(
            "422[\"message:pin\",{\"room\":\"%s\",\"cid\":\"p%s\",\"id\":\"%s\",\"on\":true}]"
                .formatted(room, i, id));
        answer(host);
      }
      return room;
    }
  }

  private static JsonNode answer(RawPeer peer) throws IOException {
    String packet;
    do {
      packet = peer.readText();
    } while (!packet.startsWith("43"));
    return TestClient.JSON.readTree(packet.substring(packet.indexOf('['))).get(0);
  }

  private static void attack(
      Attack attack, String from, int port, String room, List<RawPeer> peers, AtomicBoolean over) {
    int opened = 0;
    while (opened < CONNECTIONS_OF_EACH && !over.get()) {
      try {
        peers.add(attack.begin(from, port, room));
        opened++;
      } catch (IOException refused) {
        pause(20);
      }
    }
  }

  private static RawPeer webSocket(Attack attack, String from, int port, String room)
      throws IOException {
    RawPeer peer = RawPeer.webSocket(from, port, 2_048);
    if (attack == Attack.HALF_PACKETS_BY_WEBSOCKET) {
      peer.text("454-[\"x\"]");
      for (int i = 0; i < 3; i++) {
        peer.begin(0x82, 131_000, 131_000);
      }
      peer.begin(0x82, 131_000, 130_999);
    } else {
      for (String packet : attack.packets(room)) {
        peer.text(packet);
      }
    }
    return peer;
  }

  /** A polling session that sends all this and never asks what came of it. */
  private static RawPeer poll(String from, int port, List<String> packets) throws IOException {
    RawPeer peer = new RawPeer(from, port, 65_536);
    String path = session(peer);
    for (int first = 0; first < packets.size(); first += 10) {
      String payload =
          (first == 0 ? "40\u001e" : "")
              + String.join("\u001e", packets.subList(first, Math.min(packets.size(), first + 10)));
      peer.send(post(path, payload.length()) + payload);
      if (first == 0) {
        peer.readAnswer();
      }
    }
    return peer;
  }

  /** A polling session whose one request, as large as it may be, never ends. */
  private static RawPeer halfPost(String from, int port) throws IOException {
    RawPeer peer = new RawPeer(from, port, 65_536);
    peer.send(post(session(peer), LARGEST_POST) + "4" + "x".repeat(LARGEST_POST - 1_000));
    return peer;
  }

  private static String session(RawPeer peer) throws IOException {
    String path = "/socket.io/?EIO=4&transport=polling";
    peer.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    String opened = peer.readAnswer();
    return path + "&sid=" + opened.substring(opened.indexOf("\"sid\":\"") + 7).split("\"", 2)[0];
  }

  private static String post(String path, int length) {
    return "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %s\r\n\r\n"
        .formatted(path, length);
  }

  private ServerProcess start() {
    return ServerProcess.start(
        List.of("-Xmx" + HEAP_MEBIBYTES + "m", "-XX:+ExitOnOutOfMemoryError"),
        Map.of(),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--data",
        data.toString(),
        "--limits.exempt-addresses",
        EXEMPT + ",127.0.0.1");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
