package chat.snug.fault;

import chat.snug.fault.Evidence.Attempt;
import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Outcome;
import chat.snug.fault.Evidence.Step;
import chat.snug.testing.TestClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One person in one room, as a careful client: keeps its place, resumes after every cut, pages in
 * what it was told to, sends in order with eight under way, and sends the same again until it is
 * answered. Records everything. What arrives is handled on the connection's own thread, in order;
 * one thread keeps it going.
 */
final class LoadClient {
  private static final int IN_FLIGHT = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final double REPEATED = 0.05;
  private static final double RENAMED = 0.002;
  private static final double CHANGED = 0.05;

  /** Where the client is to come in, and what it is called. */
  record Seat(String room, String name, String token) {}

  private static final class Message {
    final String commandId;
    final LoadChanges.Command command;
    String outbox;

    /** 0 for what has no place in an outbox. */
    long number;

    boolean underWay;
    long invokedAt;

    Message(String commandId, LoadChanges.Command command, String outbox, long number) {
      this.commandId = commandId;
      this.command = command;
      this.outbox = outbox;
      this.number = number;
    }
  }

  private final Evidence evidence;
  private final Seat seat;
  private final IntSupplier port;
  private final Random random;
  private final Evidence.View view;
  private final Map<String, String> names = new HashMap<>();
  private final Set<Long> held = new HashSet<>();
  private final ArrayDeque<Message> outbox = new ArrayDeque<>();
  private final LoadChanges changes;
  private final Thread thread;

  private @Nullable TestClient client;
  private String outboxName;
  private long outboxNumber;
  private long commandNumber;
  private String epoch = "";
  private long place;
  private String tail = "";
  private boolean inside;
  private int round;
  private long pausedUntil;
  private volatile boolean sending = true;
  private volatile boolean stopped;
  private volatile long reconnects;

  /** Starts; {@code member} is who the seat's token stands for. */
  LoadClient(Evidence evidence, Seat seat, String member, IntSupplier port, long seed) {
    this.evidence = evidence;
    this.seat = seat;
    this.port = port;
    this.random = new Random(seed);
    this.view = evidence.view(seat.room(), seat.name(), member);
    this.changes = new LoadChanges(random, member);
    this.outboxName = seat.name() + "-0";
    this.thread = Thread.ofVirtual().start(this::run);
  }

  /** Nothing new is sent from now on. */
  void finishSending() {
    sending = false;
  }

  boolean isIn(String room) {
    return seat.room().equals(room);
  }

  /** Whether everything has been answered and everything up to this event is held. */
  synchronized boolean isLevel(long head) {
    return inside && outbox.isEmpty() && place >= head && held.size() >= place;
  }

  synchronized String state() {
    return seat.name()
        + " inside="
        + inside
        + " place="
        + place
        + " held="
        + held.size()
        + " waiting="
        + outbox.size();
  }

  long reconnects() {
    return reconnects;
  }

  synchronized Map<String, String> names() {
    return new HashMap<>(names);
  }

  void stop() {
    stopped = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    TestClient last = client;
    if (last != null) {
      last.cut();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        connect();
        while (!stopped && work()) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
      } catch (RuntimeException | ExecutionException | TimeoutException cut) {
        // come back
      } catch (InterruptedException interrupted) {
        return;
      }
      disconnect();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(150)));
    }
  }

  private void connect() throws InterruptedException, ExecutionException, TimeoutException {
    int now;
    synchronized (this) {
      now = ++round;
    }
    TestClient connected =
        TestClient.connect(port.getAsInt(), (name, event) -> shown(now, name, event), PATIENCE);
    synchronized (this) {
      client = connected;
      reconnects++;
    }
    ObjectNode joining = TestClient.object("room", seat.room(), "token", seat.token());
    synchronized (this) {
      if (!epoch.isEmpty()) {
        ObjectNode resume = TestClient.object("epoch", epoch, "seq", place);
        if (place > 0) {
          resume.put("tail", tail);
        }
        joining.set("resume", resume);
      }
    }
    CompletableFuture<JsonNode> entrance =
        connected
            .ask("room:join", joining)
            .whenComplete((answer, _) -> {
              if (answer != null && answer.get("ok").asBoolean()) {
                entered(now, answer);
              }
            });
    JsonNode answer = entrance.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (!answer.get("ok").asBoolean()) {
      if (!answer.at("/error/retryable").asBoolean()) {
        view.complete = false;
        throw new AssertionError(seat.name() + " is not let in: " + answer);
      }
      throw new IllegalStateException(answer.toString());
    }
    fill(connected);
  }

  private synchronized void entered(int now, JsonNode entrance) {
    if (now != round) {
      return;
    }
    view.steps.add(new Step.Entered());
    epoch = entrance.at("/room/epoch").asString();
    names.clear();
    entrance
        .get("members")
        .forEach(member -> names.put(member.get("id").asString(), member.get("name").asString()));
    JsonNode events = entrance.get("events");
    if (!entrance.get("mode").asString().equals("resume")) {
      long first =
          events.isEmpty() ? entrance.get("head").asLong() + 1 : events.get(0).get("seq").asLong();
      place = first - 1;
      view.steps.add(new Step.Jumped(place));
    }
    inside = true;
    events.forEach(this::take);
  }

  private synchronized void shown(int now, String name, JsonNode event) {
    if (now != round) {
      return;
    }
    switch (name) {
      case "message",
          "message:edited",
          "message:deleted",
          "message:pinned",
          "reaction",
          "member:renamed" ->
          take(event);
      case "members" -> {
        names.clear();
        event
            .get("members")
            .forEach(
                member -> names.put(member.get("id").asString(), member.get("name").asString()));
      }
      case "member:joined" ->
          names.put(event.at("/member/id").asString(), event.at("/member/name").asString());
      case "member:left" -> names.remove(event.get("member").asString());
      default -> {}
    }
  }

  private void take(JsonNode event) {
    Fact fact = shared(event);
    view.steps.add(new Step.Shown(fact));
    held.add(fact.sequence());
    place = fact.sequence();
    tail = fact.id();
    changes.seen(event);
    if (event.get("type").asString().equals("member:renamed")) {
      names.computeIfPresent(
          event.get("target").asString(), (_, _) -> event.get("name").asString());
    }
  }

  /** Pages in what a snapshot left out. */
  private void fill(TestClient connected)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      long before;
      synchronized (this) {
        before = firstGap();
      }
      if (before == 0) {
        return;
      }
      JsonNode page =
          connected
              .ask(
                  "history:load",
                  TestClient.object("room", seat.room(), "after", before - 1, "limit", 200))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!page.get("ok").asBoolean()) {
        throw new IllegalStateException(page.toString());
      }
      synchronized (this) {
        for (JsonNode event : page.get("events")) {
          Fact fact = shared(event);
          if (fact.sequence() <= place && held.add(fact.sequence())) {
            view.steps.add(new Step.Filled(fact));
          }
        }
      }
    }
  }

  private long firstGap() {
    if (held.size() >= place) {
      return 0;
    }
    long low = 1;
    while (held.contains(low)) {
      low++;
    }
    return low;
  }

  /** Answers false when the connection is of no use any more. */
  private boolean work() throws InterruptedException, ExecutionException, TimeoutException {
    TestClient connected = client;
    if (connected == null || connected.isClosed()) {
      return false;
    }
    synchronized (this) {
      long now = System.nanoTime();
      for (Message message : outbox) {
        if (message.underWay && now - message.invokedAt > PATIENCE.toNanos()) {
          return false;
        }
      }
      while (sending && outbox.size() < IN_FLIGHT) {
        outbox.add(next());
      }
      if (now >= pausedUntil) {
        outbox.stream().filter(message -> !message.underWay).forEach(m -> send(connected, m));
      }
      if (sending && random.nextDouble() < RENAMED) {
        rename(connected);
      }
    }
    if (held.size() < place) {
      fill(connected);
    }
    return true;
  }

  private Message next() {
    String text = seat.name() + " says " + commandNumber + " " + random.nextInt();
    String commandId = "c" + commandNumber++;
    return changes.mayChange() && random.nextDouble() < CHANGED
        ? new Message(commandId, changes.draw(text), "", 0)
        : new Message(commandId, LoadChanges.message(text), outboxName, ++outboxNumber);
  }

  private void send(TestClient connected, Message message) {
    message.underWay = true;
    message.invokedAt = System.nanoTime();
    int now = round;
    long invokedAt = message.invokedAt;
    ObjectNode body = message.command.fields().deepCopy();
    body.put("room", seat.room()).put("cid", message.commandId);
    if (message.number > 0) {
      body.set("order", TestClient.object("outbox", message.outbox, "n", message.number));
    }
    connected
        .ask(message.command.name(), body)
        .whenComplete((answer, _) -> answered(now, connected, message, invokedAt, answer));
  }

  private synchronized void answered(
      int now, TestClient connected, Message message, long invokedAt, @Nullable JsonNode answer) {
    if (answer == null) {
      record(message, invokedAt, Outcome.UNKNOWN, 0, "");
      return;
    }
    if (answer.get("ok").asBoolean()) {
      record(
          message, invokedAt, Outcome.OK, answer.get("seq").asLong(), answer.get("id").asString());
      outbox.remove(message);
      if (now == round && sending && random.nextDouble() < REPEATED) {
        send(connected, message);
      }
    } else if (answer.at("/error/retryable").asBoolean()) {
      record(message, invokedAt, Outcome.UNKNOWN, 0, "");
      if (now == round) {
        pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        outbox.forEach(waiting -> waiting.underWay = false);
      }
    } else {
      record(message, invokedAt, Outcome.FAILED, 0, "");
      outbox.remove(message);
      if (message.number > 0) {
        renumber();
      }
    }
  }

  /** What stands behind a message that was refused for good begins a new outbox. */
  private void renumber() {
    outboxName = seat.name() + "-" + commandNumber;
    outboxNumber = 0;
    for (Message message : outbox) {
      if (message.number > 0) {
        message.outbox = outboxName;
        message.number = ++outboxNumber;
        message.underWay = false;
      }
    }
  }

  private void rename(TestClient connected) {
    connected.ask(
        "member:rename",
        TestClient.object("room", seat.room(), "name", seat.name() + " " + random.nextInt(1000)));
  }

  private void record(Message message, long invokedAt, Outcome outcome, long sequence, String id) {
    evidence.attempted(
        new Attempt(
            seat.room(),
            view.member,
            message.commandId,
            message.command.hash(),
            invokedAt,
            System.nanoTime(),
            outcome,
            sequence,
            id));
  }

  private synchronized void disconnect() {
    inside = false;
    round++;
    TestClient last = client;
    if (last != null) {
      last.cut();
    }
    client = null;
    new ArrayList<>(outbox)
        .forEach(message -> {
          if (message.underWay) {
            record(message, message.invokedAt, Outcome.UNKNOWN, 0, "");
            message.underWay = false;
          }
        });
  }

  /** As much of an event as is compared: there are millions of them, each seen by many. */
  private Fact shared(JsonNode event) {
    Fact fact = WireFacts.fact(event);
    return new Fact(fact.sequence(), evidence.share(fact.id()), "", "", fact.hash());
  }
}
