package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One room: takes what is asked of it, one request at a time, to its {@link RoomDesk}.
 *
 * <p>A <em>turn</em> takes everything that waits, as far as one batch reaches, and hands what is to
 * be stored to the log in one call. Until that is answered the next turn waits, and requests
 * gather, but for messages that still catch the batch before the log begins with it: so the batch
 * grows with the load by itself. In a large room alone, a small batch waits some milliseconds for
 * more ({@link Pace}). Nothing is shown or acked before it is stored. A request that changes who is
 * told, or under which name, waits for what stands before it.
 *
 * <p>A <em>fault</em>, something thrown that is no refusal, ends what the room has in memory and
 * nothing else: what was under way is answered, the desk is made anew from the log, who was in the
 * room is taken over, and the audience reads on from the log. What waits meanwhile is done then. If
 * it happens again soon, the room rests first, and who asks is told to come again.
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

  private final RoomId id;
  private final RoomContext context;
  private final EventLog log;
  private final RoomDirectory directory;
  private final RoomAudience audience;
  private final Owner owner;
  private final RoomRests rests;
  private final Pace pace = new Pace();

  private RoomDesk desk;
  private Life life = Life.OPEN;
  private boolean paused;
  private @Nullable ScheduledFuture<?> headNotice;
  private long headBefore;
  private long headTold;
  private @Nullable ScheduledFuture<?> endOfGrace;
  private @Nullable ScheduledFuture<?> endOfLifetime;

  /** What is being done. */
  private @Nullable Request running;

  /** What is left of a desk that has failed, until there is another. */
  private @Nullable Wreck wreck;

  /** Who was in the room when it failed, and where its log ended then, as far as it knew. */
  private record Wreck(RoomDesk desk, List<Presences.Stay> stays, long head, boolean rests) {
    Wreck without(Attendance gone) {
      List<Presences.Stay> others = new ArrayList<>();
      for (Presences.Stay stay : stays) {
        others.add(stay.member().equals(gone.member()) ? stay.without(gone.visitor()) : stay);
      }
      return new Wreck(desk, List.copyOf(others), head, rests);
    }

    List<Visitor> visitors() {
      return stays.stream().flatMap(stay -> stay.visitors().stream()).toList();
    }
  }

  /** A room that nobody is in yet. */
  Room(
      RoomDirectory.Contents contents,
      RoomContext context,
      EventLog log,
      RoomDirectory directory,
      RoomAudience audience,
      Owner owner) {
    this.id = contents.room().id();
    this.context = context;
    this.log = log;
    this.directory = directory;
    this.audience = audience;
    this.owner = owner;
    this.rests = new RoomRests(context.clock());
    this.desk = newDesk(contents);
    loop().onFault(this::failed, fault -> context.faults().happened(id, fault));
  }

  RoomId id() {
    return id;
  }

  /** Starts the clocks of a room that has just been loaded, as if everybody had just left. */
  void start() {
    startClocks();
    waitForSomebody(context.options().leaveGrace().plus(context.options().grace()));
  }

  /** Asks for something. What is submitted by one thread is done in its order. */
  void submit(Request request) {
    int weight = waitingWeight.addAndGet(request.weight());
    boolean full = waitingCount.incrementAndGet() > MAX_WAITING || weight > MAX_WAITING_WEIGHT;
    if (full && !request.isAlwaysTaken()) {
      taken(request);
      request.refuse(new RefusedException(Refusal.BUSY));
      return;
    }
    waiting.add(request);
    makeDue();
  }

  /** Whether people are let in. */
  boolean isOpen() {
    return life == Life.OPEN;
  }

  /** Somebody has come. */
  void occupied() {
    cancel(endOfGrace);
  }

  /** The last one has gone. */
  void deserted() {
    waitForSomebody(context.options().grace());
  }

  void makeDue() {
    if (due.compareAndSet(false, true)) {
      loop().execute(this::turn);
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
    if (wreck != null) {
      refuseAll(wreck);
    } else if (desk.writer().isBusy()) {
      joinBatch();
    } else {
      takeTurn();
    }
  }

  private void takeTurn() {
    boolean complete = takeBatch();
    if (wreck != null) {
      return;
    }
    desk.hall().tell();
    if (complete || !waitsForMore()) {
      write();
    }
    if (!waiting.isEmpty() && !desk.writer().isBusy()) {
      makeDue();
    }
  }

  /** Does what waits, as far as one batch reaches; whether nothing may be added to it any more. */
  private boolean takeBatch() {
    RoomWriter writer = desk.writer();
    for (Request request = waiting.peek(); request != null; request = waiting.peek()) {
      if (life != Life.OPEN
          || wreck != null
          || writer.isFull()
          || (request.endsBatch() && !writer.isEmpty())) {
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
    long pause =
        pace.pauseBefore(desk.writer().size(), desk.presences().size(), context.clock().millis());
    if (pause > 0 && !paused) {
      paused = true;
      loop().schedule(this::endPause, Duration.ofMillis(pause));
    }
    return pause > 0;
  }

  private void endPause() {
    paused = false;
    makeDue();
  }

  private void write() {
    if (!desk.writer().isEmpty()) {
      pace.wrote(context.clock().millis());
      desk.writer().write();
    }
  }

  /** Plain messages go with the batch that still waits for the log: it changes nothing for them. */
  private void joinBatch() {
    while (wreck == null
        && desk.writer().mayJoin()
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
    running = request;
    loop()
        .run(
            request,
            () -> {
              if (request instanceof Request.Command command && rests.isPoison(command)) {
                desk.refuse(command, Refusal.INTERNAL);
              } else {
                desk.run(request);
              }
            });
    running = null;
  }

  /** When the room has come to rest after something happened, everybody is told where it ends. */
  private void watchHead() {
    long head = desk.state().head();
    if (head == headBefore && head > headTold && !desk.presences().isEmpty()) {
      desk.hall().tellHead();
      headTold = head;
    }
    headBefore = head;
    desk.giveWay();
    headNotice = loop().schedule(this::watchHead, context.options().headInterval());
  }

  private void startClocks() {
    headNotice = loop().schedule(this::watchHead, context.options().headInterval());
    desk.state()
        .room()
        .expiresAt()
        .ifPresent(end ->
            endOfLifetime =
                loop()
                    .schedule(
                        () -> end(Notice.EndReason.EXPIRED),
                        Duration.between(context.clock().instant(), end)));
  }

  private void stopClocks() {
    cancel(headNotice);
    cancel(endOfGrace);
    cancel(endOfLifetime);
  }

  private void waitForSomebody(Duration time) {
    cancel(endOfGrace);
    endOfGrace = loop().schedule(this::endOfGrace, time);
  }

  private void endOfGrace() {
    if (!desk.presences().isEmpty() || life != Life.OPEN) {
      return;
    }
    if (desk.writer().isBusy() || !desk.writer().isEmpty()) {
      waitForSomebody(RECOVERY_PAUSE);
    } else if (desk.state().room().lifetime() == Lifetime.EMPTY) {
      end(Notice.EndReason.EMPTY);
    } else {
      unload();
    }
  }

  /** A room that outlives its visitors need not stay in memory. */
  private void unload() {
    life = Life.UNLOADED;
    stopClocks();
    context.kept().close();
    owner.gone(this, false);
    dismissAll();
  }

  /** Removes the room and all it held. */
  CompletableFuture<Void> end(Notice.EndReason reason) {
    if (life != Life.OPEN) {
      return CompletableFuture.failedFuture(new RefusedException(Refusal.GONE));
    }
    life = Life.ENDING;
    return RoomLoop.refusing(
            directory.delete(id, context.clock().instant().plus(context.options().quarantine())))
        .whenCompleteAsync(
            (_, failure) -> loop().guard(() -> removed(reason, failure)), loop().eventLoop());
  }

  private void removed(Notice.EndReason reason, @Nullable Throwable failure) {
    if (failure == null) {
      gone(reason);
      return;
    }
    life = Life.OPEN;
    if (wreck != null) {
      reload();
    } else {
      waitForSomebody(context.options().grace().plus(RECOVERY_PAUSE));
      makeDue();
    }
  }

  /** The room is in the store no more. */
  private void gone(Notice.EndReason reason) {
    life = Life.ENDED;
    stopClocks();
    loop().guard(desk.hall()::close);
    loop().guard(() -> audience.close(new Notice.RoomClosed(reason)));
    context.kept().close();
    owner.gone(this, true);
    dismissAll();
  }

  private void dismissAll() {
    desk.writer().refuse(new RefusedException(Refusal.GONE));
    Request request;
    while ((request = waiting.poll()) != null) {
      taken(request);
      if (life == Life.UNLOADED) {
        owner.resubmit(id, request);
      } else {
        boolean stranger = request instanceof Request.Enter;
        request.refuse(new RefusedException(stranger ? Refusal.NOT_FOUND : Refusal.GONE));
      }
    }
  }

  /** What the room has in memory is not to be trusted any more. Must not throw. */
  private void failed(Throwable fault) {
    context.faults().happened(id, fault);
    if (wreck != null || life == Life.ENDED || life == Life.UNLOADED) {
      return;
    }
    Duration rest = rests.next(Optional.ofNullable(running));
    wreck = new Wreck(desk, desk.hall().stays(), desk.state().head(), !rest.isZero());
    if (running instanceof Request.Disconnect gone) {
      wreck = wreck.without(gone.attendance());
    }
    stopClocks();
    loop().giveUp();
    makeDue();
    desk.giveUp().whenComplete((_, _) -> reloadAfter(rest));
  }

  private void reloadAfter(Duration rest) {
    if (rest.isZero()) {
      loop().execute(this::reload);
    } else {
      loop().schedule(this::reload, rest);
    }
  }

  private void reload() {
    if (wreck == null || life != Life.OPEN) {
      return;
    }
    loop()
        .after(
            CompletableFuture.completedFuture(id)
                .thenCompose(
                    room -> directory.load(room, RecentEvents.MAX_EVENTS, RecentEvents.MAX_WEIGHT)),
            (contents, _) -> {
              Wreck left = requireNonNull(wreck);
              if (contents == null) {
                reloadLater(left);
              } else if (contents.isEmpty()) {
                gone(Notice.EndReason.CLOSED);
              } else {
                takeOver(left, contents.get());
              }
            });
  }

  private void takeOver(Wreck before, RoomDirectory.Contents contents) {
    try {
      RoomDesk next = newDesk(contents);
      next.hall().take(before.stays(), before.desk().hall());
      audience.restart(before.visitors(), before.head());
      desk = next;
    } catch (Throwable fault) {
      context.faults().happened(id, fault);
      loop().giveUp();
      reloadLater(before);
      return;
    }
    wreck = null;
    paused = false;
    startClocks();
    if (desk.presences().isEmpty()) {
      deserted();
    }
    makeDue();
  }

  /** Somebody waits in the room, or else it is loaded when somebody comes. */
  private void reloadLater(Wreck before) {
    if (before.visitors().isEmpty()) {
      unload();
      return;
    }
    wreck = new Wreck(before.desk(), before.stays(), before.head(), true);
    makeDue();
    loop().schedule(this::reload, rests.next(Optional.empty()).plus(RECOVERY_PAUSE));
  }

  /** While the room rests, who asks is told to come again; but who goes, goes. */
  private void refuseAll(Wreck before) {
    List<Request> kept = new ArrayList<>();
    Wreck now = before;
    Request request;
    while (now.rests() && (request = waiting.poll()) != null) {
      if (request instanceof Request.Leave) {
        kept.add(request);
        continue;
      }
      taken(request);
      if (request instanceof Request.Disconnect gone) {
        now = now.without(gone.attendance());
      } else {
        request.refuse(new RefusedException(Refusal.UNAVAILABLE));
      }
    }
    waiting.addAll(kept);
    wreck = now;
  }

  private RoomDesk newDesk(RoomDirectory.Contents contents) {
    return new RoomDesk(this, contents, context, log, directory, audience);
  }

  private RoomLoop loop() {
    return context.loop();
  }

  private static void cancel(@Nullable ScheduledFuture<?> scheduled) {
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }
}
