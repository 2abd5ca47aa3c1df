package chat.snug.room;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What members read in a room: history, what a search finds, and the log for connections that lag.
 * Confined to the room's event loop.
 */
final class RoomReadings {
  private static final int FEED_WEIGHT = 128 * 1024;
  private static final int HISTORY_WEIGHT = 512 * 1024;
  private static final long RECOVERY_MILLIS = 1_000;

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

  void load(HistoryRange range, CompletableFuture<History> answer) {
    switch (range) {
      case HistoryRange.Before(OptionalLong before, int limit) -> {
        long end = Math.min(before.orElse(Long.MAX_VALUE), state.head() + 1);
        read(answer, Math.max(0, end - 1 - limit), end, false);
      }
      case HistoryRange.After(long after, int limit) ->
          readAfter(answer, Math.min(after, state.head()), limit);
      case HistoryRange.Around(EventId event, int limit) ->
          log.sequenceOf(state.room().id(), event)
              .whenCompleteAsync(
                  (found, failure) -> {
                    if (failure != null) {
                      answer.completeExceptionally(RefusedException.of(failure));
                    } else if (found.isEmpty()) {
                      answer.completeExceptionally(ChangeRules.noMessage());
                    } else {
                      readAround(answer, found.getAsLong(), limit);
                    }
                  },
                  context.loop());
      case HistoryRange.At(long at, int limit) ->
          log.sequenceAt(state.room().id(), at)
              .whenCompleteAsync(
                  (found, failure) -> {
                    if (failure != null) {
                      answer.completeExceptionally(RefusedException.of(failure));
                    } else {
                      readAround(answer, Math.max(1, Math.min(found, state.head())), limit);
                    }
                  },
                  context.loop());
    }
  }

  private void readAfter(CompletableFuture<History> answer, long after, int limit) {
    read(answer, after, Math.min(after + limit, state.head()) + 1, true);
  }

  private void readAround(CompletableFuture<History> answer, long sequence, int limit) {
    long after = Math.max(0, sequence - 1 - limit / 2);
    read(answer, after, Math.min(after + limit, state.head()) + 1, false);
  }

  private void read(CompletableFuture<History> answer, long after, long before, boolean forward) {
    boolean more = forward ? before <= state.head() : after > 0;
    reader
        .betweenAsTheyAre(after, before)
        .whenComplete((events, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(RefusedException.of(failure));
          } else {
            answer.complete(history(events, forward, more));
          }
        });
  }

  void look(Request.Look look) {
    hall.presence(look.attendance());
    log.search(state.room().id(), look.search())
        .whenCompleteAsync(
            (found, failure) -> {
              if (failure != null) {
                look.refuse(RefusedException.of(failure));
              } else {
                look.answer().complete(found);
              }
            },
            context.loop());
  }

  /** What is pinned is read anew: nobody has to wait for this. */
  void survey(Request.Survey survey, Member member) {
    log.pinned(state.room().id())
        .whenCompleteAsync(
            (pinned, failure) -> {
              if (failure != null) {
                survey.refuse(RefusedException.of(failure));
              } else {
                survey
                    .answer()
                    .complete(
                        new Overview(
                            state.room(),
                            member,
                            state.head(),
                            pinned.stream().map(RoomEvent::id).collect(Collectors.toSet())));
              }
            },
            context.loop());
  }

  /** As many of the events as an answer may hold, from the end where the reading began. */
  private static History history(List<RoomEvent> events, boolean forward, boolean more) {
    List<RoomEvent> within =
        forward ? Weight.head(events, HISTORY_WEIGHT) : Weight.tail(events, HISTORY_WEIGHT);
    return new History(within, more || within.size() < events.size());
  }

  /** Reads on for a connection that could not keep up. */
  void feed(Request.Feed feed) {
    if (presences.find(feed.attendance()).isEmpty()) {
      return;
    }
    long cursor = feed.cursor();
    reader
        .between(cursor, cursor + 1 + HistoryRange.MAX_LIMIT)
        .whenComplete((events, failure) -> {
          if (failure != null) {
            context
                .loop()
                .schedule(() -> again.accept(feed), RECOVERY_MILLIS, TimeUnit.MILLISECONDS);
          } else {
            hall.feed(feed, Weight.head(events, FEED_WEIGHT));
          }
        });
  }
}
