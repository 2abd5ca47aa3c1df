package chat.snug.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a room's events: from memory if they are there, else from the log; never beyond the head
 * that the room knows. Answers on the room's event loop, which it is confined to.
 */
final class EventReader {
  /** What the pinned messages of an entrance take on the wire at most, in bytes. */
  private static final int PINNED_WEIGHT = 256 * 1024;

  private record Wanted(EventRange range, boolean asTheyAre) {}

  private @Nullable List<RoomEvent> pinned;

  /** How often what was known of the pinned messages had to be forgotten. */
  private long forgotten;

  private final Map<Wanted, CompletableFuture<List<RoomEvent>>> underWay = new HashMap<>(2);
  private final RoomState state;
  private final EventLog log;
  private final Executor loop;
  private final KeptEvents.Share kept;

  EventReader(RoomState state, EventLog log, RoomContext context) {
    this.state = state;
    this.log = log;
    this.loop = context.loop().eventLoop();
    this.kept = context.kept();
  }

  /** Events of a range, ascending, as they happened. */
  CompletableFuture<List<RoomEvent>> between(EventRange wanted) {
    EventRange range = wanted.upTo(state.head() + 1);
    if (state.recent().holdsAllAfter(range.after(), range.before() - 1)) {
      return CompletableFuture.completedFuture(
          range.cut(state.recent().between(range.after(), range.before())));
    }
    return underWay.computeIfAbsent(new Wanted(range, false), this::read);
  }

  /** The same events, with each message as it is now. */
  CompletableFuture<List<RoomEvent>> betweenAsTheyAre(EventRange wanted) {
    EventRange range = wanted.upTo(state.head() + 1);
    if (state.recent().holdsAllAfter(range.after(), range.before() - 1)) {
      return CompletableFuture.completedFuture(
          range.cut(state.recent().betweenAsTheyAre(range.after(), range.before())));
    }
    return underWay.computeIfAbsent(new Wanted(range, true), this::read);
  }

  /** The pinned messages as they are now, if that is known without asking the log. */
  Optional<List<RoomEvent>> pinned() {
    return Optional.ofNullable(pinned);
  }

  /** Asks the log for the pinned messages. Not kept, if they may have changed meanwhile. */
  CompletableFuture<Void> readPinned() {
    long before = forgotten;
    return RoomLoop.refusing(log.pinned(state.room().id(), PINNED_WEIGHT))
        .thenAcceptAsync(
            found -> {
              if (before == forgotten) {
                keepPinned(found);
              }
            },
            loop);
  }

  /** What is pinned may be another message now, or look otherwise. */
  void forgetPinned() {
    forgotten++;
    pinned = null;
    kept.pinned(0);
  }

  private void keepPinned(List<RoomEvent> found) {
    pinned = found;
    kept.pinned(Weight.of(found));
  }

  /** Lets go of what is too much, now that other rooms may keep more than before. */
  void giveWay() {
    state.recent().trim();
    if (pinned != null && kept.allowedPinned(PINNED_WEIGHT) < Weight.of(pinned)) {
      forgetPinned();
    }
  }

  /** Many who come back at once miss the same: it is read once for all of them. */
  private CompletableFuture<List<RoomEvent>> read(Wanted wanted) {
    CompletableFuture<List<RoomEvent>> events =
        wanted.asTheyAre()
            ? log.readAsTheyAre(state.room().id(), wanted.range())
            : log.read(state.room().id(), wanted.range());
    return RoomLoop.refusing(events).whenCompleteAsync((_, _) -> underWay.remove(wanted), loop);
  }

  /**
   * All events after this sequence, as they happened, up to what is the head when the answer comes;
   * not so far if they weigh more than {@code maxWeight}.
   */
  CompletableFuture<List<RoomEvent>> upToHead(long after, int maxWeight) {
    long head = state.head();
    return between(EventRange.first(after, head + 1, maxWeight))
        .thenCompose(older -> {
          boolean cut = after < head && older.getLast().sequence() < head;
          int rest = maxWeight - Weight.of(older);
          return cut || rest < 1 || state.head() == head
              ? CompletableFuture.completedFuture(older)
              : upToHead(head, rest).thenApply(newer -> join(older, newer));
        });
  }

  static List<RoomEvent> join(List<RoomEvent> older, List<RoomEvent> newer) {
    List<RoomEvent> joined = new ArrayList<>(older);
    joined.addAll(newer);
    return joined;
  }
}
