package chat.snug.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One room: runs what is asked of it one request at a time.
 *
 * <p>A <em>turn</em> takes everything that waits, at most 128 drafts or 256 KiB, and hands what is
 * to be stored to the log in one call. Until that is answered the next turn waits, and requests
 * gather: so the batch grows with the load by itself, without a timer. Nothing is shown or acked
 * before it is stored. A request that changes who is told, or under which name, waits for what
 * stands before it.
 *
 * <p>{@link #submit} is thread-safe; all else is confined to the room's event loop.
 */
final class Room {
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_BATCH_DRAFTS = 128;
  private static final int MAX_BATCH_WEIGHT = 256 * 1024;
  private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(1);

  /** Who keeps the room. */
  interface Owner {
    /** The room serves no more; it is to be forgotten. {@code removed}: from the store, too. */
    void gone(Room room, boolean removed);

    /** A request came after the room had been unloaded: it is for the next one of this id. */
    void resubmit(RoomId id, Request request);
  }

  private enum Life {
    OPEN,
    /** Being removed; requests wait for the outcome. */
    ENDING,
    /** Removed from the store. */
    ENDED,
    /** Not in memory any more, but in the store. */
    UNLOADED
  }

  /** An event that is about to be stored, and who waits for it. */
  private record Draft(RoomEvent event, CompletableFuture<Posted> answer) {}

  private final ConcurrentLinkedQueue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicBoolean due = new AtomicBoolean();

  private final RoomState state;
  private final Presences presences = new Presences();
  private final RoomContext context;
  private final EventLog log;
  private final RoomDirectory directory;
  private final RoomAudience audience;
  private final EventReader reader;
  private final RoomDoor door;
  private final Owner owner;

  private final List<Notice> notices = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();
  private int draftWeight;
  private boolean appending;
  private Life life = Life.OPEN;
  private @Nullable ScheduledFuture<?> endOfGrace;
  private @Nullable ScheduledFuture<?> endOfLifetime;

  /** A room that nobody is in yet. */
  Room(
      RoomDirectory.Contents contents,
      RoomContext context,
      EventLog log,
      RoomDirectory directory,
      RoomAudience audience,
      Owner owner) {
    this.state = new RoomState(contents);
    this.context = context;
    this.log = log;
    this.directory = directory;
    this.audience = audience;
    this.reader = new EventReader(state, log, context.loop());
    this.door = new RoomDoor(state, presences, reader, directory, context);
    this.owner = owner;
  }

  RoomId id() {
    return state.room().id();
  }

  RoomCode code() {
    return state.room().code();
  }

  /** Starts the clocks of a room that has just been loaded, as if everybody had just left. */
  void start() {
    waitForSomebody(context.options().leaveGrace().plus(context.options().grace()));
    state
        .room()
        .expiresAt()
        .ifPresent(end ->
            endOfLifetime =
                schedule(
                    () -> end(Notice.EndReason.EXPIRED),
                    Duration.between(context.clock().instant(), end)));
  }

  /** Asks for something. What is submitted by one thread is done in its order. */
  void submit(Request request) {
    if (waitingCount.incrementAndGet() > MAX_WAITING && !(request instanceof Request.Disconnect)) {
      waitingCount.decrementAndGet();
      request.refuse(new RefusedException(Refusal.BUSY));
      return;
    }
    waiting.add(request);
    makeDue();
  }

  private void makeDue() {
    if (due.compareAndSet(false, true)) {
      context.loop().execute(this::turn);
    }
  }

  private void turn() {
    due.set(false);
    if (life == Life.ENDED || life == Life.UNLOADED) {
      dismissAll();
    }
    if (appending || life != Life.OPEN) {
      return;
    }
    Request request = waiting.peek();
    while (request != null && life == Life.OPEN && !isFull()) {
      if (request.endsBatch() && !drafts.isEmpty()) {
        break;
      }
      waiting.poll();
      waitingCount.decrementAndGet();
      run(request);
      request = waiting.peek();
    }
    tellNotices();
    append();
    if (request != null && !appending) {
      makeDue();
    }
  }

  private boolean isFull() {
    return drafts.size() >= MAX_BATCH_DRAFTS || draftWeight >= MAX_BATCH_WEIGHT;
  }

  private void run(Request request) {
    try {
      switch (request) {
        case Request.Enter enter -> enter(enter);
        case Request.Post post -> post(post);
        case Request.Rename rename -> rename(rename);
        case Request.Load load -> load(load);
        case Request.Type type -> type(type);
        case Request.Leave leave -> leave(leave);
        case Request.Close close -> close(close);
        case Request.Disconnect disconnect -> disconnect(disconnect.attendance());
      }
    } catch (RefusedException refused) {
      request.refuse(refused);
    }
  }

  // ---- entering and leaving

  private void enter(Request.Enter enter) {
    door.admit(enter.joining(), enter.visitor())
        .whenComplete((arrival, failure) -> {
          if (failure != null) {
            enter.answer().completeExceptionally(refusal(failure));
          } else if (life != Life.OPEN) {
            enter.answer().completeExceptionally(new RefusedException(Refusal.NOT_FOUND));
          } else {
            welcome(enter, arrival);
          }
        });
  }

  /** The entrance is on its way before anything that happens later is told. */
  private void welcome(Request.Enter enter, RoomDoor.Arrival arrival) {
    Member member = arrival.member();
    Optional<Presences.Presence> before = presences.find(member.id());
    if (before.isEmpty()) {
      notices.add(new Notice.MemberJoined(member));
    } else if (before.get().state() == Member.State.RECONNECTING) {
      notices.add(new Notice.MemberStateChanged(member.id(), Member.State.ONLINE));
    }
    boolean stranger = presences.memberOf(enter.visitor()).isEmpty();
    presences.add(member, enter.visitor());
    cancel(endOfGrace);
    tellNotices();
    enter
        .answer()
        .complete(
            new Entrance(
                arrival.mode(),
                state.room(),
                member,
                arrival.token(),
                presences.list(),
                state.head(),
                arrival.events(),
                arrival.more()));
    if (stranger) {
      audience.enter(enter.visitor());
    }
  }

  private void leave(Request.Leave leave) {
    Presences.Presence presence = presence(leave.attendance());
    for (Visitor visitor : presence.visitors()) {
      if (visitor != leave.attendance().visitor()) {
        audience.tell(visitor, new Notice.Removed(Notice.LeaveReason.LEFT));
      }
      audience.leave(visitor);
    }
    depart(presence, Notice.LeaveReason.LEFT);
    leave.answer().complete(true);
  }

  private void disconnect(Attendance attendance) {
    Optional<Presences.Presence> found = presences.find(attendance);
    if (found.isEmpty()) {
      return;
    }
    Presences.Presence presence = found.get();
    audience.leave(attendance.visitor());
    presences.remove(presence, attendance.visitor());
    if (presence.visitors().isEmpty()) {
      Member.Id member = attendance.member();
      notices.add(new Notice.MemberStateChanged(member, Member.State.RECONNECTING));
      presence.departAt(schedule(() -> departForGood(presence), context.options().leaveGrace()));
    }
  }

  private void departForGood(Presences.Presence presence) {
    if (life == Life.OPEN && presence.visitors().isEmpty()) {
      depart(presence, Notice.LeaveReason.TIMEOUT);
      tellNotices();
    }
  }

  private void depart(Presences.Presence presence, Notice.LeaveReason reason) {
    presences.remove(presence);
    notices.add(new Notice.MemberLeft(presence.member().id(), reason));
    if (presences.isEmpty()) {
      waitForSomebody(context.options().grace());
    }
  }

  private Presences.Presence presence(Attendance attendance) {
    return presences.find(attendance).orElseThrow(() -> new RefusedException(Refusal.NOT_MEMBER));
  }

  // ---- what members do

  private void post(Request.Post post) {
    Optional<Presences.Presence> presence = presences.find(post.attendance());
    if (presence.isEmpty()) {
      lookBeforeRefusing(post);
      return;
    }
    draft(
        presence.get().member(),
        Optional.of(post.commandId()),
        new RoomEvent.MessageSent(post.text(), post.replyTo()),
        post.answer());
  }

  /** A repeated command that was stored is answered so, though its member has left since. */
  private void lookBeforeRefusing(Request.Post post) {
    log.find(id(), post.attendance().member(), post.commandId())
        .whenComplete((found, failure) -> {
          if (failure != null) {
            post.refuse(new RefusedException(Refusal.UNAVAILABLE));
          } else if (found.isPresent()) {
            post.answer().complete(new Posted(found.get(), true));
          } else {
            post.refuse(new RefusedException(Refusal.NOT_MEMBER));
          }
        });
  }

  private void rename(Request.Rename rename) {
    Member member = presence(rename.attendance()).member();
    boolean sameWord = rename.name().folded().equals(member.name().folded());
    if (!sameWord && presences.isTaken(rename.name())) {
      throw new RefusedException(Refusal.NAME_TAKEN);
    }
    draft(
        member,
        Optional.empty(),
        new RoomEvent.MemberRenamed(member.id(), rename.name()),
        rename.answer());
  }

  private void load(Request.Load load) {
    presence(load.attendance());
    HistoryRange range = load.range();
    boolean forward = range.after().isPresent();
    long end = Math.min(range.before().orElse(Long.MAX_VALUE), state.head() + 1);
    long after = forward ? range.after().getAsLong() : Math.max(0, end - 1 - range.limit());
    long before = forward ? Math.min(end, after + range.limit() + 1) : end;
    boolean more = forward ? before <= state.head() : after > 0;
    reader
        .between(after, before)
        .whenComplete((events, failure) -> {
          if (failure != null) {
            load.refuse(new RefusedException(Refusal.UNAVAILABLE));
          } else {
            load.answer().complete(new History(events, more));
          }
        });
  }

  private void type(Request.Type type) {
    presences
        .find(type.attendance())
        .map(Presences.Presence::member)
        .ifPresent(member -> notices.add(new Notice.Typing(member.id(), member.name(), type.on())));
  }

  private void close(Request.Close close) {
    if (presence(close.attendance()).member().role() != Member.Role.HOST) {
      throw new RefusedException(Refusal.FORBIDDEN);
    }
    end(Notice.EndReason.CLOSED)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            close.refuse(new RefusedException(Refusal.UNAVAILABLE));
          } else {
            close.answer().complete(true);
          }
        });
  }

  // ---- the log

  private void draft(
      Member member,
      Optional<CommandId> commandId,
      RoomEvent.Content content,
      CompletableFuture<Posted> answer) {
    long at = state.timeOfNext(context.clock().millis());
    EventId eventId = EventId.draw(at, context.random());
    RoomEvent event = new RoomEvent(0, eventId, at, member.id(), member.name(), commandId, content);
    drafts.add(new Draft(event, answer));
    draftWeight += event.weight();
  }

  private void append() {
    if (drafts.isEmpty()) {
      return;
    }
    List<Draft> batch = List.copyOf(drafts);
    drafts.clear();
    draftWeight = 0;
    appending = true;
    log.append(
        new EventLog.Append(
            id(),
            state.head(),
            batch.stream().map(Draft::event).toList(),
            context.loop(),
            outcomes -> appended(batch, outcomes),
            failure -> notAppended(batch, failure)));
  }

  private void appended(List<Draft> batch, List<EventLog.Outcome> outcomes) {
    List<RoomEvent> stored = new ArrayList<>(batch.size());
    for (EventLog.Outcome outcome : outcomes) {
      if (outcome instanceof EventLog.Outcome.Stored(RoomEvent event)) {
        stored.add(event);
      }
    }
    take(stored);
    for (int i = 0; i < batch.size(); i++) {
      CompletableFuture<Posted> answer = batch.get(i).answer();
      switch (outcomes.get(i)) {
        case EventLog.Outcome.Stored(RoomEvent event) -> answer.complete(new Posted(event, false));
        case EventLog.Outcome.Duplicate(RoomEvent event) ->
            answer.complete(new Posted(event, true));
        case EventLog.Outcome.IdReused() ->
            answer.completeExceptionally(new RefusedException(Refusal.ID_REUSED));
      }
    }
    appending = false;
    makeDue();
  }

  /** Stored events become part of what the room knows and shows. */
  private void take(List<RoomEvent> stored) {
    for (RoomEvent event : stored) {
      state.apply(event);
      if (event.content() instanceof RoomEvent.MemberRenamed(Member.Id target, _)) {
        state.member(target).ifPresent(presences::rename);
      }
    }
    if (!stored.isEmpty()) {
      audience.tellEvents(stored);
    }
  }

  private void notAppended(List<Draft> batch, Throwable failure) {
    RefusedException refused = refusal(failure);
    batch.forEach(draft -> draft.answer().completeExceptionally(refused));
    catchUp();
  }

  /**
   * Whether the last append took effect may be unknown: nothing goes on before the log was read.
   */
  private void catchUp() {
    log.read(id(), state.head(), Long.MAX_VALUE)
        .whenCompleteAsync(
            (events, failure) -> {
              if (failure != null) {
                schedule(this::catchUp, RECOVERY_PAUSE);
              } else {
                take(events);
                appending = false;
                makeDue();
              }
            },
            context.loop());
  }

  // ---- the end

  private void waitForSomebody(Duration time) {
    cancel(endOfGrace);
    endOfGrace =
        schedule(
            () -> {
              if (!presences.isEmpty() || life != Life.OPEN) {
                return;
              }
              if (appending) {
                waitForSomebody(RECOVERY_PAUSE);
              } else if (state.room().lifetime() == Lifetime.EMPTY) {
                end(Notice.EndReason.EMPTY);
              } else {
                unload();
              }
            },
            time);
  }

  /** A room that outlives its visitors need not stay in memory. */
  private void unload() {
    life = Life.UNLOADED;
    cancel(endOfLifetime);
    owner.gone(this, false);
    dismissAll();
  }

  private CompletableFuture<Void> end(Notice.EndReason reason) {
    if (life != Life.OPEN) {
      return CompletableFuture.failedFuture(new RefusedException(Refusal.GONE));
    }
    life = Life.ENDING;
    return directory
        .delete(id(), context.clock().instant().plus(context.options().quarantine()))
        .whenCompleteAsync((_, failure) -> removed(reason, failure), context.loop());
  }

  private void removed(Notice.EndReason reason, @Nullable Throwable failure) {
    if (failure != null) {
      life = Life.OPEN;
      waitForSomebody(context.options().grace().plus(RECOVERY_PAUSE));
      makeDue();
      return;
    }
    life = Life.ENDED;
    cancel(endOfGrace);
    cancel(endOfLifetime);
    presences.clear();
    notices.add(new Notice.RoomClosed(reason));
    tellNotices();
    audience.close();
    owner.gone(this, true);
    dismissAll();
  }

  private void dismissAll() {
    Request request;
    while ((request = waiting.poll()) != null) {
      waitingCount.decrementAndGet();
      if (life == Life.UNLOADED) {
        owner.resubmit(id(), request);
      } else {
        request.refuse(
            new RefusedException(
                request instanceof Request.Enter ? Refusal.NOT_FOUND : Refusal.GONE));
      }
    }
  }

  private void tellNotices() {
    if (!notices.isEmpty()) {
      audience.tellNotices(List.copyOf(notices));
      notices.clear();
    }
  }

  private ScheduledFuture<?> schedule(Runnable task, Duration delay) {
    return context.loop().schedule(task, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
  }

  private static void cancel(@Nullable ScheduledFuture<?> scheduled) {
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  private static RefusedException refusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RefusedException refused
        ? refused
        : new RefusedException(Refusal.UNAVAILABLE);
  }
}
