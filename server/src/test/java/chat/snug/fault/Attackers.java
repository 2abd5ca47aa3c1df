package chat.snug.fault;

import chat.snug.testing.TestClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/**
 * People at several addresses who try every command and every route, each with connections of their
 * own: some read what they are answered, some do not, some go without a word. What they try is
 * drawn from a seed; how fast is given, so that it is the server that is measured and not this
 * machine.
 */
final class Attackers implements AutoCloseable {
  private static final int PACKETS_OF_A_CONNECTION = 400;

  private final int port;
  private final long pauseNanos;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder packets = new LongAdder();
  private final LongAdder requests = new LongAdder();

  /** At so many addresses, each trying so often a second, half of it commands. */
  Attackers(int port, long seed, int addresses, int perSecond) {
    this.port = port;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(2) / perSecond;
    for (int i = 0; i < addresses; i++) {
      String address = "127.0.20." + (i + 1);
      Random random = new Random(seed + i);
      HostileCommands.Known known = meet(address);
      Random another = new Random(seed - i - 1);
      threads.execute(() -> sendPackets(address, random, known));
      threads.execute(() -> sendRequests(address, another, known));
    }
  }

  private HostileCommands.Known meet(String address) {
    HostileCommands.Known nothing =
        new HostileCommands.Known("A".repeat(22), "AAAA", "A".repeat(43), "none", "none");
    try (RawPeer peer = RawPeer.webSocket(address, port, 65_536)) {
      return settle(peer, nothing);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Commands that were written so far. */
  long packets() {
    return packets.sum();
  }

  /** Requests that were written so far. */
  long requests() {
    return requests.sum();
  }

  /**
   * Each has a room of their own, where they may do a lot; the last one when they may make none.
   */
  private static HostileCommands.Known settle(RawPeer peer, HostileCommands.Known before)
      throws IOException {
    JsonNode made = ask(peer, "room:create", "{\"name\":\"Mallory\"}");
    if (!made.get("ok").asBoolean()) {
      ask(
          peer,
          "room:join",
          "{\"room\":\"%s\",\"token\":\"%s\"}".formatted(before.room(), before.token()));
      return before;
    }
    String room = made.at("/room/id").asString();
    JsonNode said =
        ask(
            peer,
            "message:send",
            "{\"room\":\"%s\",\"cid\":\"first\",\"text\":\"hello\"}".formatted(room));
    return new HostileCommands.Known(
        room,
        made.at("/room/code").asString(),
        made.at("/self/token").asString(),
        said.path("id").asString("none"),
        made.at("/self/id").asString());
  }

  private static JsonNode ask(RawPeer peer, String command, String argument) throws IOException {
    peer.text("420[\"" + command + "\"," + argument + "]");
    String answer;
    do {
      answer = peer.readText();
    } while (!answer.startsWith("430["));
    return TestClient.JSON.readTree(answer.substring(3)).get(0);
  }

  private void sendPackets(String address, Random random, HostileCommands.Known known) {
    HostileCommands.Known mine = known;
    while (!over.get()) {
      boolean reads = random.nextInt(3) > 0;
      try (RawPeer peer = RawPeer.webSocket(address, port, reads ? 65_536 : 4_096)) {
        mine = settle(peer, mine);
        HostileCommands commands = new HostileCommands(random, mine);
        for (int i = 0; i < PACKETS_OF_A_CONNECTION && !over.get(); i++) {
          peer.text(random.nextInt(40) == 0 ? Nonsense.packet(random) : commands.packet());
          packets.increment();
          if (reads) {
            peer.skipAvailable();
          }
          pause();
        }
        if (random.nextBoolean()) {
          peer.reset();
        }
      } catch (IOException closed) {
        pause();
      }
    }
  }

  private void sendRequests(String address, Random random, HostileCommands.Known known) {
    HostileRequests hostile = new HostileRequests(random, known);
    List<RawPeer> held = new ArrayList<>();
    while (!over.get()) {
      try {
        RawPeer peer = new RawPeer(address, port, 4_096);
        held.add(peer);
        int many = random.nextInt(8) == 0 ? 20 : 1;
        for (int i = 0; i < many; i++) {
          peer.send(hostile.request());
          requests.increment();
          pause();
        }
        if (random.nextInt(4) == 0) {
          peer.reset();
        }
      } catch (IOException closed) {
        pause();
      }
      if (held.size() > 40) {
        held.removeFirst().close();
      }
    }
    held.forEach(RawPeer::close);
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(pauseNanos);
    } catch (InterruptedException interrupted) {
      over.set(true);
    }
  }

  @Override
  public void close() {
    over.set(true);
    threads.shutdownNow();
    threads.close();
  }
}
