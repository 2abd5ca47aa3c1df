package chat.snug.room;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One room: does what is asked of it, one request at a time.
 *
 * <p>A <em>turn</em> takes everything that waits, as far as one batch reaches, and hands what is to
 * be stored to the log in one call. Until that is answered the next turn waits, and requests
 * gather, but for messages that still catch the batch before the log begins with it: so the batch
 * grows with the load by itself, without a timer. Nothing is shown or acked before it is stored. A
 * request that changes who is told, or under which name, waits for what stands before it.
 *
 * <p>{@link #submit} is thread-safe; all else is confined to the room's event loop.
 */
final class Room {
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_WAITING_WEIGHT = 16 * 1024 * 1024;
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

  private final ConcurrentLinkedQueue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger waitingWeight = new AtomicInteger();
  private final AtomicBoolean due = new AtomicBoolean();

  private final RoomState state;
  private final Presences presences;
  private final RoomContext context;
  private final EventLog log;
  private final RoomDirectory directory;
  private final RoomHall hall;
  private final RoomReadings readings;
  private final RoomWriter writer;
  private final Owner owner;
  private final Pace pace = new Pace();

  private Life life = Life.OPEN;
  private boolean paused;
  private @Nullable ScheduledFuture<?> headNotice;
  private long headBefore;
  private long headTold;
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
    this.state = new RoomState(contents, context.names());
    this.presences = new Presences(context.names());
    this.context = context;
    this.log = log;
    this.directory = directory;
    this.owner = owner;
    EventReader reader = new EventReader(state, log, context.loop());
    this.writer = new RoomWriter(state, presences, reader, log, audience, context, this::makeDue);
    this.hall =
        new RoomHall(
            state,
            presences,
            new RoomDoor(state, presences, reader, directory, context),
            audience,
            context,
            () -> life == Life.OPEN,
            () -> cancel(endOfGrace),
            () -> waitForSomebody(context.options().grace()));
    this.readings = new RoomReadings(state, presences, hall, reader, log, context, this::submit);
  }

  RoomId id() {
    return state.room().id();
  }

  /** Starts the clocks of a room that has just been loaded, as if everybody had just left. */
  void start() {
    headNotice = schedule(this::watchHead, context.options().headInterval());
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
    int weight = waitingWeight.addAndGet(request.weight());
    boolean full = waitingCount.incrementAndGet() > MAX_WAITING || weight > MAX_WAITING_WEIGHT;
    if (full && !(request instanceof Request.Disconnect)) {
      taken(request);
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
    if (life != Life.OPEN) {
      return;
    }
    if (writer.isBusy()) {
      joinBatch();
      return;
    }
    boolean complete = takeBatch();
    hall.tell();
    if (complete || !waitsForMore()) {
      write();
    }
    if (!waiting.isEmpty() && !writer.isBusy()) {
      makeDue();
    }
  }

  /** Does what waits, as far as one batch reaches; whether nothing may be added to it any more. */
  private boolean takeBatch() {
    for (Request request = waiting.peek(); request != null; request = waiting.peek()) {
      if (life != Life.OPEN || writer.isFull() || (request.endsBatch() && !writer.isEmpty())) {
        return true;
      }
      waiting.poll();
      taken(request);
      run(request);
      if (request.endsBatch() && !writer.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the batch may still grow; then its turn comes by itself. */
  private boolean waitsForMore() {
    long pause = pace.pauseBefore(writer.size(), presences.size(), context.clock().millis());
    if (pause > 0 && !paused) {
      paused = true;
      schedule(this::endPause, Duration.ofMillis(pause));
    }
    return pause > 0;
  }

  private void endPause() {
    paused = false;
    makeDue();
  }

  private void write() {
    if (!writer.isEmpty()) {
      pace.wrote(context.clock().millis());
      writer.write();
    }
  }

  /** Plain messages go with the batch that still waits for the log: it changes nothing for them. */
  private void joinBatch() {
    while (writer.mayJoin()
        && waiting.peek() instanceof Request.Post post
        && post.posting().files().isEmpty()) {
      waiting.poll();
      taken(post);
      run(post);
    }
  }

  private void taken(Request request) {
    waitingCount.decrementAndGet();
    waitingWeight.addAndGet(-request.weight());
  }

  private void run(Request request) {
    try {
      switch (request) {
        case Request.Enter enter -> hall.enter(enter);
        case Request.Leave leave -> hall.leave(leave);
        case Request.Disconnect disconnect -> hall.disconnect(disconnect.attendance());
        case Request.Type type -> hall.type(type);
        case Request.Read read -> hall.read(read);
        case Request.Feed feed -> readings.feed(feed);
        case Request.Post post -> post(post);
        case Request.Change change -> change(change);
        case Request.Identify identify -> identify.answer().complete(member(identify.token()));
        case Request.Uploaded uploaded -> {
          state.add(new RoomDirectory.Waiting(uploaded.member(), uploaded.attachment()));
          checkIsIn(uploaded.member());
          uploaded.answer().complete(true);
        }
        case Request.Rename rename -> rename(rename);
        case Request.Load load -> {
          hall.presence(load.attendance());
          readings.load(load.range(), load.answer());
        }
        case Request.LoadBySeat load -> {
          reader(load.token());
          readings.load(load.range(), load.answer());
        }
        case Request.Survey survey -> readings.survey(survey, reader(survey.token()));
        case Request.Look look -> readings.look(look);
        case Request.Restore restore -> restore(restore);
        case Request.Close close -> close(close);
      }
    } catch (RefusedException refused) {
      request.refuse(refused);
    }
  }

  private void post(Request.Post post) {
    Optional<Presences.Presence> presence = presences.find(post.attendance());
    Posting posting = post.posting();
    if (presence.isEmpty()) {
      refuseUnlessStored(
          post.attendance().member(),
          posting.commandId(),
          posting::mayBe,
          post.answer(),
          Refusal.NOT_MEMBER);
      return;
    }
    Member member = presence.get().member();
    Optional<List<Attachment>> files = state.waiting(member.id(), posting.files());
    if (files.isEmpty()) {
      refuseUnlessStored(
          member.id(), posting.commandId(), posting::mayBe, post.answer(), Refusal.NOT_FOUND);
      return;
    }
    writer.add(
        member,
        Optional.of(posting.commandId()),
        posting.order(),
        new RoomEvent.MessageSent(posting.text(), posting.replyTo(), files.get()),
        post.answer());
  }

  /** The member that holds a seat and has not left, though it may be without a connection. */
  private Member member(SeatToken token) {
    Member member = state.member(token).orElseThrow(() -> new RefusedException(Refusal.NOT_MEMBER));
    checkIsIn(member.id());
    return member;
  }

  /** Who has left can do nothing until it comes back. */
  private void checkIsIn(Member.Id member) {
    if (state.hasLeft(member)) {
      throw new RefusedException(Refusal.NOT_MEMBER);
    }
  }

  /** The same, if the member may read the room as a whole. */
  private Member reader(SeatToken token) {
    Member member = member(token);
    if (!state.room().whoMayExport().includes(member)) {
      throw new RefusedException(Refusal.FORBIDDEN, "Only hosts can save this room.");
    }
    return member;
  }

  /** Only a host brings back what was said elsewhere, and only where nothing else was said. */
  private void restore(Request.Restore restore) {
    Member host = member(restore.token());
    if (host.role() != Member.Role.HOST || state.head() != restore.head()) {
      throw new RefusedException(
          Refusal.FORBIDDEN, "Only its host can fill a room, and only while it is empty.");
    }
    RestoredEvents.check(restore.events(), host, state, context.names());
    writer.restore(host, restore.events(), restore.answer());
  }

  private void change(Request.Change change) {
    Optional<Presences.Presence> presence = presences.find(change.attendance());
    Optional<Refusal> refusal =
        presence
            .map(found -> refusalOf(change.content(), found.member()))
            .orElse(Optional.of(Refusal.NOT_MEMBER));
    if (refusal.isPresent()) {
      refuseUnlessStored(
          change.attendance().member(),
          change.commandId(),
          stored -> mayBe(change.content(), stored.content()),
          change.answer(),
          refusal.get());
      return;
    }
    writer.add(
        presence.orElseThrow().member(),
        Optional.of(change.commandId()),
        Optional.empty(),
        change.content(),
        change.answer());
  }

  /** What hangs on the member's role alone; the rest is up to {@link ChangeRules}. */
  private static Optional<Refusal> refusalOf(RoomEvent.Content content, Member member) {
    boolean keeper = member.role() != Member.Role.MEMBER;
    boolean allowed =
        switch (content) {
          case RoomEvent.MessagePinned _ -> keeper;
          case RoomEvent.RoomUpdated _ -> member.role() == Member.Role.HOST;
          case RoomEvent.MessagesDeleted(Member.Id target) -> keeper || target.equals(member.id());
          case RoomEvent.MessageEdited _,
              RoomEvent.MessageDeleted _,
              RoomEvent.Reacted _,
              RoomEvent.MessageSent _,
              RoomEvent.MessageNow _,
              RoomEvent.MessageGone _,
              RoomEvent.MemberRenamed _ ->
              true;
        };
    return allowed ? Optional.empty() : Optional.of(Refusal.FORBIDDEN);
  }

  /** The text of an edit goes when its message is deleted. */
  private static boolean mayBe(RoomEvent.Content wanted, RoomEvent.Content stored) {
    return stored.equals(wanted)
        || (wanted instanceof RoomEvent.MessageEdited(EventId target, _)
            && stored.equals(new RoomEvent.MessageEdited(target, Optional.empty())));
  }

  /** A repeated command that was stored is answered so, whatever has changed for its member. */
  private void refuseUnlessStored(
      Member.Id member,
      CommandId commandId,
      Predicate<RoomEvent> same,
      CompletableFuture<Posted> answer,
      Refusal refusal) {
    log.find(id(), member, commandId)
        .whenComplete((found, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(new RefusedException(Refusal.UNAVAILABLE));
          } else if (found.isPresent() && !same.test(found.get())) {
            answer.completeExceptionally(new RefusedException(Refusal.ID_REUSED));
          } else if (found.isPresent()) {
            answer.complete(new Posted(found.get(), true));
          } else {
            answer.completeExceptionally(new RefusedException(refusal));
          }
        });
  }

  private void rename(Request.Rename rename) {
    Member member = hall.presence(rename.attendance()).member();
    Set<String> keys = context.names().keys(rename.name());
    boolean alike = !Collections.disjoint(keys, context.names().keys(member.name()));
    if (context.names().isReserved(rename.name())) {
      throw new RefusedException(Refusal.NAME_INVALID);
    }
    if (!alike && (presences.isTaken(rename.name()) || state.isHost(keys))) {
      throw new RefusedException(Refusal.NAME_TAKEN);
    }
    writer.add(
        member,
        Optional.empty(),
        Optional.empty(),
        new RoomEvent.MemberRenamed(member.id(), rename.name()),
        rename.answer());
  }

  private void close(Request.Close close) {
    if (hall.presence(close.attendance()).member().role() != Member.Role.HOST) {
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

  /** When the room has come to rest after something happened, everybody is told where it ends. */
  private void watchHead() {
    if (state.head() == headBefore && state.head() > headTold && !presences.isEmpty()) {
      hall.tellHead();
      headTold = state.head();
    }
    headBefore = state.head();
    headNotice = schedule(this::watchHead, context.options().headInterval());
  }

  private void stopClocks() {
    cancel(headNotice);
    cancel(endOfGrace);
    cancel(endOfLifetime);
  }

  private void waitForSomebody(Duration time) {
    cancel(endOfGrace);
    endOfGrace = schedule(this::endOfGrace, time);
  }

  private void endOfGrace() {
    if (!presences.isEmpty() || life != Life.OPEN) {
      return;
    }
    if (writer.isBusy() || !writer.isEmpty()) {
      waitForSomebody(RECOVERY_PAUSE);
    } else if (state.room().lifetime() == Lifetime.EMPTY) {
      end(Notice.EndReason.EMPTY);
    } else {
      unload();
    }
  }

  /** A room that outlives its visitors need not stay in memory. */
  private void unload() {
    life = Life.UNLOADED;
    stopClocks();
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
    stopClocks();
    hall.close(reason);
    owner.gone(this, true);
    dismissAll();
  }

  private void dismissAll() {
    writer.refuse(new RefusedException(Refusal.GONE));
    Request request;
    while ((request = waiting.poll()) != null) {
      taken(request);
      if (life == Life.UNLOADED) {
        owner.resubmit(id(), request);
      } else {
        boolean stranger = request instanceof Request.Enter;
        request.refuse(new RefusedException(stranger ? Refusal.NOT_FOUND : Refusal.GONE));
      }
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
}
