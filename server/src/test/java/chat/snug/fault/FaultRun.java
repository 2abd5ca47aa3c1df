package chat.snug.fault;

import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Stored;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * A server as a process, load clients behind a proxy, and faults. In the end everything is healed,
 * everybody comes back, and the checker looks at what was recorded and at the database itself.
 */
final class FaultRun implements AutoCloseable {
  private static final Duration HEALING = Duration.ofSeconds(90);

  /** What was done to the system. */
  enum Fault {
    /** N1: the server is killed and started again. */
    KILL,
    /** N3: the server stands still for a while. */
    FREEZE,
    /** N4: the server is told to stop, and started again. */
    STOP,
    /** W1: a connection is reset. */
    CUT,
    /** W1: a connection stays open and says nothing. */
    BLACK_HOLE,
    /** W2: a connection ends in the middle of a frame. */
    CUT_IN_FRAME,
    /** W3: everything comes byte by byte and late. */
    SLOW_LINK,
    /** W4: packets between people and server are lost. */
    PACKET_LOSS,
    /** W5: answers are lost after the commit. */
    LOST_ANSWER,
    /** H1: everybody is cut at once. */
    CUT_ALL,
    /** D1: the database is stopped at once. */
    DATABASE_STOP,
    /** D2: database connections are ended in the middle of commits. */
    DATABASE_CUT,
    /** D5: the database cannot be reached, or stands still. */
    DATABASE_AWAY
  }

  /** The size of a run. */
  record Size(int rooms, int clientsPerRoom, long acked, long seed) {}

  /** What came of it. */
  record Report(
      long acked,
      long changes,
      long attempts,
      long reconnects,
      Map<Fault, Integer> faults,
      List<String> violations) {
    int faultCount() {
      return faults.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private record RoomUnderLoad(String id, String hostToken) {}

  private final Evidence evidence = new Evidence();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final List<String> serverFlags;
  private final String jdbcUrl;
  private final Size size;
  private final Random random;
  private final FaultProxy proxy;
  private final List<LoadClient> clients = new ArrayList<>();
  private final List<RoomUnderLoad> rooms = new ArrayList<>();
  private ServerProcess server;

  /** Starts server and load. {@code store} are the flags that say where to keep everything. */
  FaultRun(Size size, List<String> store, String jdbcUrl) {
    this.size = size;
    this.jdbcUrl = jdbcUrl;
    this.random = new Random(size.seed());
    serverFlags = new ArrayList<>(store);
    serverFlags.addAll(
        List.of(
            "--host", "127.0.0.1",
            "--port", "0",
            "--limits.exempt-addresses", "127.0.0.0/8",
            "--ping-interval", "2s",
            "--ping-timeout", "2s",
            "--rooms.leave-grace", "5s",
            "--drain.window", "200ms"));
    server = start();
    proxy = new FaultProxy(server.port());
    for (int room = 0; room < size.rooms(); room++) {
      makeRoom(room);
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(serverFlags.toArray(String[]::new));
  }

  private void makeRoom(int number) {
    try (TestClient host = TestClient.connect(server.port())) {
      JsonNode made =
          host.call("room:create", "name", "Hanna", "lifetime", "kept", "cid", "room-" + number);
      String id = made.at("/room/id").asString();
      rooms.add(new RoomUnderLoad(id, made.at("/self/token").asString()));
      for (int i = 0; i < size.clientsPerRoom(); i++) {
        String name = "Client " + number + " " + i;
        String token = token();
        try (TestClient first = TestClient.connect(server.port())) {
          JsonNode entrance =
              first.call(
                  "room:join",
                  "code",
                  made.at("/room/code").asString(),
                  "name",
                  name,
                  "token",
                  token);
          clients.add(
              new LoadClient(
                  evidence,
                  new LoadClient.Seat(id, name, token),
                  entrance.at("/self/id").asString(),
                  proxy::port,
                  random.nextLong()));
        }
      }
    }
  }

  private String token() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  long acked() {
    return evidence.acked();
  }

  Random random() {
    return random;
  }

  /** Waits until so many more have been acked, or for so long. */
  void letRun(long moreAcked, Duration atMost) {
    long goal = acked() + moreAcked;
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (acked() < goal && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void kill() {
    server.kill();
    startAgain(Fault.KILL);
  }

  void stop() {
    server.terminate();
    int status = server.exitStatus();
    if (status != 0) {
      throw new AssertionError("status " + status + " after a stop: " + server.output());
    }
    startAgain(Fault.STOP);
  }

  void freeze(Duration time) {
    server.freeze(time);
    count(Fault.FREEZE, 1);
  }

  void cut(int connections) {
    count(Fault.CUT, proxy.cutSome(connections));
  }

  void cutAll() {
    count(Fault.CUT_ALL, proxy.cutAll() > 0 ? 1 : 0);
  }

  void cutInFrame(int connections, int bytes) {
    count(Fault.CUT_IN_FRAME, proxy.cutAfter(connections, bytes));
  }

  void loseAnswers(int connections) {
    count(Fault.LOST_ANSWER, proxy.loseAnswers(connections));
  }

  void blackHole(int connections) {
    count(Fault.BLACK_HOLE, proxy.blackHole(connections));
  }

  /** Byte by byte and late, for a while. */
  void slowLink(Duration time) {
    proxy.chop(true);
    proxy.delay(20 + random.nextInt(30));
    letRun(Long.MAX_VALUE / 2, time);
    proxy.chop(false);
    proxy.delay(0);
    count(Fault.SLOW_LINK, 1);
  }

  /** So many of a hundred packets are lost, for a while. */
  void losePackets(int percent, Duration time) {
    PacketLoss loss = new PacketLoss(proxy.port(), percent);
    try (loss) {
      letRun(Long.MAX_VALUE / 2, time);
    }
    count(Fault.PACKET_LOSS, 1);
  }

  void count(Fault fault, int times) {
    faults.merge(fault, times, Integer::sum);
  }

  private void startAgain(Fault fault) {
    server = start();
    proxy.leadTo(server.port());
    count(fault, 1);
  }

  /** Heals everything, lets everybody come level, and checks. */
  Report finish() {
    clients.forEach(LoadClient::finishSending);
    List<String> violations = new ArrayList<>();
    try (TestClient reader = TestClient.connect(server.port())) {
      for (RoomUnderLoad room : rooms) {
        readEnd(reader, room, violations);
      }
    }
    long reconnects = clients.stream().mapToLong(LoadClient::reconnects).sum();
    clients.forEach(LoadClient::stop);
    server.terminate();
    server.exitStatus();
    dump();
    violations.addAll(Checker.check(evidence));
    long changes =
        evidence.logs().values().stream()
            .flatMap(List::stream)
            .filter(stored -> stored.change().isOfAMessage())
            .count();
    return new Report(
        evidence.acked(),
        changes,
        evidence.attempts().size(),
        reconnects,
        Map.copyOf(faults),
        violations);
  }

  private void readEnd(TestClient reader, RoomUnderLoad room, List<String> violations) {
    List<LoadClient> here = clients.stream().filter(client -> client.isIn(room.id())).toList();
    try {
      Awaitility.await()
          .atMost(HEALING)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> here.stream().allMatch(client -> client.isLevel(0)));
    } catch (ConditionTimeoutException late) {
      violations.add("not everybody came back: " + here.stream().map(LoadClient::state).toList());
    }
    JsonNode entrance = reader.call("room:join", "room", room.id(), "token", room.hostToken());
    long head = entrance.get("head").asLong();
    List<Fact> history = new ArrayList<>();
    List<Evidence.Now> messages = new ArrayList<>();
    boolean more = true;
    while (more) {
      JsonNode page =
          reader.call("history:load", "room", room.id(), "after", history.size(), "limit", 200);
      history.addAll(WireFacts.facts(page.get("events")));
      messages.addAll(WireFacts.messages(page.get("events")));
      more = page.get("more").asBoolean();
    }
    evidence.history(room.id(), history);
    List<String> pinned = new ArrayList<>();
    entrance.get("pinned").forEach(message -> pinned.add(message.get("id").asString()));
    evidence.read(new Evidence.Reading(room.id(), "the history", head, messages, pinned));
    try {
      Awaitility.await()
          .atMost(HEALING)
          .until(() -> here.stream().allMatch(client -> client.isLevel(head)));
    } catch (ConditionTimeoutException late) {
      violations.add(
          "not level with " + head + ": " + here.stream().map(LoadClient::state).toList());
    }
    compareNames(reader, room, here, violations);
  }

  /** I12: what clients made of all they were told is what a fresh entrance says. */
  private static void compareNames(
      TestClient reader, RoomUnderLoad room, List<LoadClient> here, List<String> violations) {
    Map<String, String> fresh = new HashMap<>();
    try {
      Awaitility.await()
          .atMost(20, TimeUnit.SECONDS)
          .until(() -> {
            fresh.clear();
            reader
                .call("room:join", "room", room.id(), "token", room.hostToken())
                .get("members")
                .forEach(member ->
                    fresh.put(member.get("id").asString(), member.get("name").asString()));
            return here.stream().allMatch(client -> client.names().equals(fresh));
          });
    } catch (ConditionTimeoutException differ) {
      violations.add("I12: members are " + fresh + ", a client knows " + here.getFirst().names());
    }
  }

  /** Reads the database itself, past the server. */
  private void dump() {
    Map<String, List<Stored>> logs = new HashMap<>();
    rooms.forEach(room -> logs.put(room.id(), new ArrayList<>()));
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT room_id, sequence, id, member_id, command_id, type, target, body, outbox,"
                    + " outbox_number, reply_to FROM event ORDER BY room_id, sequence")) {
      while (rows.next()) {
        String command = rows.getString(5);
        String target = rows.getString(7);
        String outbox = rows.getString(9);
        WireFacts.Row row =
            new WireFacts.Row(
                rows.getString(6),
                target == null ? "" : target,
                rows.getString(11) == null,
                rows.getString(8));
        Fact fact =
            new Fact(
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                command == null ? "" : command,
                row.hash());
        logs.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
            .add(new Stored(fact, outbox == null ? "" : outbox, rows.getLong(10), row.change()));
      }
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
    logs.forEach(evidence::stored);
  }

  @Override
  public void close() {
    clients.forEach(LoadClient::stop);
    proxy.close();
    server.close();
  }

  /** A report as a table for people. */
  static String describe(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("| what | count |\n|---|---|\n");
    text.append(count("commands acked", report.acked()));
    text.append(count("edits, deletions and reactions stored", report.changes()));
    text.append(count("attempts, repeated ones included", report.attempts()));
    text.append(count("connections made", report.reconnects()));
    report
        .faults()
        .forEach((fault, count) ->
            text.append(
                count("fault: " + fault.name().toLowerCase(Locale.ROOT).replace('_', ' '), count)));
    text.append(count("**faults**", report.faultCount()));
    text.append(count("**violations**", report.violations().size()));
    return text.toString();
  }

  private static String count(String what, long count) {
    return String.format(Locale.ROOT, "| %s | %,d |%n", what, count);
  }
}
