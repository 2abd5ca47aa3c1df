package chat.snug.room;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Both ports in memory, at the pace of the test: appends wait until {@link #commit} is called, or
 * fail with {@link #failNext}. Everything else is answered at once, unless the test says otherwise.
 * Held by the same contract as the stores of the product. Confined to the test's thread.
 */
public final class SteppedStore implements EventLog, RoomDirectory {
  /** A room that is there. */
  private static final class Kept {
    StoredRoom room;
    final List<Seat> seats = new ArrayList<>();
    final LogInMemory log = new LogInMemory();

    Kept(StoredRoom room, Seat host) {
      this.room = room;
      seats.add(host);
    }
  }

  private record Failure(Throwable reason, boolean stored) {}

  private final InstantSource clock;
  private final Map<RoomId, Kept> rooms = new HashMap<>();
  private final Map<RoomCode, Instant> quarantine = new HashMap<>();
  private final Map<SeatToken.Hash, RoomId> created = new HashMap<>();
  private final ArrayDeque<Append> appends = new ArrayDeque<>();
  private @Nullable Failure ofAppend;
  private @Nullable Failure ofDirectory;
  private boolean commitsAtOnce;

  /** Answers of reads, if they are answered late. */
  private final ArrayDeque<Runnable> reads = new ArrayDeque<>();

  private boolean readsLate;

  /** Thrown by the calls themselves, as by a store with a bug. */
  @Nullable RuntimeException broken;

  /** How often a room was loaded. */
  int loads;

  /** The sizes of the batches so far. */
  final List<Integer> batches = new ArrayList<>();

  /** An empty store; {@code clock} says when a code is free again. */
  public SteppedStore(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on appends wait for nobody. */
  public void commitAtOnce() {
    commitsAtOnce = true;
  }

  /** Stores what waits and answers. Answers how many appends that were. */
  int commit() {
    int count = 0;
    Append append;
    while ((append = appends.poll()) != null) {
      commit(append);
      count++;
    }
    return count;
  }

  /** From now on what is read of a log is answered when {@link #answerReads} is called. */
  void readLate(boolean late) {
    readsLate = late;
    answerReads();
  }

  /** Answers what was read; as it was when it was read. */
  void answerReads() {
    Runnable read;
    while ((read = reads.poll()) != null) {
      read.run();
    }
  }

  /** Begins with what waits, and does not end. */
  void begin() {
    appends.forEach(Append::take);
  }

  /** The next append is answered with a failure; whether it is stored all the same is up to you. */
  void failNext(Throwable reason, boolean stored) {
    ofAppend = new Failure(reason, stored);
  }

  /** The same for the next that is written of rooms and seats. */
  void failNextOfDirectory(Throwable reason, boolean stored) {
    ofDirectory = new Failure(reason, stored);
  }

  /** Loses or stores what waits, unanswered, as when a server is killed. */
  void crash(boolean stored) {
    Append append;
    while ((append = appends.poll()) != null) {
      if (stored) {
        Append last = append;
        answered(() -> store(last));
      }
    }
    ofAppend = null;
    ofDirectory = null;
    reads.clear();
  }

  /** All that was ever stored of a room, as it was then. */
  List<RoomEvent> events(RoomId room) {
    Kept kept = rooms.get(room);
    return kept == null ? List.of() : kept.log.stored();
  }

  Set<RoomId> rooms() {
    return rooms.keySet();
  }

  @Override
  public void append(Append append) {
    throwIfBroken();
    appends.add(append);
    if (commitsAtOnce) {
      commit();
    }
  }

  @Override
  public CompletableFuture<List<RoomEvent>> read(RoomId room, EventRange range) {
    return log(room, List.of(), log -> log.read(range));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> readAsTheyAre(RoomId room, EventRange range) {
    return log(room, List.of(), log -> log.readAsTheyAre(range));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> pinned(RoomId room, int maxWeight) {
    return log(room, List.of(), log -> log.pinned(maxWeight));
  }

  @Override
  public CompletableFuture<Set<EventId>> pinnedIds(RoomId room) {
    return log(room, Set.of(), LogInMemory::pinnedIds);
  }

  @Override
  public CompletableFuture<Found> search(RoomId room, Search search) {
    return answered(() -> kept(room).log.search(search));
  }

  @Override
  public CompletableFuture<OptionalLong> sequenceOf(RoomId room, EventId event) {
    return log(room, OptionalLong.empty(), log -> log.sequenceOf(event));
  }

  @Override
  public CompletableFuture<Long> sequenceAt(RoomId room, long at) {
    return answered(() -> kept(room).log.sequenceAt(at));
  }

  @Override
  public CompletableFuture<Optional<RoomEvent>> find(
      RoomId room, Member.Id member, CommandId commandId) {
    return log(room, Optional.empty(), log -> log.find(member, commandId));
  }

  @Override
  public CompletableFuture<Boolean> create(
      StoredRoom room, Seat host, Optional<SeatToken.Hash> creationKey) {
    return written(() -> {
      if (quarantine.getOrDefault(room.code(), Instant.MIN).isAfter(clock.instant())
          || byCode(room.code()).isPresent()) {
        return false;
      }
      rooms.put(room.id(), new Kept(room, host));
      creationKey.ifPresent(key -> created.put(key, room.id()));
      return true;
    });
  }

  @Override
  public CompletableFuture<Optional<RoomId>> find(RoomCode code) {
    return CompletableFuture.completedFuture(byCode(code));
  }

  @Override
  public CompletableFuture<Optional<RoomId>> findCreated(SeatToken.Hash creationKey) {
    return CompletableFuture.completedFuture(Optional.ofNullable(created.get(creationKey)));
  }

  @Override
  public CompletableFuture<Optional<Contents>> load(RoomId id, int recentEvents, int recentWeight) {
    throwIfBroken();
    loads++;
    return CompletableFuture.completedFuture(
        Optional.ofNullable(rooms.get(id)).map(kept -> contents(kept, recentEvents, recentWeight)));
  }

  @Override
  public CompletableFuture<Seat> addSeat(RoomId room, Seat seat) {
    return written(() -> {
      List<Seat> seats = kept(room).seats;
      Optional<Seat> before =
          seats.stream().filter(other -> other.tokenHash().equals(seat.tokenHash())).findFirst();
      if (before.isEmpty()) {
        seats.add(seat);
      }
      return before.orElse(seat);
    });
  }

  @Override
  public CompletableFuture<Void> markLeft(RoomId room, Member.Id member, boolean hasLeft) {
    return written(
            () -> change(room, member, seat -> new Seat(seat.tokenHash(), seat.member(), hasLeft)))
        .thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<Void> delete(RoomId room, Instant codeFreeAgain) {
    return written(
            () -> {
              Kept gone = rooms.remove(room);
              if (gone != null) {
                quarantine.put(gone.room.code(), codeFreeAgain);
                created.values().remove(room);
              }
              return gone != null;
            })
        .thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<List<StoredRoom>> all() {
    return CompletableFuture.completedFuture(
        rooms.values().stream().map(kept -> kept.room).toList());
  }

  private static Contents contents(Kept kept, int recentEvents, int recentWeight) {
    long head = kept.log.head();
    List<RoomEvent> recent =
        kept.log.readAsTheyAre(EventRange.last(head - recentEvents, head + 1, recentWeight));
    return new Contents(
        kept.room,
        kept.seats,
        head,
        kept.log.read(EventRange.first(head - recent.size(), head + 1, Integer.MAX_VALUE)),
        recent,
        List.of());
  }

  private Optional<RoomId> byCode(RoomCode code) {
    return rooms.values().stream()
        .map(kept -> kept.room)
        .filter(room -> room.code().equals(code))
        .map(StoredRoom::id)
        .findFirst();
  }

  private Kept kept(RoomId room) {
    return Optional.ofNullable(rooms.get(room))
        .orElseThrow(() -> new RefusedException(Refusal.GONE));
  }

  private boolean change(RoomId room, Member.Id member, Function<Seat, Seat> change) {
    Kept kept = rooms.get(room);
    if (kept != null) {
      kept.seats.replaceAll(seat -> seat.member().id().equals(member) ? change.apply(seat) : seat);
    }
    return kept != null;
  }

  private <T> CompletableFuture<T> log(RoomId room, T nothing, Function<LogInMemory, T> read) {
    Kept kept = rooms.get(room);
    T found = kept == null ? nothing : read.apply(kept.log);
    CompletableFuture<T> answer = new CompletableFuture<>();
    reads.add(() -> answer.complete(found));
    if (!readsLate) {
      answerReads();
    }
    return answer;
  }

  private static <T> CompletableFuture<T> answered(Supplier<T> answer) {
    try {
      return CompletableFuture.completedFuture(answer.get());
    } catch (RuntimeException failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }

  private <T> CompletableFuture<T> written(Supplier<T> write) {
    Failure failure = ofDirectory;
    ofDirectory = null;
    if (failure == null || failure.stored()) {
      CompletableFuture<T> answer = answered(write);
      if (failure == null) {
        return answer;
      }
    }
    return CompletableFuture.failedFuture(failure.reason());
  }

  private void throwIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  private void commit(Append append) {
    batches.add(append.take().size());
    Failure failure = ofAppend;
    ofAppend = null;
    try {
      List<Outcome> outcomes = failure == null || failure.stored() ? store(append) : List.of();
      if (failure == null) {
        tell(append, () -> append.answer().accept(outcomes));
      } else {
        tell(append, () -> append.failed().accept(failure.reason()));
      }
    } catch (RuntimeException refused) {
      tell(append, () -> append.failed().accept(refused));
    }
  }

  /** What goes wrong with one answer keeps no other from being given. */
  private static void tell(Append append, Runnable answer) {
    try {
      append.loop().execute(answer);
    } catch (Throwable _) {
      // as in a store, where it is told to the log
    }
  }

  private List<Outcome> store(Append append) {
    LogInMemory log = kept(append.room()).log;
    if (append.checkedAt() != log.head()) {
      throw new IllegalStateException(
          "room head: " + log.head() + " (expected: " + append.checkedAt() + ")");
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (RoomEvent draft : append.take()) {
      Outcome outcome = log.append(draft, append.rules());
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Stored(RoomEvent event)) {
        stored(append.room(), event);
      }
    }
    return outcomes;
  }

  /** What an event changes beside the log. */
  private void stored(RoomId room, RoomEvent event) {
    switch (event.content()) {
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) ->
          change(
              room,
              target,
              seat -> new Seat(seat.tokenHash(), seat.member().withName(name), seat.hasLeft()));
      case RoomEvent.RoomUpdated(WhoMay whoMayExport) -> {
        Kept kept = kept(room);
        kept.room = kept.room.with(whoMayExport);
      }
      default -> {}
    }
  }
}
