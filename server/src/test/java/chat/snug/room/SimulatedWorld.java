package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.account.LookAlikeNames;
import chat.snug.fault.Evidence;
import chat.snug.testing.TestLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Everything there is, and what happens to it, drawn from a seed. Confined to one thread. */
final class SimulatedWorld {
  private static final NamePolicy NAMES = new LookAlikeNames();
  private static final int STEPS = 140;

  final Random random;
  private final long seed;
  final Evidence evidence = new Evidence();
  final List<SimulatedClient> clients = new ArrayList<>();

  /** What broke a promise that the checker does not know. */
  final List<String> broken = new ArrayList<>();

  final RoomId room;
  final RoomCode code;
  TestLoop loop = new TestLoop();
  SimulatedLink link = new SimulatedLink(this);
  Rooms rooms;
  long time;
  int faults;
  private final JumpingClock clock = new JumpingClock();
  private final SteppedStore store = new SteppedStore(clock);
  private int planted;

  SimulatedWorld(long seed) {
    this.seed = seed;
    random = new Random(seed);
    rooms = start();
    SeatToken host = SeatToken.draw(random);
    Visitor visitor = new Visitor() {};
    CompletableFuture<Entrance> made = new CompletableFuture<>();
    rooms.create(
        new Creation(
            MemberName.of("Hanna"), "", Lifetime.KEPT, Optional.of(host), Optional.empty()),
        visitor,
        made);
    loop.run();
    room = made.join().room().id();
    code = made.join().room().code();
    rooms.disconnect(new Attendance(room, made.join().self().id(), visitor));
    clients.add(new SimulatedClient(this, "Hanna", host, true));
    for (int i = 1; i < 4; i++) {
      clients.add(new SimulatedClient(this, "Client " + i, SeatToken.draw(random), false));
    }
    loop.run();
  }

  Evidence run() {
    for (int step = 0; step < STEPS; step++) {
      SimulatedClient client = clients.get(random.nextInt(clients.size()));
      switch (random.nextInt(32)) {
        case 0, 1, 2, 3, 4, 5 -> client.post();
        case 6, 7 -> client.sendAgain();
        case 8, 9, 10, 11 -> commit();
        case 12 -> fault(client::cut);
        case 13, 14 -> client.connect();
        case 15 -> fault(() -> link.lag(client.visitor()));
        case 16 ->
            fault(() -> store.failNext(new IllegalStateException("planned"), random.nextBoolean()));
        case 17 -> loop.advance(Duration.ofMillis(random.nextInt(3000)));
        case 18 -> rare(step);
        case 19 -> fault(() -> planted = 1 + random.nextInt(6));
        case 20, 21, 22, 23, 24 -> client.change();
        case 25 -> client.rename();
        case 26 -> client.leave();
        case 27 -> client.tryTheSeat();
        case 28 ->
            fault(() ->
                store.failNextOfDirectory(
                    new IllegalStateException("planned"), random.nextBoolean()));
        case 29 -> store.readLate(true);
        case 30 -> store.readLate(false);
        default -> loop.run();
      }
      if (random.nextInt(3) > 0) {
        loop.run();
      }
    }
    heal();
    collect();
    return evidence;
  }

  /** The log as the port reads it. */
  List<RoomEvent> log() {
    store.readLate(false);
    return store.read(room, EventRange.first(0, Long.MAX_VALUE, Integer.MAX_VALUE)).join();
  }

  /** A bug that shows at one of the next steps, once. */
  void stumble() {
    if (planted > 0 && --planted == 0) {
      throw new IllegalStateException("planted");
    }
  }

  private void fault(Runnable fault) {
    faults++;
    fault.run();
  }

  private void rare(int step) {
    if (step % 3 == 0) {
      fault(this::crash);
    } else if (step % 3 == 1) {
      fault(() -> clock.jump(Duration.ofMinutes(random.nextInt(-600_000, 600_000))));
    }
  }

  /** Whether something was stored. */
  private boolean commit() {
    loop.run();
    boolean stored = store.commit() > 0;
    store.answerReads();
    loop.run();
    return stored;
  }

  /** The server is gone with all it had in memory; what was on its way to the disk may be there. */
  private void crash() {
    store.crash(random.nextBoolean());
    link = new SimulatedLink(this);
    loop = new TestLoop();
    rooms = start();
    clients.forEach(SimulatedClient::lost);
    clients.forEach(SimulatedClient::tryTheSeat);
  }

  private Rooms start() {
    return new Rooms(
        RoomOptions.defaults(),
        List.of(loop),
        store,
        store,
        _ -> link,
        clock,
        random,
        NAMES,
        (_, _) -> {});
  }

  private void heal() {
    planted = 0;
    store.readLate(false);
    boolean isAtRest = false;
    for (int i = 0; i < 100 && !(isAtRest && isLevel()); i++) {
      for (SimulatedClient client : clients) {
        client.connect();
        client.sendAgain();
      }
      boolean stored = commit();
      link.endAllLags();
      loop.advance(Duration.ofSeconds(2));
      isAtRest = !commit() && !stored;
    }
    assertThat(isLevel()).as("seed %d: everybody came level", seed).isTrue();
  }

  private boolean isLevel() {
    long head = store.events(room).size();
    return clients.stream().allMatch(client -> client.isLevel(head));
  }

  /** What is stored, and what is told to one who pages through all and to one who comes anew. */
  private void collect() {
    List<RoomEvent> stored = log();
    List<RoomEvent> drafts = store.events(room);
    List<Evidence.Stored> log = new ArrayList<>();
    for (RoomEvent event : stored) {
      Optional<OutboxPosition> order = drafts.get((int) event.sequence() - 1).order();
      log.add(
          new Evidence.Stored(
              Facts.fact(event),
              order.map(OutboxPosition::outbox).orElse(""),
              order.map(OutboxPosition::number).orElse(0L),
              Facts.change(event.content())));
    }
    evidence.stored(room.value(), log);
    List<RoomEvent> history = history();
    evidence.history(room.value(), history.stream().map(Facts::fact).toList());
    CompletableFuture<Entrance> entering = new CompletableFuture<>();
    rooms.join(clients.getFirst().joining(Optional.empty()), new Visitor() {}, entering);
    Entrance entrance = answered(entering);
    evidence.read(Facts.reading("the history", room, stored.size(), history, entrance.pinned()));
    evidence.read(
        Facts.reading("a newcomer", room, stored.size(), entrance.events(), entrance.pinned()));
    compareNamesAndSettings(stored, entrance);
  }

  private List<RoomEvent> history() {
    List<RoomEvent> history = new ArrayList<>();
    boolean more = true;
    while (more) {
      CompletableFuture<History> page =
          rooms.history(
              clients.getFirst().attendance(), new HistoryRange.After(history.size(), 40));
      history.addAll(answered(page).events());
      more = answered(page).more();
    }
    return history;
  }

  /** Everything is answered: nothing is waited for that nobody does. */
  private <T> T answered(CompletableFuture<T> answer) {
    loop.run();
    assertThat(answer).as("seed %d", seed).isCompleted();
    return answer.join();
  }

  /** I12, and the same for how the room is kept. */
  private void compareNamesAndSettings(List<RoomEvent> log, Entrance entrance) {
    Map<Member.Id, MemberName> names = new HashMap<>();
    WhoMay whoMayExport = WhoMay.EVERYONE;
    for (RoomEvent event : log) {
      switch (event.content()) {
        case RoomEvent.MemberRenamed(Member.Id target, MemberName name) -> names.put(target, name);
        case RoomEvent.RoomUpdated(WhoMay who) -> whoMayExport = who;
        default -> {}
      }
    }
    for (Entrance.Present present : entrance.members()) {
      MemberName name = names.getOrDefault(present.member().id(), present.member().name());
      if (!present.member().name().equals(name)) {
        broken.add("I12: " + present.member() + " is called " + name);
      }
    }
    if (entrance.room().whoMayExport() != whoMayExport) {
      broken.add("I12: the room is kept otherwise than " + whoMayExport);
    }
  }

  /** The host closes the room, whatever fails: then there is nothing of it any more. */
  void close() {
    for (int i = 0; i < 20 && store.rooms().contains(room); i++) {
      if (random.nextBoolean()) {
        store.failNextOfDirectory(new IllegalStateException("planned"), random.nextBoolean());
      }
      CompletableFuture<Boolean> closed = rooms.close(clients.getFirst().attendance());
      loop.run();
      assertThat(closed).as("seed %d", seed).isDone();
      assertThat(!closed.isCompletedExceptionally() && store.rooms().contains(room))
          .as("closed, and there still")
          .isFalse();
    }
    SimulatedClient last = clients.getLast();
    CompletableFuture<Entrance> entering = new CompletableFuture<>();
    rooms.join(last.joining(Optional.empty()), new Visitor() {}, entering);
    loop.run();
    assertThat(store.rooms()).isEmpty();
    assertThat(entering).isCompletedExceptionally();
  }

  /** Wall-clock time that jumps, as when an administrator sets it. */
  private static final class JumpingClock implements InstantSource {
    private Instant now = Instant.ofEpochSecond(1_800_000_000);

    @Override
    public Instant instant() {
      now = now.plusMillis(1);
      return now;
    }

    void jump(Duration by) {
      now = now.plus(by);
    }
  }
}
