package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.account.LookAlikeNames;
import chat.snug.fault.Checker;
import chat.snug.fault.Evidence;
import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Outcome;
import chat.snug.fault.Evidence.Step;
import chat.snug.testing.TestLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One room, its log and lossy connections, in one thread and in virtual time: every schedule comes
 * from a seed, so that whatever goes wrong can be seen again. {@code -Dsnug.simulation.seed=N} runs
 * one, {@code -Dsnug.simulation.seeds=N} so many.
 */
@Tag("slow")
final class SimulationTest {
  private static final NamePolicy NAMES = new LookAlikeNames();
  private static final int STEPS = 120;

  @Test
  void keepsEveryPromiseWhateverTheSchedule() {
    long one = Long.getLong("snug.simulation.seed", -1);
    long seeds = Long.getLong("snug.simulation.seeds", 10_000);
    long acked = 0;
    long faults = 0;
    for (long seed = Math.max(0, one); seed < (one < 0 ? seeds : one + 1); seed++) {
      World world = new World(seed);
      Evidence evidence = world.run();

      assertThat(Checker.check(evidence)).as("seed %d", seed).isEmpty();
      acked += evidence.acked();
      faults += world.faults;
    }
    assertThat(acked).isPositive();
    assertThat(faults).isPositive();
  }

  @Test
  void isTheSameForTheSameSeed() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(new World(seed).run().logs()).isEqualTo(new World(seed).run().logs());
    }
  }

  /** Everything there is, and what happens to it. */
  private static final class World {
    private final Random random;
    private final Evidence evidence = new Evidence();
    private final JumpingClock clock = new JumpingClock();
    private final SteppedStore store = new SteppedStore(clock);
    private final List<Client> clients = new ArrayList<>();
    private TestLoop loop = new TestLoop();
    private Link link = new Link();
    private Rooms rooms;
    private final RoomId room;
    private final RoomCode code;
    private long time;
    private int faults;
    private int planted;

    World(long seed) {
      random = new Random(seed);
      rooms = start();
      CompletableFuture<Entrance> made = new CompletableFuture<>();
      rooms.create(
          new Creation(
              MemberName.of("Hanna"), "", Lifetime.KEPT, Optional.empty(), Optional.empty()),
          new Visitor() {},
          made);
      loop.run();
      room = made.join().room().id();
      code = made.join().room().code();
      for (int i = 0; i < 3; i++) {
        clients.add(new Client(this, "Client " + i, SeatToken.draw(random)));
      }
      loop.run();
    }

    Evidence run() {
      for (int step = 0; step < STEPS; step++) {
        Client client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(22)) {
          case 0, 1, 2, 3, 4, 5 -> client.post();
          case 6, 7 -> client.sendAgain();
          case 8, 9, 10, 11 -> commit();
          case 12 -> fault(() -> client.cut(link));
          case 13, 14 -> client.connect();
          case 15 -> fault(() -> link.lag(client));
          case 16 ->
              fault(
                  () -> store.failNext(new IllegalStateException("planned"), random.nextBoolean()));
          case 17 -> loop.advance(Duration.ofMillis(random.nextInt(3000)));
          case 18 -> rare(step);
          case 19 -> fault(() -> planted = 1 + random.nextInt(6));
          default -> loop.run();
        }
        if (random.nextInt(3) > 0) {
          loop.run();
        }
      }
      heal();
      evidence.stored(room.value(), log());
      evidence.history(room.value(), store.events(room).stream().map(World::fact).toList());
      return evidence;
    }

    /** A bug that shows at one of the next steps, once. */
    private void stumble() {
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

    private void commit() {
      loop.run();
      store.commit();
      loop.run();
    }

    /**
     * The server is gone with all it had in memory; what was on its way to the disk may be there.
     */
    private void crash() {
      store.crash(random.nextBoolean());
      link = new Link();
      loop = new TestLoop();
      rooms = start();
      clients.forEach(Client::lost);
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
      for (int i = 0; i < 100 && !isLevel(); i++) {
        for (Client client : clients) {
          client.connect();
          client.sendAgain();
        }
        commit();
        link.endAllLags();
        loop.advance(Duration.ofSeconds(2));
        commit();
      }
      assertThat(isLevel()).as("everybody came level").isTrue();
    }

    private boolean isLevel() {
      return clients.stream()
          .allMatch(client ->
              client.inside
                  && client.outbox.isEmpty()
                  && client.place == store.events(room).size());
    }

    private List<Evidence.Stored> log() {
      List<Evidence.Stored> log = new ArrayList<>();
      for (RoomEvent event : store.events(room)) {
        log.add(
            new Evidence.Stored(
                fact(event),
                event.order().map(OutboxPosition::outbox).orElse(""),
                event.order().map(OutboxPosition::number).orElse(0L)));
      }
      return log;
    }

    static Fact fact(RoomEvent event) {
      return new Fact(
          event.sequence(),
          event.id().value(),
          event.member().value(),
          event.commandId().map(CommandId::value).orElse(""),
          Evidence.hash("event", event.content().canonical()));
    }

    /** The connections of one server: each may lag, and be cut with what is still under way. */
    private final class Link implements RoomAudience {
      /** In the order of the entrances: a schedule must be the same for the same seed. */
      private final Map<Visitor, Long> cursors = new LinkedHashMap<>();

      private final Map<Visitor, Boolean> lagging = new LinkedHashMap<>();

      void lag(Client client) {
        lagging.replace(client.visitor, true);
      }

      void gone(Visitor visitor) {
        cursors.remove(visitor);
        lagging.remove(visitor);
      }

      void endAllLags() {
        lagging.forEach((visitor, lags) -> {
          if (lags) {
            readOn(visitor);
          }
        });
        loop.run();
      }

      private void readOn(Visitor visitor) {
        clients.stream()
            .filter(client -> client.visitor == visitor)
            .forEach(client -> rooms.feed(client.attendance(), cursors.getOrDefault(visitor, 0L)));
      }

      @Override
      public void enter(Visitor visitor, long head) {
        stumble();
        cursors.put(visitor, head);
        lagging.put(visitor, false);
      }

      @Override
      public void leave(Visitor visitor) {
        stumble();
        gone(visitor);
      }

      @Override
      public void tellEvents(List<RoomEvent> events) {
        stumble();
        lagging.forEach((visitor, lags) -> {
          stumble();
          if (!lags) {
            deliver(visitor, events);
          } else if (random.nextInt(4) == 0) {
            readOn(visitor);
          }
        });
      }

      private void deliver(Visitor visitor, List<RoomEvent> events) {
        cursors.put(visitor, events.getLast().sequence());
        clients.stream()
            .filter(client -> client.visitor == visitor)
            .forEach(client -> client.shown(events));
      }

      @Override
      public void tellNotices(List<Notice> notices) {
        stumble();
      }

      @Override
      public void tell(Visitor visitor, Notice notice) {}

      @Override
      public void feed(
          Visitor visitor, long after, List<RoomEvent> events, Optional<Notice.Members> members) {
        stumble();
        if (!lagging.getOrDefault(visitor, false) || after != cursors.getOrDefault(visitor, -1L)) {
          return;
        }
        if (!events.isEmpty()) {
          deliver(visitor, events);
        }
        lagging.put(visitor, members.isEmpty());
      }

      @Override
      public void restart(Collection<Visitor> visitors, long head) {
        stumble();
        cursors.keySet().retainAll(visitors);
        lagging.keySet().retainAll(visitors);
        for (Visitor visitor : visitors) {
          cursors.putIfAbsent(visitor, head);
          lagging.put(visitor, true);
        }
      }

      @Override
      public void close(Notice last) {}
    }
  }

  /** Somebody who sends in order, and the same again until it is answered. */
  private static final class Client {
    private final World world;
    private final String name;
    private final SeatToken token;
    private final ArrayDeque<Posting> outbox = new ArrayDeque<>();
    private final Map<String, Long> invokedAt = new HashMap<>();
    private Evidence.@Nullable View view;
    private Visitor visitor = new Visitor() {};
    private String member = "";
    private boolean inside;
    private boolean entering;
    private String epoch = "";
    private Optional<EventId> tail = Optional.empty();
    private long place;
    private int sent;

    Client(World world, String name, SeatToken token) {
      this.world = world;
      this.name = name;
      this.token = token;
      connect();
    }

    Attendance attendance() {
      return new Attendance(world.room, new Member.Id(member), visitor);
    }

    void connect() {
      if (inside || entering) {
        return;
      }
      entering = true;
      Visitor now = new Visitor() {};
      visitor = now;
      CompletableFuture<Entrance> answer = new CompletableFuture<>();
      answer.whenComplete((entrance, _) -> {
        if (visitor == now) {
          entering = false;
          if (entrance != null) {
            entered(entrance);
          }
        }
      });
      Optional<Resume> resume =
          epoch.isEmpty() ? Optional.empty() : Optional.of(new Resume(epoch, place, tail));
      world.rooms.join(
          new Joining(
              Optional.of(world.room),
              Optional.of(world.code),
              Optional.of(MemberName.of(name)),
              Optional.of(token),
              resume,
              Joining.Welcome.OPEN),
          now,
          answer);
    }

    private void entered(Entrance entrance) {
      member = entrance.self().id().value();
      if (view == null) {
        view = world.evidence.view(world.room.value(), name, member);
      }
      view.add(new Step.Entered());
      epoch = entrance.room().epoch();
      inside = true;
      if (entrance.mode() != Entrance.Mode.RESUME) {
        place =
            entrance.events().isEmpty()
                ? entrance.head()
                : entrance.events().getFirst().sequence() - 1;
        view.add(new Step.Jumped(place));
        world
            .store
            .events(world.room)
            .subList(0, (int) place)
            .forEach(event -> view.add(new Step.Filled(World.fact(event))));
      }
      shown(entrance.events());
    }

    void shown(List<RoomEvent> events) {
      if (!inside || view == null) {
        return;
      }
      for (RoomEvent event : events) {
        view.add(new Step.Shown(World.fact(event)));
        place = event.sequence();
        tail = Optional.of(event.id());
      }
    }

    void cut(World.Link link) {
      if (inside) {
        world.rooms.disconnect(attendance());
      }
      link.gone(visitor);
      lost();
    }

    /** The connection is gone; nothing of it arrives any more. */
    void lost() {
      inside = false;
      entering = false;
      visitor = new Visitor() {};
    }

    void post() {
      if (!inside || outbox.size() >= 8) {
        return;
      }
      int number = ++sent;
      Posting posting =
          new Posting(
              new CommandId("c" + number),
              new MessageText(name + " " + number),
              Optional.empty(),
              List.of(),
              Optional.of(new OutboxPosition("box", number)));
      outbox.add(posting);
      send(posting);
    }

    void sendAgain() {
      if (inside) {
        List.copyOf(outbox).forEach(this::send);
      }
    }

    private void send(Posting posting) {
      String command = posting.commandId().value();
      long invoked = invokedAt.computeIfAbsent(command, _ -> ++world.time);
      Visitor now = visitor;
      world
          .rooms
          .post(attendance(), posting)
          .whenComplete((posted, _) -> {
            if (posted != null && visitor == now) {
              acked(posting, invoked, posted);
            }
          });
    }

    private void acked(Posting posting, long invoked, Posted posted) {
      outbox.remove(posting);
      RoomEvent.Content content =
          new RoomEvent.MessageSent(posting.text(), posting.replyTo(), List.of());
      world.evidence.attempted(
          new Evidence.Attempt(
              world.room.value(),
              member,
              posting.commandId().value(),
              Evidence.hash("event", content.canonical()),
              invoked,
              ++world.time,
              Outcome.OK,
              posted.event().sequence(),
              posted.event().id().value()));
    }
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
