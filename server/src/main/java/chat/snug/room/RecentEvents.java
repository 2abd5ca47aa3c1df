package chat.snug.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last events of a room, kept for those who come back or come in: at most 256 events and 256
 * KiB on the wire, but always the very last; less, at last nothing, when all rooms together keep
 * much. Contiguous. Each as it happened, and each message as it is now. Confined to the room's
 * event loop.
 */
final class RecentEvents {
  static final int MAX_EVENTS = 256;
  static final int MAX_WEIGHT = 256 * 1024;

  private final ArrayDeque<RoomEvent> events = new ArrayDeque<>();

  /** Messages that something has happened to, by their ids. */
  private final Map<EventId, RoomEvent> changed = new HashMap<>();

  private final KeptEvents.Share kept;
  private int weight;

  RecentEvents(KeptEvents.Share kept) {
    this.kept = kept;
  }

  /**
   * Adds events that have been read.
   *
   * @param asTheyAre the same events, with each message as it is now
   */
  void addAll(List<RoomEvent> asTheyHappened, List<RoomEvent> asTheyAre) {
    asTheyHappened.forEach(this::append);
    for (RoomEvent event : asTheyAre) {
      if (event.content() instanceof RoomEvent.MessageNow) {
        replace(event);
      }
    }
    trim();
  }

  /** Adds the event that follows the last one. */
  void add(RoomEvent event) {
    append(event);
    switch (event.content()) {
      case RoomEvent.Change change -> change(change.target(), event);
      case RoomEvent.MessagesDeleted(Member.Id member) ->
          events.stream()
              .filter(other -> other.member().equals(member))
              .filter(other -> other.content() instanceof RoomEvent.MessageSent)
              .toList()
              .forEach(other -> change(other.id(), event));
      case RoomEvent.MessageSent _,
          RoomEvent.MessageNow _,
          RoomEvent.MessageGone _,
          RoomEvent.MemberRenamed _,
          RoomEvent.RoomUpdated _,
          RoomEvent.Unknown _ -> {}
    }
    trim();
  }

  /** Whether every event with a larger sequence than this, up to the head, is here. */
  boolean holdsAllAfter(long sequence, long head) {
    return sequence >= head || (!events.isEmpty() && events.getFirst().sequence() <= sequence + 1);
  }

  /** The events with {@code after < sequence < before}, ascending, as they happened. */
  List<RoomEvent> between(long after, long before) {
    List<RoomEvent> found = new ArrayList<>();
    for (RoomEvent event : events) {
      if (event.sequence() > after && event.sequence() < before) {
        found.add(event);
      }
    }
    return found;
  }

  /** The same, with each message as it is now. */
  List<RoomEvent> betweenAsTheyAre(long after, long before) {
    List<RoomEvent> found = between(after, before);
    found.replaceAll(event -> changed.getOrDefault(event.id(), event));
    return found;
  }

  /** The last of them, at most so many, with each message as it is now. */
  List<RoomEvent> lastAsTheyAre(int count) {
    return events.isEmpty()
        ? List.of()
        : betweenAsTheyAre(events.getLast().sequence() - count, Long.MAX_VALUE);
  }

  /** The event of this sequence, if it is here. */
  Optional<RoomEvent> find(long sequence) {
    return between(sequence - 1, sequence + 1).stream().findFirst();
  }

  private void append(RoomEvent event) {
    if (!events.isEmpty() && event.sequence() != events.getLast().sequence() + 1) {
      throw new IllegalArgumentException(
          "event: sequence " + event.sequence() + " after " + events.getLast().sequence());
    }
    events.add(event);
    weight += event.weight();
  }

  private void change(EventId target, RoomEvent change) {
    RoomEvent before = changed.get(target);
    if (before == null) {
      before = events.stream().filter(event -> event.id().equals(target)).findAny().orElse(null);
    }
    if (before != null) {
      ChangeRules.changed(before, change).ifPresent(this::replace);
    }
  }

  /** What is deleted is nowhere any more, neither as it was nor in its edits. */
  private void replace(RoomEvent now) {
    RoomEvent before = changed.remove(now.id());
    weight -= before == null ? 0 : before.weight();
    if (now.content() instanceof RoomEvent.MessageGone) {
      forget(now);
    } else {
      changed.put(now.id(), now);
      weight += now.weight();
    }
  }

  private void forget(RoomEvent gone) {
    List<RoomEvent> all = List.copyOf(events);
    events.clear();
    for (RoomEvent event : all) {
      RoomEvent kept =
          event.id().equals(gone.id())
              ? gone
              : event.content() instanceof RoomEvent.MessageEdited(EventId target, _)
                      && target.equals(gone.id())
                  ? event.with(new RoomEvent.MessageEdited(target, Optional.empty()))
                  : event;
      weight += kept.weight() - event.weight();
      events.add(kept);
    }
  }

  /** Lets go of what is too much, now that other rooms may keep more than before. */
  void trim() {
    long allowed = kept.allowedRecent(MAX_WEIGHT);
    int least = allowed < MAX_WEIGHT ? 0 : 1;
    while (events.size() > MAX_EVENTS || (weight > allowed && events.size() > least)) {
      RoomEvent oldest = events.remove();
      weight -= oldest.weight();
      RoomEvent now = changed.remove(oldest.id());
      weight -= now == null ? 0 : now.weight();
    }
    kept.recent(weight);
  }
}
