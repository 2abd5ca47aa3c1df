package chat.snug.room;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Both ports in memory, at the pace of the test: appends wait until {@link #commit} is called, or
 * fail with {@link #failNext}. Everything else is answered at once.
 */
final class MemoryStore implements EventLog, RoomDirectory {
  private final Map<RoomId, List<RoomEvent>> events = new HashMap<>();
  private final Map<RoomId, StoredRoom> rooms = new HashMap<>();
  private final Map<RoomId, List<Seat>> seats = new HashMap<>();
  private final Map<SeatToken.Hash, RoomId> created = new HashMap<>();
  private final ArrayDeque<Append> appends = new ArrayDeque<>();
  private @Nullable Throwable failure;
  private boolean storedThoughFailed;

  /** Thrown by the calls themselves, as by a store with a bug. */
  @Nullable RuntimeException broken;

  /** How often a room was loaded. */
  int loads;

  /** The sizes of the batches so far. */
  final List<Integer> batches = new ArrayList<>();

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

  /** Begins with what waits, and does not end. */
  void begin() {
    appends.forEach(Append::take);
  }

  /** The next append is answered with a failure; whether it is stored all the same is up to you. */
  void failNext(Throwable reason, boolean stored) {
    failure = reason;
    storedThoughFailed = stored;
  }

  List<RoomEvent> events(RoomId room) {
    return events.getOrDefault(room, List.of());
  }

  Map<RoomId, StoredRoom> rooms() {
    return rooms;
  }

  @Override
  public void append(Append append) {
    throwIfBroken();
    appends.add(append);
  }

  @Override
  public CompletableFuture<List<RoomEvent>> read(RoomId room, EventRange range) {
    return CompletableFuture.completedFuture(
        range.cut(
            events(room).stream()
                .filter(event -> event.sequence() > range.after())
                .filter(event -> event.sequence() < range.before())
                .toList()));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> readAsTheyAre(RoomId room, EventRange range) {
    return read(room, range);
  }

  @Override
  public CompletableFuture<List<RoomEvent>> pinned(RoomId room, int maxWeight) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<Set<EventId>> pinnedIds(RoomId room) {
    return CompletableFuture.completedFuture(Set.of());
  }

  @Override
  public CompletableFuture<Found> search(RoomId room, Search search) {
    return CompletableFuture.completedFuture(new Found(List.of(), List.of(), false, 1));
  }

  @Override
  public CompletableFuture<OptionalLong> sequenceOf(RoomId room, EventId event) {
    return CompletableFuture.completedFuture(
        events(room).stream()
            .filter(other -> other.id().equals(event))
            .mapToLong(RoomEvent::sequence)
            .findFirst());
  }

  @Override
  public CompletableFuture<Long> sequenceAt(RoomId room, long at) {
    return CompletableFuture.completedFuture(
        1 + events(room).stream().filter(event -> event.at() < at).count());
  }

  @Override
  public CompletableFuture<Optional<RoomEvent>> find(
      RoomId room, Member.Id member, CommandId commandId) {
    return CompletableFuture.completedFuture(stored(room, member, Optional.of(commandId)));
  }

  @Override
  public CompletableFuture<Boolean> create(
      StoredRoom room, Seat host, Optional<SeatToken.Hash> creationKey) {
    rooms.put(room.id(), room);
    seats.put(room.id(), new ArrayList<>(List.of(host)));
    creationKey.ifPresent(key -> created.put(key, room.id()));
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletableFuture<Optional<RoomId>> find(RoomCode code) {
    return CompletableFuture.completedFuture(
        rooms.values().stream()
            .filter(room -> room.code().equals(code))
            .map(StoredRoom::id)
            .findFirst());
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
        Optional.ofNullable(rooms.get(id))
            .map(room -> {
              List<RoomEvent> all = events(id);
              List<RoomEvent> recent =
                  all.subList(Math.max(0, all.size() - recentEvents), all.size());
              return new Contents(
                  room, seats.getOrDefault(id, List.of()), all.size(), recent, recent, List.of());
            }));
  }

  @Override
  public CompletableFuture<Void> addSeat(RoomId room, Seat seat) {
    seats.computeIfAbsent(room, _ -> new ArrayList<>()).add(seat);
    return done();
  }

  @Override
  public CompletableFuture<Void> markLeft(RoomId room, Member.Id member, boolean hasLeft) {
    seats
        .getOrDefault(room, new ArrayList<>())
        .replaceAll(seat ->
            seat.member().id().equals(member)
                ? new Seat(seat.tokenHash(), seat.member(), hasLeft)
                : seat);
    return done();
  }

  @Override
  public CompletableFuture<Void> delete(RoomId room, Instant codeFreeAgain) {
    rooms.remove(room);
    seats.remove(room);
    events.remove(room);
    return done();
  }

  @Override
  public CompletableFuture<List<StoredRoom>> all() {
    return CompletableFuture.completedFuture(List.copyOf(rooms.values()));
  }

  @SuppressWarnings("NullAway") // a future of nothing
  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private void throwIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  private void commit(Append append) {
    List<RoomEvent> drafts = append.take();
    batches.add(drafts.size());
    Throwable reason = failure;
    failure = null;
    if (append.checkedAt() != events(append.room()).size()) {
      append.loop().execute(() -> append.failed().accept(new IllegalStateException("head")));
      return;
    }
    if (reason == null || storedThoughFailed) {
      List<Outcome> outcomes = drafts.stream().map(draft -> store(append, draft)).toList();
      if (reason == null) {
        append.loop().execute(() -> append.answer().accept(outcomes));
      }
    }
    if (reason != null) {
      append.loop().execute(() -> append.failed().accept(reason));
    }
  }

  private Outcome store(Append append, RoomEvent draft) {
    Optional<RoomEvent> before = stored(append.room(), draft.member(), draft.commandId());
    if (before.isPresent()) {
      return before.get().content().equals(draft.content())
          ? new Outcome.Duplicate(before.get())
          : new Outcome.IdReused();
    }
    if (draft.order().isPresent() && !isNext(append.room(), draft, draft.order().get())) {
      return new Outcome.OutOfOrder();
    }
    List<RoomEvent> log = events.computeIfAbsent(append.room(), _ -> new ArrayList<>());
    RoomEvent event = draft.at(log.size() + 1);
    log.add(event);
    return new Outcome.Stored(event);
  }

  private boolean isNext(RoomId room, RoomEvent draft, OutboxPosition order) {
    long last =
        events(room).stream()
            .filter(event -> event.member().equals(draft.member()))
            .flatMap(event -> event.order().stream())
            .filter(before -> before.outbox().equals(order.outbox()))
            .count();
    return order.number() == last + 1;
  }

  /** Loses or stores what waits, unanswered, as when a server is killed. */
  void crash(boolean stored) {
    Append append;
    while ((append = appends.poll()) != null) {
      if (stored) {
        Append last = append;
        last.take().forEach(draft -> store(last, draft));
      }
    }
    failure = null;
  }

  private Optional<RoomEvent> stored(RoomId room, Member.Id member, Optional<CommandId> commandId) {
    return events(room).stream()
        .filter(event -> event.member().equals(member))
        .filter(event -> commandId.isPresent() && event.commandId().equals(commandId))
        .findFirst();
  }
}
