package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The events of one room in memory, as every store must keep them. Confined to one thread. */
final class LogInMemory {
  private static final int NEIGHBOURHOOD = 3;

  private record Key(Member.Id member, CommandId command) {}

  private record Outbox(Member.Id member, String name) {}

  /** What a command has stored: where, and what it was before anything of it was deleted. */
  private record Known(int index, RoomEvent.Content content) {}

  /** As they were stored: what the tests look at, and what deletes nothing. */
  private final List<RoomEvent> stored = new ArrayList<>();

  private final List<RoomEvent> happened = new ArrayList<>();
  private final Map<EventId, Integer> places = new HashMap<>();
  private final Map<Key, Known> commands = new HashMap<>();
  private final Map<Outbox, Long> outboxes = new HashMap<>();

  /** Messages that something has happened to since, as they are now, by their places. */
  private final Map<Integer, RoomEvent> changed = new HashMap<>();

  /** Places of the pinned messages, the last that was pinned at the end. */
  private final List<Integer> pinned = new ArrayList<>();

  int head() {
    return happened.size();
  }

  List<RoomEvent> stored() {
    return stored;
  }

  EventLog.Outcome append(RoomEvent draft, ChangeRules rules) {
    Optional<Known> known = draft.commandId().flatMap(id -> known(draft.member(), id));
    if (known.isPresent()) {
      return known.get().content().canonical().equals(draft.content().canonical())
          ? new EventLog.Outcome.Duplicate(read(known.get().index()))
          : new EventLog.Outcome.IdReused();
    }
    if (!isNext(draft)) {
      return new EventLog.Outcome.OutOfOrder();
    }
    try {
      check(draft, rules);
    } catch (RefusedException refused) {
      return new EventLog.Outcome.Refused(refused);
    }
    RoomEvent event = draft.at(head() + 1L);
    add(event);
    return new EventLog.Outcome.Stored(event);
  }

  List<RoomEvent> read(EventRange range) {
    List<RoomEvent> found = new ArrayList<>();
    long end = Math.min(range.before() - 1, head());
    for (long index = Math.max(0, range.after()); index < end; index++) {
      found.add(read((int) index));
    }
    return range.cut(found);
  }

  List<RoomEvent> readAsTheyAre(EventRange range) {
    return range.cut(read(range).stream().map(this::asItIs).toList());
  }

  List<RoomEvent> pinned(int maxWeight) {
    return EventRange.last(0, Long.MAX_VALUE, maxWeight)
        .cut(pinned.stream().map(index -> asItIs(read(index))).toList());
  }

  Set<EventId> pinnedIds() {
    Set<EventId> ids = new HashSet<>();
    pinned.forEach(index -> ids.add(happened.get(index).id()));
    return ids;
  }

  OptionalLong sequenceOf(EventId id) {
    Integer index = places.get(id);
    return index == null ? OptionalLong.empty() : OptionalLong.of(index + 1L);
  }

  long sequenceAt(long at) {
    return 1 + happened.stream().takeWhile(event -> event.at() < at).count();
  }

  Optional<RoomEvent> find(Member.Id member, CommandId command) {
    return known(member, command).map(known -> read(known.index()));
  }

  /** Looks at every message there is; no message here has a file. */
  Found search(Search search) {
    long before = Math.min(search.before().orElse(Long.MAX_VALUE), head() + 1L);
    if (search.until().isPresent()) {
      before = Math.min(before, sequenceAt(search.until().getAsLong()));
    }
    List<RoomEvent> found =
        readAsTheyAre(EventRange.first(0, before, Integer.MAX_VALUE)).reversed().stream()
            .filter(event -> finds(search, event))
            .limit(search.limit() + 1L)
            .toList();
    boolean more = found.size() > search.limit();
    List<RoomEvent> events = more ? found.subList(0, search.limit()) : found;
    return new Found(events, neighbours(events), more, more ? events.getLast().sequence() : 1);
  }

  private static boolean finds(Search search, RoomEvent event) {
    Optional<String> text = text(event);
    return text.isPresent()
        && search.from().map(event.member()::equals).orElse(true)
        && search.words().stream().allMatch(Search.fold(text.get())::contains)
        && search.has().map(has -> has(has, text.get())).orElse(true);
  }

  private static boolean has(Search.Has has, String text) {
    return has == Search.Has.LINK && (text.contains("http://") || text.contains("https://"));
  }

  /** The text of a message as it is now; empty if it is none, or deleted. */
  private static Optional<String> text(RoomEvent event) {
    return switch (event.content()) {
      case RoomEvent.MessageSent sent -> Optional.of(sent.text().value());
      case RoomEvent.MessageNow now -> Optional.of(now.message().text().value());
      default -> Optional.empty();
    };
  }

  private List<RoomEvent> neighbours(List<RoomEvent> found) {
    Map<Long, RoomEvent> neighbours = new LinkedHashMap<>();
    for (RoomEvent event : found) {
      long sequence = event.sequence();
      nearest(EventRange.first(sequence, sequence + NEIGHBOURHOOD + 1, Integer.MAX_VALUE), false)
          .ifPresent(after -> neighbours.put(after.sequence(), after));
      nearest(EventRange.first(sequence - NEIGHBOURHOOD - 1, sequence, Integer.MAX_VALUE), true)
          .ifPresent(last -> neighbours.put(last.sequence(), last));
    }
    found.forEach(event -> neighbours.remove(event.sequence()));
    return List.copyOf(neighbours.values());
  }

  private Optional<RoomEvent> nearest(EventRange range, boolean last) {
    List<RoomEvent> messages =
        readAsTheyAre(range).stream().filter(event -> text(event).isPresent()).toList();
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(last ? messages.getLast() : messages.getFirst());
  }

  private Optional<Known> known(Member.Id member, CommandId command) {
    return Optional.ofNullable(commands.get(new Key(member, command)));
  }

  /** As the port reads it: the place in the outbox is not read back. */
  private RoomEvent read(int index) {
    RoomEvent event = happened.get(index);
    return new RoomEvent(
        event.sequence(),
        event.id(),
        event.at(),
        event.member(),
        event.name(),
        event.commandId(),
        Optional.empty(),
        event.content());
  }

  private RoomEvent asItIs(RoomEvent event) {
    RoomEvent now = changed.get((int) event.sequence() - 1);
    return now == null ? event : event.with(now.content());
  }

  private boolean isNext(RoomEvent draft) {
    return draft.order().isEmpty()
        || draft.order().get().number()
            == 1 + outboxes.getOrDefault(outbox(draft, draft.order().get()), 0L);
  }

  private static Outbox outbox(RoomEvent draft, OutboxPosition order) {
    return new Outbox(draft.member(), order.outbox());
  }

  private void check(RoomEvent draft, ChangeRules rules) {
    switch (draft.content()) {
      case RoomEvent.Change change -> {
        Integer index = places.get(change.target());
        if (index == null) {
          throw ChangeRules.noMessage();
        }
        rules.check(happened.get(index), draft);
        checkBounds(index, draft, rules);
      }
      case RoomEvent.MessageSent sent -> {
        if (sent.replyTo().isPresent() && !isMessage(sent.replyTo().get())) {
          throw new RefusedException(Refusal.NOT_FOUND, "What this answers is no message here.");
        }
        if (!sent.attachments().isEmpty()) {
          throw new RefusedException(Refusal.NOT_FOUND, "A file of this message is not there.");
        }
      }
      default -> {}
    }
  }

  private boolean isMessage(EventId id) {
    Integer index = places.get(id);
    return index != null && stored.get(index).content() instanceof RoomEvent.MessageSent;
  }

  private void checkBounds(int index, RoomEvent draft, ChangeRules rules) {
    switch ((RoomEvent.Change) draft.content()) {
      case RoomEvent.MessageEdited(EventId target, _) ->
          ChangeRules.checkEdits(
              (int)
                  stored.stream()
                      .filter(event ->
                          event.content() instanceof RoomEvent.MessageEdited(EventId other, _)
                              && other.equals(target))
                      .count());
      case RoomEvent.Reacted(_, _, boolean on) -> {
        if (on && after(index, draft) instanceof RoomEvent.MessageNow now) {
          int total = now.reactions().all().stream().mapToInt(all -> all.members().size()).sum();
          Reactions.check(now.reactions().all().size(), total, now.reactions().weight());
        }
      }
      case RoomEvent.MessagePinned(_, boolean on) -> {
        if (on && !pinned.contains(index)) {
          rules.checkPinned(pinned.size());
        }
      }
      case RoomEvent.MessageDeleted _ -> {}
    }
  }

  /** The message at a place as it would be after a change. */
  private RoomEvent.Content after(int index, RoomEvent change) {
    return ChangeRules.changed(asItIs(happened.get(index)), change).orElseThrow().content();
  }

  private void add(RoomEvent event) {
    int index = head();
    stored.add(event);
    happened.add(event);
    places.putIfAbsent(event.id(), index);
    event
        .commandId()
        .ifPresent(
            id -> commands.put(new Key(event.member(), id), new Known(index, event.content())));
    event.order().ifPresent(order -> outboxes.put(outbox(event, order), order.number()));
    switch (event.content()) {
      case RoomEvent.MessageDeleted(EventId target) -> delete(placeOf(target));
      case RoomEvent.MessagesDeleted(Member.Id member) -> deleteAllOf(member, index);
      case RoomEvent.MessagePinned(EventId target, boolean on) -> pin(placeOf(target), on);
      case RoomEvent.Change change -> change(placeOf(change.target()), event);
      default -> {}
    }
  }

  private int placeOf(EventId id) {
    return requireNonNull(places.get(id), "what is changed is there");
  }

  private void pin(int index, boolean on) {
    pinned.remove(Integer.valueOf(index));
    if (on) {
      pinned.add(index);
    }
  }

  /** A message that has nothing any more is as it was sent. */
  private void change(int index, RoomEvent change) {
    RoomEvent.Content now = after(index, change);
    if (now instanceof RoomEvent.MessageNow(_, boolean edited, Reactions reactions)
        && !edited
        && reactions.isEmpty()) {
      changed.remove(index);
    } else {
      changed.put(index, happened.get(index).with(now));
    }
  }

  /** What is deleted is nowhere any more, neither as it was nor in its edits. */
  private void delete(int index) {
    EventId gone = happened.get(index).id();
    happened.set(index, happened.get(index).with(new RoomEvent.MessageGone()));
    changed.remove(index);
    pinned.remove(Integer.valueOf(index));
    happened.replaceAll(event ->
        event.content() instanceof RoomEvent.MessageEdited(EventId target, _) && target.equals(gone)
            ? event.with(new RoomEvent.MessageEdited(target, Optional.empty()))
            : event);
  }

  private void deleteAllOf(Member.Id member, int before) {
    for (int index = 0; index < before; index++) {
      RoomEvent event = happened.get(index);
      if (event.member().equals(member) && event.content() instanceof RoomEvent.MessageSent) {
        delete(index);
      }
    }
  }
}
