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
  private record Range(long after, long before, boolean asTheyAre) {}

  private @Nullable List<RoomEvent> pinned;
  private final Map<Range, CompletableFuture<List<RoomEvent>>> underWay = new HashMap<>(2);
  private final RoomState state;
  private final EventLog log;
  private final Executor loop;

  EventReader(RoomState state, EventLog log, Executor loop) {
    this.state = state;
    this.log = log;
    this.loop = loop;
  }

  /** The events with {@code after < sequence < before}, ascending, as they happened. */
  CompletableFuture<List<RoomEvent>> between(long after, long before) {
    long end = Math.min(before, state.head() + 1);
    if (state.recent().holdsAllAfter(after, end - 1)) {
      return CompletableFuture.completedFuture(state.recent().between(after, end));
    }
    return underWay.computeIfAbsent(new Range(after, end, false), this::read);
  }

  /** The same events, with each message as it is now. */
  CompletableFuture<List<RoomEvent>> betweenAsTheyAre(long after, long before) {
    long end = Math.min(before, state.head() + 1);
    if (state.recent().holdsAllAfter(after, end - 1)) {
      return CompletableFuture.completedFuture(state.recent().betweenAsTheyAre(after, end));
    }
    return underWay.computeIfAbsent(new Range(after, end, true), this::read);
  }

  /** The pinned messages as they are now, if that is known without asking the log. */
  Optional<List<RoomEvent>> pinned() {
    return Optional.ofNullable(pinned);
  }

  /** Asks the log for the pinned messages. */
  CompletableFuture<Void> readPinned() {
    return RoomLoop.refusing(log.pinned(state.room().id()))
        .thenAcceptAsync(found -> pinned = found, loop);
  }

  /** What is pinned may be another message now, or look otherwise. */
  void forgetPinned() {
    pinned = null;
  }

  /** Many who come back at once miss the same: it is read once for all of them. */
  private CompletableFuture<List<RoomEvent>> read(Range range) {
    CompletableFuture<List<RoomEvent>> events =
        range.asTheyAre()
            ? log.readAsTheyAre(state.room().id(), range.after(), range.before())
            : log.read(state.room().id(), range.after(), range.before());
    return RoomLoop.refusing(events).whenCompleteAsync((_, _) -> underWay.remove(range), loop);
  }

  /**
   * All events after this sequence, up to what is the head when the answer comes, as they happened.
   */
  CompletableFuture<List<RoomEvent>> upToHead(long after) {
    long head = state.head();
    return between(after, head + 1)
        .thenCompose(older ->
            state.head() == head
                ? CompletableFuture.completedFuture(older)
                : upToHead(head).thenApply(newer -> join(older, newer)));
  }

  /** The last events, at most so many, each message as it is when the answer comes. */
  CompletableFuture<List<RoomEvent>> last(int count) {
    long head = state.head();
    return betweenAsTheyAre(Math.max(0, head - count), head + 1)
        .thenCompose(events ->
            state.head() == head ? CompletableFuture.completedFuture(events) : last(count));
  }

  private static List<RoomEvent> join(List<RoomEvent> older, List<RoomEvent> newer) {
    List<RoomEvent> joined = new ArrayList<>(older);
    joined.addAll(newer);
    return joined;
  }
}
