package chat.snug.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Lets people into one room: finds or makes their seat, and finds what they have missed. Confined
 * to the room's event loop; its answers complete there, at a moment when they are level with the
 * log.
 */
final class RoomDoor {
  private static final int SNAPSHOT_EVENTS = 100;
  private static final int RESUME_EVENTS = 500;
  private static final int RESUME_WEIGHT = 512 * 1024;

  /** Somebody on the threshold. */
  record Arrival(
      Member member,
      Optional<SeatToken> token,
      Entrance.Mode mode,
      List<RoomEvent> events,
      List<RoomEvent> pinned,
      boolean more,
      boolean newcomer) {}

  private record Missed(Entrance.Mode mode, List<RoomEvent> events) {}

  private final RoomState state;
  private final Presences presences;
  private final EventReader reader;
  private final RoomDirectory directory;
  private final RoomContext context;

  /** Seats that are being stored, and the names of those who will sit there. */
  private final Map<SeatToken.Hash, CompletableFuture<Seated>> pending = new HashMap<>();

  /** The last that was remembered of who has left: it is stored after those before it. */
  private CompletableFuture<Void> marked = CompletableFuture.allOf();

  private final Set<String> arriving = new HashSet<>();
  private final SeatAllowance newSeats;

  RoomDoor(
      RoomState state,
      Presences presences,
      EventReader reader,
      RoomDirectory directory,
      RoomContext context) {
    this.state = state;
    this.presences = presences;
    this.reader = reader;
    this.directory = directory;
    this.context = context;
    this.newSeats = new SeatAllowance(context.options(), context.clock().millis());
  }

  /**
   * Finds a seat and the events. The answer comes when the seat is stored. A connection that is in
   * the room already stays the member it is.
   */
  CompletableFuture<Arrival> admit(Joining joining, Visitor visitor) {
    Optional<Member.Id> shown = joining.token().flatMap(state::member).map(Member::id);
    Optional<Member.Id> already = presences.memberOf(visitor);
    if (already.isPresent()) {
      Optional<SeatToken> own = already.equals(shown) ? joining.token() : Optional.empty();
      return arrive(already.get(), own, joining.resume(), false);
    }
    if (shown.isPresent()) {
      return arrive(shown.get(), joining.token(), joining.resume(), false);
    }
    return takeSeat(joining)
        .thenCompose(
            seated -> arrive(seated.id(), Optional.of(seated.token()), joining.resume(), true));
  }

  /**
   * The member goes by its own will. Its seat stays, and is good for nothing but to come back; that
   * is so at once, and durable with the answer.
   */
  CompletableFuture<Void> leave(Member.Id member) {
    state.left(member);
    marked = directory.markLeft(state.room().id(), member, true);
    return marked;
  }

  /** The member is in the room again. A crash before this is stored costs it another entrance. */
  void comeBack(Member.Id member) {
    if (state.isBack(member)) {
      marked = directory.markLeft(state.room().id(), member, false);
    }
  }

  /** Completes when all that was begun with seats is stored, or is not. */
  CompletableFuture<Void> atRest() {
    List<CompletableFuture<?>> begun = new ArrayList<>(pending.values());
    begun.add(marked);
    return CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
        .exceptionally(_ -> null);
  }

  private record Seated(Member.Id id, SeatToken token) {}

  private CompletableFuture<Seated> takeSeat(Joining joining) {
    RandomGenerator random = context.random();
    if (joining.code().isEmpty() || state.seatCount() >= context.options().maxSeats()) {
      throw new RefusedException(Refusal.NOT_FOUND);
    }
    MemberName name =
        joining
            .name()
            .orElseThrow(() -> new RefusedException(Refusal.MALFORMED, "A name is needed."));
    SeatToken token = joining.token().orElseGet(() -> SeatToken.draw(random));
    CompletableFuture<Seated> underWay = pending.get(token.hash());
    if (underWay != null) {
      return underWay;
    }
    if (context.names().isReserved(name)) {
      throw new RefusedException(Refusal.NAME_RESERVED);
    }
    Set<String> keys = context.names().keys(name);
    if (presences.isTaken(name) || state.isHost(keys) || !Collections.disjoint(arriving, keys)) {
      throw new RefusedException(Refusal.NAME_TAKEN);
    }
    if (joining.welcome() != Joining.Welcome.EXEMPT) {
      newSeats.take(context.clock().millis());
    }
    arriving.addAll(keys);
    Member member = new Member(Member.Id.draw(random), name, Member.Role.MEMBER);
    return store(new Seat(token.hash(), member), token);
  }

  /**
   * A request that is repeated before the seat is stored waits for the same seat; the store answers
   * with one that it has from before, where only the answer was lost.
   */
  private CompletableFuture<Seated> store(Seat seat, SeatToken token) {
    CompletableFuture<Seated> seated =
        directory
            .addSeat(state.room().id(), seat)
            .handleAsync(
                (stored, failure) -> {
                  pending.remove(seat.tokenHash());
                  arriving.removeAll(context.names().keys(seat.member().name()));
                  if (failure != null) {
                    throw new RefusedException(Refusal.UNAVAILABLE);
                  }
                  state.add(stored);
                  return new Seated(stored.member().id(), token);
                },
                context.loop().eventLoop());
    pending.put(seat.tokenHash(), seated);
    return seated;
  }

  /** The member is looked up anew after every wait: it may have been renamed meanwhile. */
  private CompletableFuture<Arrival> arrive(
      Member.Id id, Optional<SeatToken> token, Optional<Resume> resume, boolean newcomer) {
    return missed(resume)
        .thenCompose(missed -> {
          if (reader.pinned().isEmpty()) {
            return reader.readPinned().thenCompose(_ -> arrive(id, token, resume, newcomer));
          }
          Member member = state.member(id).orElseThrow();
          long first =
              missed.events().isEmpty() ? state.head() + 1 : missed.events().getFirst().sequence();
          List<RoomEvent> pinned = reader.pinned().get();
          reader.giveWay();
          return CompletableFuture.completedFuture(
              new Arrival(
                  member, token, missed.mode(), missed.events(), pinned, first > 1, newcomer));
        });
  }

  private CompletableFuture<Missed> missed(Optional<Resume> resume) {
    if (resume.isEmpty()) {
      return CompletableFuture.completedFuture(lastEvents(Entrance.Mode.SNAPSHOT));
    }
    long held = resume.get().sequence();
    if (!resume.get().epoch().equals(state.room().epoch()) || held > state.head()) {
      return CompletableFuture.completedFuture(lastEvents(Entrance.Mode.RESET));
    }
    if (state.head() - held > RESUME_EVENTS) {
      return CompletableFuture.completedFuture(lastEvents(Entrance.Mode.SNAPSHOT));
    }
    return held == 0
        ? reader.upToHead(0, RESUME_WEIGHT).thenApply(events -> resumeOrSnapshot(0, events))
        : reader
            .upToHead(held - 1, RESUME_WEIGHT)
            .thenApply(events ->
                isSame(events, resume.get())
                    ? resumeOrSnapshot(held, events.subList(1, events.size()))
                    : lastEvents(Entrance.Mode.RESET));
  }

  /** Both hold the same event at the same place, so they agree on all before it, too. */
  private static boolean isSame(List<RoomEvent> events, Resume resume) {
    return !events.isEmpty()
        && events.getFirst().sequence() == resume.sequence()
        && resume.tail().equals(Optional.of(events.getFirst().id()));
  }

  /** Events that do not reach the end of the log are too many. */
  private Missed resumeOrSnapshot(long held, List<RoomEvent> events) {
    return held + events.size() < state.head()
        ? lastEvents(Entrance.Mode.SNAPSHOT)
        : new Missed(Entrance.Mode.RESUME, events);
  }

  /** What the room has in memory: nobody who comes in has the store read. */
  private Missed lastEvents(Entrance.Mode mode) {
    return new Missed(mode, state.recent().lastAsTheyAre(SNAPSHOT_EVENTS));
  }
}
