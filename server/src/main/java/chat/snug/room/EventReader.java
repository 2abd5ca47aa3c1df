package chat.snug.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Reads a room's events: from memory if they are there, else from the log; never beyond the head
 * that the room knows. Answers on the room's event loop, which it is confined to.
 */
final class EventReader {
  private record Range(long after, long before) {}

  private final Map<Range, CompletableFuture<List<RoomEvent>>> underWay = new HashMap<>(2);
  private final RoomState state;
  private final EventLog log;
  private final Executor loop;

  EventReader(RoomState state, EventLog log, Executor loop) {
    this.state = state;
    this.log = log;
    this.loop = loop;
  }

  /** The events with {@code after < sequence < before}, ascending. */
  CompletableFuture<List<RoomEvent>> between(long after, long before) {
    long end = Math.min(before, state.head() + 1);
    if (state.recent().holdsAllAfter(after, end - 1)) {
      return CompletableFuture.completedFuture(state.recent().between(after, end));
    }
    return underWay.computeIfAbsent(new Range(after, end), this::read);
  }

  /** Many who come back at once miss the same: it is read once for all of them. */
  private CompletableFuture<List<RoomEvent>> read(Range range) {
    return log.read(state.room().id(), range.after(), range.before())
        .whenCompleteAsync((_, _) -> underWay.remove(range), loop);
  }

  /** All events after this sequence, up to what is the head when the answer comes. */
  CompletableFuture<List<RoomEvent>> upToHead(long after) {
    long head = state.head();
    return between(after, head + 1)
        .thenCompose(older ->
            state.head() == head
                ? CompletableFuture.completedFuture(older)
                : upToHead(head).thenApply(newer -> join(older, newer)));
  }

  private static List<RoomEvent> join(List<RoomEvent> older, List<RoomEvent> newer) {
    List<RoomEvent> joined = new ArrayList<>(older);
    joined.addAll(newer);
    return joined;
  }
}
