package chat.snug.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Puts a load on a server of this machine, on one thread, and counts what comes of it.
 *
 * <p>In an open loop a message bears the time at which it was due, not the one at which it left: a
 * server that falls behind is not spared the wait (no coordinated omission).
 */
final class LoadGenerator implements AutoCloseable, Client.Listener {
  private static final int MAX_OPENING = 100;
  private static final int SHARED_BYTES = 1 << 20;
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_DUE_AT_ONCE = 2_000;
  private static final long MAX_MICROS = TimeUnit.SECONDS.toMicros(60);
  private static final int ADDRESSES = 4;

  private final Load load;
  private final Chat chat;
  private final int port;
  private final ServerUsage server;
  private final Selector selector = Selector.open();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(SHARED_BYTES);
  private final List<Client> clients = new ArrayList<>();
  private final List<Client> senders = new ArrayList<>();
  private final Histogram latency = new Histogram(MAX_MICROS, 3);
  private List<Chat.Room> rooms = List.of();
  private int ready;
  private boolean sending;
  private boolean measuring;
  private long due;
  private long turnOf;
  private long expected;
  private long received;
  private long measured;
  private long duplicates;
  private long reordered;

  LoadGenerator(Load load, Chat chat, int port, long processId) throws IOException {
    this.load = load;
    this.chat = chat;
    this.port = port;
    this.server = new ServerUsage(processId);
  }

  /** Brings everybody in, sends, measures, and waits for what is still on its way. */
  Measured run() throws IOException {
    return send(comeIn());
  }

  /** Lets time go by, and answers what must be answered. */
  void idle(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      turn(10);
    }
  }

  private Measured send(double joinsPerSecond) throws IOException {
    long start = System.nanoTime();
    long from = start + load.warmUp().toNanos();
    long end = from + load.duration().toNanos();
    due = start;
    sending = true;
    if (!load.isOpen()) {
      for (Client client : senders) {
        say(client, System.nanoTime());
      }
    }
    turnUntil(from);
    measuring = true;
    double serverBefore = server.cpuSeconds();
    double ownBefore = ownCpuSeconds();
    long begun = System.nanoTime();
    turnUntil(end);
    measuring = false;
    double seconds = (System.nanoTime() - begun) / 1e9;
    double serverCpu = server.cpuSeconds() - serverBefore;
    double ownCpu = ownCpuSeconds() - ownBefore;
    sending = false;
    drain();
    return new Measured(
        ready,
        measured,
        seconds,
        Math.max(0, expected - received),
        duplicates,
        reordered,
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        latency.getValueAtPercentile(99.9) / 1e3,
        measured == 0 ? 0 : serverCpu * 1e6 / measured,
        serverCpu / seconds,
        ownCpu / seconds,
        server.residentBytes(),
        joinsPerSecond);
  }

  @Override
  public void joined(Client client) {
    ready++;
  }

  @Override
  public void heard(Client client, ByteBuffer buffer, int mark) {
    int sender = Mark.sender(buffer, mark);
    long number = Mark.number(buffer, mark);
    long last = client.last[sender];
    if (number == last + 1) {
      client.last[sender] = number;
      received++;
    } else if (number <= last) {
      duplicates++;
    } else {
      reordered++;
      received++;
      client.last[sender] = number;
    }
    if (measuring) {
      measured++;
      long micros = (System.nanoTime() - Mark.nanos(buffer, mark)) / 1_000;
      latency.recordValue(Math.clamp(micros, 0, MAX_MICROS));
    }
    if (sending && !load.isOpen() && sender == client.sender) {
      try {
        say(client, System.nanoTime());
      } catch (IOException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }

  /** Brings everybody in; answers with how many came in each second. */
  double comeIn() throws IOException {
    rooms = chat.open(port, load.rooms());
    long start = System.nanoTime();
    int opened = 0;
    while (ready < load.clients()) {
      while (opened < load.clients() && opened - ready < MAX_OPENING) {
        open(opened++);
      }
      turn(1);
      if (System.nanoTime() - start > JOIN_NANOS) {
        throw new IOException("only %s of %s came in".formatted(ready, load.clients()));
      }
    }
    return ready / ((System.nanoTime() - start) / 1e9);
  }

  /** Several addresses of this machine, since one has ports for 28,000 connections only. */
  private void open(int id) throws IOException {
    int room = id % load.rooms();
    int inRoom = id / load.rooms();
    int sender = inRoom < load.senders() ? inRoom : -1;
    Chat.Room entered = rooms.get(room);
    Client.Role role =
        new Client.Role(
            id, room, sender, load.senders(), chat.join(entered, "u" + id), chat.joined());
    Client client =
        switch (load.transport()) {
          case WEBSOCKET -> new WebSocketClient(role, this, port);
          case POLLING -> new PollingClient(role, this, port);
        };
    clients.add(client);
    if (sender >= 0) {
      senders.add(client);
    }
    for (Endpoint endpoint : client.endpoints()) {
      endpoint.connect(selector, "127.0.0." + (1 + id % ADDRESSES), port);
    }
  }

  private void turnUntil(long end) throws IOException {
    long gap = load.isOpen() ? (long) (1e9 / load.rate()) : 0;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      if (load.isOpen()) {
        for (int i = 0; due <= now && i < MAX_DUE_AT_ONCE; i++) {
          say(senders.get((int) (turnOf++ % senders.size())), due);
          due += gap;
        }
        turn(Math.max(0, Math.min(due, end) - System.nanoTime()) / 1_000_000);
      } else {
        turn(1);
      }
    }
  }

  private void drain() throws IOException {
    long end = System.nanoTime() + DRAIN_NANOS;
    while (received < expected && System.nanoTime() < end) {
      turn(1);
    }
  }

  private void say(Client client, long at) throws IOException {
    long number = ++client.sent;
    expected += load.clients() / load.rooms();
    String text = Mark.text(at, client.sender, number, load.textBytes());
    client.send(Mark.bytes(chat.say(rooms.get(client.room), client.id, number, text)));
  }

  private void turn(long millis) throws IOException {
    int count = millis > 0 ? selector.select(millis) : selector.selectNow();
    if (count == 0) {
      return;
    }
    for (SelectionKey key : selector.selectedKeys()) {
      ((Endpoint) key.attachment()).turn(key, shared);
    }
    selector.selectedKeys().clear();
  }

  private static double ownCpuSeconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / 1e9;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      for (Endpoint endpoint : client.endpoints()) {
        endpoint.close();
      }
    }
    selector.close();
  }
}
