package chat.snug.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a turn accepts to the log, one batch at a time, and shows and acks what was stored.
 * Until the log begins with a batch, messages may still join it.
 *
 * <p>If the log fails, nothing goes on before it was read: whether the batch was stored may be
 * unknown. Confined to the room's event loop.
 */
final class RoomWriter {
  private static final int MAX_BATCH_DRAFTS = 128;
  private static final int MAX_BATCH_WEIGHT = 256 * 1024;
  private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(1);

  /** An event that is about to be stored, and who waits for it. */
  private record Draft(RoomEvent event, CompletableFuture<Posted> answer) {}

  private final RoomState state;
  private final Presences presences;
  private final EventReader reader;
  private final EventLog log;
  private final RoomAudience audience;
  private final RoomContext context;
  private final Runnable settled;

  private List<Draft> drafts = new ArrayList<>();

  /** Who of those with a draft may change what others sent. */
  private final Set<Member.Id> keepers = new HashSet<>(0);

  private int weight;
  private boolean busy;

  /** What the log has been handed, if messages may still join it. */
  private EventLog.@Nullable Append waiting;

  private List<Draft> handed = List.of();

  /** Whether the log has a batch that it has not answered. */
  private boolean atLog;

  private boolean givenUp;

  /** Completes when the log has answered after this has been given up. */
  private final CompletableFuture<Void> atRest = new CompletableFuture<>();

  /**
   * A writer with nothing to write.
   *
   * @param settled called whenever a batch is done with and the next may go
   */
  RoomWriter(
      RoomState state,
      Presences presences,
      EventReader reader,
      EventLog log,
      RoomAudience audience,
      RoomContext context,
      Runnable settled) {
    this.state = state;
    this.presences = presences;
    this.reader = reader;
    this.log = log;
    this.audience = audience;
    this.context = context;
    this.settled = settled;
  }

  /** Whether a batch is under way: then nothing may be added but what {@link #mayJoin}s it. */
  boolean isBusy() {
    return busy;
  }

  /** Whether a message without files may be added, perhaps to the batch that is under way. */
  boolean mayJoin() {
    return waiting != null && drafts.isEmpty() && !isFull();
  }

  boolean isEmpty() {
    return drafts.isEmpty();
  }

  /** How many events wait to be handed to the log. */
  int size() {
    return drafts.size();
  }

  boolean isFull() {
    return drafts.size() + handed.size() >= MAX_BATCH_DRAFTS || weight >= MAX_BATCH_WEIGHT;
  }

  /** Adds an event of this member to the batch. */
  void add(
      Member member,
      Optional<CommandId> commandId,
      Optional<OutboxPosition> order,
      RoomEvent.Content content,
      CompletableFuture<Posted> answer) {
    long at = state.timeOfNext(context.clock().millis());
    EventId eventId = EventId.draw(at, context.random());
    RoomEvent event =
        new RoomEvent(0, eventId, at, member.id(), member.name(), commandId, order, content);
    weight += event.weight();
    Draft draft = new Draft(event, answer);
    if (waiting != null && waiting.join(event)) {
      handed.add(draft);
      return;
    }
    waiting = null;
    drafts.add(draft);
    if (member.role() != Member.Role.MEMBER) {
      keepers.add(member.id());
    }
  }

  /**
   * Adds events of another time, as they are but for their place.
   *
   * @param answer the sequence of the last one when all are stored
   */
  void restore(Member keeper, List<RoomEvent> events, CompletableFuture<Long> answer) {
    List<CompletableFuture<Posted>> stored = new ArrayList<>(events.size());
    for (RoomEvent event : events) {
      CompletableFuture<Posted> posted = new CompletableFuture<>();
      stored.add(posted);
      drafts.add(new Draft(event, posted));
      weight += event.weight();
    }
    keepers.add(keeper.id());
    CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(RefusedException.of(failure));
          } else {
            answer.complete(state.head());
          }
        });
  }

  /** Lets go of what has not been handed to the log. */
  void refuse(RefusedException reason) {
    List<Draft> refused = List.copyOf(drafts);
    drafts.clear();
    for (Draft draft : refused) {
      weight -= draft.event().weight();
      draft.answer().completeExceptionally(reason);
    }
  }

  /**
   * Shows nothing more and takes nothing more to the log. Completes when the log has answered what
   * it has been handed: until then nobody knows where it ends.
   */
  CompletableFuture<Void> giveUp() {
    givenUp = true;
    refuse(new RefusedException(Refusal.UNAVAILABLE));
    return atLog ? atRest : CompletableFuture.allOf();
  }

  /** Hands the batch to the log, if there is one. */
  void write() {
    if (drafts.isEmpty()) {
      return;
    }
    List<Draft> batch = drafts;
    EventLog.Append append =
        new EventLog.Append(
            state.room().id(),
            state.head(),
            batch.stream().map(Draft::event).toList(),
            new ChangeRules(context.options().editWindow(), keepers),
            context.loop().eventLoop(),
            outcomes -> written(batch, outcomes),
            failure -> failed(batch, failure));
    drafts = new ArrayList<>();
    keepers.clear();
    busy = true;
    atLog = true;
    waiting = batch.stream().allMatch(RoomWriter::changesNothing) ? append : null;
    handed = batch;
    try {
      log.append(append);
    } catch (Throwable fault) {
      failed(batch, fault);
      throw fault;
    }
  }

  /** Whether what stands behind it can be checked as if it were not there. */
  private static boolean changesNothing(Draft draft) {
    return draft.event().content() instanceof RoomEvent.MessageSent;
  }

  /** Whatever goes wrong with showing what is stored: it is answered as stored. */
  private void written(List<Draft> batch, List<EventLog.Outcome> outcomes) {
    handedIsAnswered();
    context
        .loop()
        .guard(() -> {
          if (!givenUp) {
            forget(batch);
            show(stored(outcomes));
          }
        });
    for (int i = 0; i < batch.size(); i++) {
      answer(batch.get(i).answer(), outcomes.get(i));
    }
    settle();
  }

  private static List<RoomEvent> stored(List<EventLog.Outcome> outcomes) {
    List<RoomEvent> stored = new ArrayList<>(outcomes.size());
    for (EventLog.Outcome outcome : outcomes) {
      if (outcome instanceof EventLog.Outcome.Stored(RoomEvent event)) {
        stored.add(event);
      }
    }
    return stored;
  }

  private static void answer(CompletableFuture<Posted> answer, EventLog.Outcome outcome) {
    switch (outcome) {
      case EventLog.Outcome.Stored(RoomEvent event) -> answer.complete(new Posted(event, false));
      case EventLog.Outcome.Duplicate(RoomEvent event) -> answer.complete(new Posted(event, true));
      case EventLog.Outcome.IdReused() ->
          answer.completeExceptionally(new RefusedException(Refusal.ID_REUSED));
      case EventLog.Outcome.Refused(RefusedException reason) ->
          answer.completeExceptionally(reason);
      case EventLog.Outcome.OutOfOrder() ->
          answer.completeExceptionally(new RefusedException(Refusal.OUT_OF_ORDER));
    }
  }

  /** Stored events become part of what the room knows, and are told. */
  private void show(List<RoomEvent> stored) {
    for (RoomEvent event : stored) {
      state.apply(event);
      switch (event.content()) {
        case RoomEvent.MemberRenamed(Member.Id target, _) ->
            state.member(target).ifPresent(presences::rename);
        case RoomEvent.Change _, RoomEvent.MessagesDeleted _ -> reader.forgetPinned();
        case RoomEvent.MessageSent _,
            RoomEvent.MessageNow _,
            RoomEvent.MessageGone _,
            RoomEvent.RoomUpdated _,
            RoomEvent.Unknown _ -> {}
      }
    }
    if (!stored.isEmpty()) {
      audience.tellEvents(stored);
    }
  }

  /** The log has answered: nothing joins any more. */
  private void forget(List<Draft> batch) {
    for (Draft draft : batch) {
      weight -= draft.event().weight();
    }
    waiting = null;
    handed = List.of();
  }

  private void failed(List<Draft> batch, Throwable failure) {
    handedIsAnswered();
    RefusedException refused = RefusedException.of(failure);
    batch.forEach(draft -> draft.answer().completeExceptionally(refused));
    if (!givenUp) {
      context
          .loop()
          .guard(() -> {
            forget(batch);
            catchUp();
          });
    }
  }

  private void handedIsAnswered() {
    atLog = false;
    if (givenUp) {
      atRest.complete(null);
    }
  }

  private void catchUp() {
    context
        .loop()
        .after(
            log.read(
                state.room().id(),
                EventRange.first(state.head(), Long.MAX_VALUE, Integer.MAX_VALUE)),
            (events, failure) -> {
              if (events == null) {
                context.loop().schedule(this::catchUp, RECOVERY_PAUSE);
              } else {
                show(events);
                settle();
              }
            });
  }

  private void settle() {
    if (!givenUp) {
      busy = false;
      settled.run();
    }
  }
}
