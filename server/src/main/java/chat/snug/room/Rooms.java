package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All rooms: the service that the edges call.
 *
 * <p>What is asked is answered with a future, which fails with a {@link RefusedException} if the
 * answer is no. A room completes it on its event loop. What is refused before it reaches a room, by
 * a server that stops or since no code leads there, is refused on the thread that found so: the
 * caller's, or one of the store's. What one thread asks of one room is done in the order of the
 * calls. Thread-safe.
 */
public final class Rooms {
  /** Events of one {@link #restore} at most. */
  public static final int MAX_RESTORED = 128;

  /** Rooms of the server, in memory or not; the codes of more would become long. */
  private static final int MAX_ROOMS = 100_000;

  private static final int MAX_CODE_DRAWS = 50;

  /** How long a room that could not be opened is left alone. */
  private static final Duration OPENING_PAUSE = Duration.ofSeconds(5);

  private final Map<RoomId, CompletableFuture<Optional<Room>>> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger storedRooms = new AtomicInteger();
  private final List<ScheduledExecutorService> loops;
  private final RoomOptions options;
  private final KeptEvents kept;
  private final EventLog log;
  private final RoomDirectory directory;
  private final Function<RoomId, RoomAudience> audiences;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final NamePolicy names;
  private final RoomFaults faults;
  private final RoomCodes codes;
  private final Room.Owner owner = new Keeper();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean draining;

  /**
   * Makes the service.
   *
   * @param loops event loops; each room lives on one of them
   * @param audiences gives each room that is loaded its audience
   * @param random a cryptographically strong source
   * @param faults hears of what goes wrong; a room that has failed is loaded anew by itself
   */
  public Rooms(
      RoomOptions options,
      List<ScheduledExecutorService> loops,
      EventLog log,
      RoomDirectory directory,
      Function<RoomId, RoomAudience> audiences,
      InstantSource clock,
      RandomGenerator random,
      NamePolicy names,
      RoomFaults faults) {
    this.options = requireNonNull(options, "options");
    this.kept = new KeptEvents(options.keptBytes());
    this.loops = List.copyOf(loops);
    this.log = requireNonNull(log, "log");
    this.directory = requireNonNull(directory, "directory");
    this.audiences = requireNonNull(audiences, "audiences");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.names = requireNonNull(names, "names");
    this.faults = requireNonNull(faults, "faults");
    this.codes = new RoomCodes(random);
  }

  /**
   * Takes up the rooms that the store holds from before: their grace periods start anew. Those that
   * nobody enters are loaded when that time is over, which ends them or arms their clocks.
   */
  public CompletableFuture<Void> start() {
    return directory
        .all()
        .thenAccept(stored -> {
          storedRooms.addAndGet(stored.size());
          if (!stored.isEmpty()) {
            long delay = options.leaveGrace().plus(options.grace()).toMillis();
            loops.getFirst().schedule(() -> sweep(stored, 0), delay, TimeUnit.MILLISECONDS);
          }
        });
  }

  /** From now on nothing new is stored; what is under way is finished: {@link #isSettled}. */
  public void drain() {
    draining = true;
  }

  /** Whether all that was asked to be stored has its answer. */
  public boolean isSettled() {
    return underWay.get() == 0;
  }

  /**
   * Whether this may be stored; then its answer is waited for. Counted first, so that none slips by
   * a drain.
   */
  private boolean begins(CompletableFuture<?> answer) {
    underWay.incrementAndGet();
    answer.whenComplete((_, _) -> underWay.decrementAndGet());
    if (draining) {
      answer.completeExceptionally(new RefusedException(Refusal.DRAINING));
      return false;
    }
    return true;
  }

  /** What all rooms keep of their logs in memory, in bytes as they are sent. */
  long keptBytes() {
    return kept.bytes();
  }

  /** Rooms in memory. */
  public int loadedCount() {
    return rooms.size();
  }

  /**
   * Makes a room and lets its host in. A repeated request with the same token and id finds it.
   *
   * @param answer completed as for {@link #join}
   */
  public void create(Creation creation, Visitor visitor, CompletableFuture<Entrance> answer) {
    if (!begins(answer)) {
      return;
    }
    if (names.isReserved(creation.name())) {
      answer.completeExceptionally(new RefusedException(Refusal.NAME_RESERVED));
      return;
    }
    SeatToken token = creation.token().orElseGet(() -> SeatToken.draw(random));
    SeatToken.Hash key = token.hashWith(creation.commandId().map(CommandId::value).orElse(""));
    CompletableFuture<Optional<RoomId>> before =
        creation.token().isPresent()
            ? directory.findCreated(key)
            : CompletableFuture.completedFuture(Optional.empty());
    then(
        before.thenCompose(found ->
            found
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> draw(creation, token, key, 1))),
        answer,
        id -> submit(id, new Request.Enter(Joining.bySeat(id, token), visitor, answer)));
  }

  /**
   * Lets somebody in, by the room's code, or without one by a seat of the room.
   *
   * @param answer completed on the room's event loop before the visitor is told of anything that
   *     happens in the room: what depends on it must be attached before this call
   */
  public void join(Joining joining, Visitor visitor, CompletableFuture<Entrance> answer) {
    if (draining) {
      answer.completeExceptionally(new RefusedException(Refusal.DRAINING));
    } else if (joining.code().isPresent()) {
      joinByCode(joining, joining.code().get(), visitor, answer);
    } else if (joining.room().isPresent() && joining.token().isPresent()) {
      submit(joining.room().get(), new Request.Enter(joining, visitor, answer));
    } else {
      answer.completeExceptionally(new RefusedException(Refusal.NOT_FOUND));
    }
  }

  /** Takes the member out of the room, on all its connections. */
  public CompletableFuture<Boolean> leave(Attendance attendance) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    submit(attendance.room(), new Request.Leave(attendance, answer));
    return answer;
  }

  /** Stores a message and shows it to everybody. */
  public CompletableFuture<Posted> post(Attendance attendance, Posting posting) {
    CompletableFuture<Posted> answer = new CompletableFuture<>();
    if (begins(answer)) {
      submit(attendance.room(), new Request.Post(attendance, posting, answer));
    }
    return answer;
  }

  /**
   * Does something to messages, edits, deletes, pins them or reacts to them; or to the room.
   *
   * @param content what is to happen; one of those that say so
   */
  public CompletableFuture<Posted> change(
      Attendance attendance, CommandId commandId, RoomEvent.Content content) {
    CompletableFuture<Posted> answer = new CompletableFuture<>();
    if (begins(answer)) {
      submit(attendance.room(), new Request.Change(attendance, commandId, content, answer));
    }
    return answer;
  }

  /**
   * The member that holds this seat, with a connection or without; refused with {@code NOT_MEMBER},
   * after it has left too, or {@code GONE}.
   */
  public CompletableFuture<Member> identify(RoomId room, SeatToken token) {
    CompletableFuture<Member> answer = new CompletableFuture<>();
    submit(room, new Request.Identify(token, answer));
    return answer;
  }

  /** From now on the member may send this file, which is stored. */
  public CompletableFuture<Boolean> uploaded(RoomId room, Member.Id member, Attachment attachment) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    submit(room, new Request.Uploaded(member, attachment, answer));
    return answer;
  }

  /** Gives the member another name. */
  public CompletableFuture<Posted> rename(Attendance attendance, MemberName name) {
    CompletableFuture<Posted> answer = new CompletableFuture<>();
    if (begins(answer)) {
      submit(attendance.room(), new Request.Rename(attendance, name, answer));
    }
    return answer;
  }

  /** Reads events of the room. */
  public CompletableFuture<History> history(Attendance attendance, HistoryRange range) {
    CompletableFuture<History> answer = new CompletableFuture<>();
    submit(attendance.room(), new Request.Load(attendance, range, answer));
    return answer;
  }

  /** The same for who shows a seat; refused with {@code NOT_MEMBER} or {@code GONE}. */
  public CompletableFuture<History> history(RoomId room, SeatToken token, HistoryRange range) {
    CompletableFuture<History> answer = new CompletableFuture<>();
    submit(room, new Request.LoadBySeat(token, range, answer));
    return answer;
  }

  /** What there is to know of a room before it is read as a whole, by who shows a seat. */
  public CompletableFuture<Overview> survey(RoomId room, SeatToken token) {
    CompletableFuture<Overview> answer = new CompletableFuture<>();
    submit(room, new Request.Survey(token, answer));
    return answer;
  }

  /**
   * Events of another time become the next ones of the log. Only for the room's host, and only
   * while nobody else says something. If one of them is refused, so is the call, and others of it
   * may be stored.
   *
   * @param head where the log ends, as the caller knows it: 0, then what the last call answered
   * @param events at most {@link #MAX_RESTORED}, with command ids, times that never go back, and
   *     event ids of those times
   */
  public CompletableFuture<Long> restore(
      RoomId room, SeatToken token, long head, List<RoomEvent> events) {
    if (events.size() > MAX_RESTORED) {
      throw new IllegalArgumentException("restored events: " + events.size());
    }
    if (draining) {
      return refused(Refusal.DRAINING);
    }
    CompletableFuture<Long> answer = new CompletableFuture<>();
    submit(room, new Request.Restore(token, head, List.copyOf(events), answer));
    return answer;
  }

  /** Looks for messages of the room. */
  public CompletableFuture<Found> search(Attendance attendance, Search search) {
    CompletableFuture<Found> answer = new CompletableFuture<>();
    submit(attendance.room(), new Request.Look(attendance, search, answer));
    return answer;
  }

  /**
   * A connection could not be told everything that happened and has room again: {@link
   * RoomAudience#feed} brings it on.
   *
   * @param cursor the last event that it was told
   */
  public void feed(Attendance attendance, long cursor) {
    submit(attendance.room(), new Request.Feed(attendance, cursor));
  }

  /**
   * The member has seen all up to this event. Told to the others where few are in the room. May be
   * dropped.
   */
  public void read(Attendance attendance, long sequence) {
    submit(attendance.room(), new Request.Read(attendance, sequence));
  }

  /** Tells the others that the member is writing, or not any more. May be dropped. */
  public void type(Attendance attendance, boolean on) {
    submit(attendance.room(), new Request.Type(attendance, on));
  }

  /** Ends the room and removes all it held. Only for its host. */
  public CompletableFuture<Boolean> close(Attendance attendance) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    submit(attendance.room(), new Request.Close(attendance, answer));
    return answer;
  }

  /** The connection is gone; its member may come back. */
  public void disconnect(Attendance attendance) {
    submit(attendance.room(), new Request.Disconnect(attendance));
  }

  private CompletableFuture<RoomId> draw(
      Creation creation, SeatToken token, SeatToken.Hash key, int attempt) {
    if (storedRooms.get() >= MAX_ROOMS) {
      return CompletableFuture.failedFuture(
          new RefusedException(Refusal.STORE_FULL, "This server has as many rooms as it takes."));
    }
    if (attempt > MAX_CODE_DRAWS) {
      return refused(Refusal.BUSY);
    }
    StoredRoom room =
        new StoredRoom(
            RoomId.draw(random),
            codes.draw(storedRooms.get()),
            RandomText.draw(random, 8),
            creation.title(),
            creation.lifetime(),
            clock.instant(),
            WhoMay.EVERYONE);
    Member host = new Member(Member.Id.draw(random), creation.name(), Member.Role.HOST);
    return directory
        .create(room, new Seat(token.hash(), host), Optional.of(key))
        .thenCompose(stored -> {
          if (!stored) {
            return draw(creation, token, key, attempt + 1);
          }
          storedRooms.incrementAndGet();
          return CompletableFuture.completedFuture(room.id());
        });
  }

  private void joinByCode(
      Joining joining, RoomCode code, Visitor visitor, CompletableFuture<Entrance> answer) {
    Optional<RefusedException> before = refusalOfStranger(joining);
    if (before.isPresent()) {
      answer.completeExceptionally(before.get());
      return;
    }
    then(
        directory.find(code),
        answer,
        found -> {
          if (found.isEmpty()) {
            answer.completeExceptionally(new RefusedException(Refusal.NOT_FOUND));
          } else {
            submit(found.get(), new Request.Enter(joining, visitor, answer));
          }
        });
  }

  /**
   * What a stranger is refused for before the code is looked up, so that it tells nothing of it.
   */
  private Optional<RefusedException> refusalOfStranger(Joining joining) {
    if (joining.token().isPresent()) {
      return Optional.empty();
    }
    if (joining.name().isEmpty()) {
      return Optional.of(new RefusedException(Refusal.MALFORMED, "A name is needed."));
    }
    return joining.name().filter(names::isReserved).isPresent()
        ? Optional.of(new RefusedException(Refusal.NAME_RESERVED))
        : Optional.empty();
  }

  /** Goes on with what a future brings; what goes wrong is answered. */
  private static <T, A> void then(
      CompletableFuture<T> future, CompletableFuture<A> answer, Consumer<T> next) {
    future.whenComplete((value, failure) -> {
      if (failure != null) {
        answer.completeExceptionally(failure);
      } else {
        begin(answer, () -> next.accept(value));
      }
    });
  }

  private static <A> void begin(CompletableFuture<A> answer, Runnable task) {
    try {
      task.run();
    } catch (Throwable fault) {
      answer.completeExceptionally(fault);
    }
  }

  private void submit(RoomId id, Request request) {
    CompletableFuture<Optional<Room>> room = rooms.get(id);
    if (room == null) {
      room = load(id);
    }
    room.whenComplete((loaded, failure) -> {
      if (failure != null || loaded == null) {
        request.refuse(new RefusedException(Refusal.UNAVAILABLE));
      } else if (loaded.isPresent()) {
        loaded.get().submit(request);
      } else {
        request.refuse(new RefusedException(absent(request)));
      }
    });
  }

  /** Who shows a seat of the room has been in it, and may know that it is gone. */
  private static Refusal absent(Request request) {
    boolean stranger = request instanceof Request.Enter enter && enter.joining().token().isEmpty();
    return stranger ? Refusal.NOT_FOUND : Refusal.GONE;
  }

  /** Loads a room once, however many ask for it; only a room that exists stays in the map. */
  private CompletableFuture<Optional<Room>> load(RoomId id) {
    CompletableFuture<Optional<Room>> loading = new CompletableFuture<>();
    CompletableFuture<Optional<Room>> other = rooms.putIfAbsent(id, loading);
    if (other != null) {
      return other;
    }
    ScheduledExecutorService loop = loops.get(Math.floorMod(id.hashCode(), loops.size()));
    CompletableFuture.completedFuture(id)
        .thenCompose(room -> directory.load(room, RecentEvents.MAX_EVENTS, RecentEvents.MAX_WEIGHT))
        .whenCompleteAsync(
            (contents, failure) -> {
              if (failure != null) {
                rooms.remove(id, loading);
                loading.completeExceptionally(failure);
              } else if (contents.isEmpty()) {
                rooms.remove(id, loading);
                loading.complete(Optional.empty());
              } else {
                open(contents.get(), loop, loading);
              }
            },
            loop);
    return loading;
  }

  /** One that cannot be opened is not tried again for a while, however many ask for it. */
  private void open(
      RoomDirectory.Contents contents,
      ScheduledExecutorService loop,
      CompletableFuture<Optional<Room>> loading) {
    try {
      loading.complete(Optional.of(open(contents, loop)));
    } catch (Throwable fault) {
      RoomId id = contents.room().id();
      faults.happened(id, fault);
      loading.completeExceptionally(fault);
      Runnable forget = () -> rooms.remove(id, loading);
      loop.schedule(forget, OPENING_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Room open(RoomDirectory.Contents contents, ScheduledExecutorService loop) {
    RoomContext context =
        new RoomContext(new RoomLoop(loop), options, clock, random, names, faults, kept.share());
    RoomAudience audience = audiences.apply(contents.room().id());
    Room room = new Room(contents, context, log, directory, audience, owner);
    room.start();
    return room;
  }

  /** One after the other, so that a large store is not read at once. */
  private void sweep(List<StoredRoom> stored, int next) {
    if (next == stored.size()) {
      return;
    }
    RoomId id = stored.get(next).id();
    CompletableFuture<Optional<Room>> loaded = rooms.get(id);
    (loaded == null ? load(id) : loaded)
        .whenCompleteAsync((_, _) -> sweep(stored, next + 1), loops.getFirst());
  }

  private static <T> CompletableFuture<T> refused(Refusal refusal) {
    return CompletableFuture.failedFuture(new RefusedException(refusal));
  }

  /** Forgets rooms that have ended or been unloaded. */
  private final class Keeper implements Room.Owner {
    @Override
    public void gone(Room room, boolean removed) {
      rooms.remove(room.id());
      if (removed) {
        storedRooms.decrementAndGet();
      }
    }

    @Override
    public void resubmit(RoomId id, Request request) {
      submit(id, request);
    }
  }
}
