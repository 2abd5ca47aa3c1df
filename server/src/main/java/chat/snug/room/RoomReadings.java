package chat.snug.room;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What members read in a room: history, what a search finds, and the log for connections that lag.
 * Confined to the room's event loop.
 */
final class RoomReadings {
  private static final int FEED_WEIGHT = 128 * 1024;
  private static final int HISTORY_WEIGHT = 512 * 1024;
  private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(1);
  private static final Duration FAULT_PAUSE = Duration.ofSeconds(30);

  private final RoomState state;
  private final Presences presences;
  private final RoomHall hall;
  private final EventReader reader;
  private final EventLog log;
  private final RoomContext context;
  private final Consumer<Request> again;

  /** {@code again} takes a request that is to be tried once more later. */
  RoomReadings(
      RoomState state,
      Presences presences,
      RoomHall hall,
      EventReader reader,
      EventLog log,
      RoomContext context,
      Consumer<Request> again) {
    this.state = state;
    this.presences = presences;
    this.hall = hall;
    this.reader = reader;
    this.log = log;
    this.context = context;
    this.again = again;
  }

  void load(Request.Answered<History> request, HistoryRange range) {
    switch (range) {
      case HistoryRange.Before(OptionalLong before, int limit) -> {
        long end = Math.min(before.orElse(Long.MAX_VALUE), state.head() + 1);
        read(request, EventRange.last(Math.max(0, end - 1 - limit), end, HISTORY_WEIGHT));
      }
      case HistoryRange.After(long after, int limit) ->
          readAfter(request, Math.min(after, state.head()), limit);
      case HistoryRange.Around(EventId event, int limit) ->
          loop()
              .then(
                  RoomLoop.refusing(log.sequenceOf(state.room().id(), event)),
                  request,
                  found -> readAround(request, found.orElseThrow(ChangeRules::noMessage), limit));
      case HistoryRange.At(long at, int limit) ->
          loop()
              .then(
                  RoomLoop.refusing(log.sequenceAt(state.room().id(), at)),
                  request,
                  found -> readAround(request, Math.max(1, Math.min(found, state.head())), limit));
    }
  }

  private void readAfter(Request.Answered<History> request, long after, int limit) {
    long end = Math.min(after + limit, state.head()) + 1;
    read(request, EventRange.first(after, end, HISTORY_WEIGHT));
  }

  /** Each half has half of the weight, so that the event itself is never left out. */
  private void readAround(Request.Answered<History> request, long sequence, int limit) {
    long after = Math.max(0, sequence - 1 - limit / 2);
    long before = Math.min(after + limit, state.head()) + 1;
    loop()
        .thenAtOnce(
            reader
                .betweenAsTheyAre(EventRange.last(after, sequence + 1, HISTORY_WEIGHT / 2))
                .thenCompose(older ->
                    reader
                        .betweenAsTheyAre(EventRange.first(sequence, before, HISTORY_WEIGHT / 2))
                        .thenApply(newer -> EventReader.join(older, newer))),
            request,
            events -> request.answer().complete(history(events, false)));
  }

  private void read(Request.Answered<History> request, EventRange range) {
    loop()
        .thenAtOnce(
            reader.betweenAsTheyAre(range),
            request,
            events -> request.answer().complete(history(events, !range.fromEnd())));
  }

  private History history(List<RoomEvent> events, boolean forward) {
    boolean more =
        !events.isEmpty()
            && (forward
                ? events.getLast().sequence() < state.head()
                : events.getFirst().sequence() > 1);
    return new History(events, more);
  }

  void look(Request.Look look) {
    hall.presence(look.attendance());
    loop()
        .then(
            RoomLoop.refusing(log.search(state.room().id(), look.search())),
            look,
            look.answer()::complete);
  }

  /** What is pinned is read anew: nobody has to wait for this. */
  void survey(Request.Survey survey, Member member) {
    loop()
        .then(
            RoomLoop.refusing(log.pinnedIds(state.room().id())),
            survey,
            pinned ->
                survey.answer().complete(new Overview(state.room(), member, state.head(), pinned)));
  }

  /**
   * Reads on for a connection that could not keep up. What goes wrong for one is tried again for
   * that one, and is not everybody's.
   */
  void feed(Request.Feed feed) {
    if (presences.find(feed.attendance()).isEmpty()) {
      return;
    }
    long cursor = feed.cursor();
    loop()
        .after(
            reader.between(
                EventRange.first(cursor, cursor + 1 + HistoryRange.MAX_LIMIT, FEED_WEIGHT)),
            (events, failure) -> {
              if (events == null) {
                later(feed, RECOVERY_PAUSE);
              } else {
                feed(feed, events);
              }
            });
  }

  private void feed(Request.Feed feed, List<RoomEvent> events) {
    try {
      hall.feed(feed, events);
    } catch (Throwable fault) {
      loop().report(fault);
      later(feed, FAULT_PAUSE);
    }
  }

  private void later(Request.Feed feed, Duration pause) {
    loop().schedule(() -> again.accept(feed), pause);
  }

  private RoomLoop loop() {
    return context.loop();
  }
}
