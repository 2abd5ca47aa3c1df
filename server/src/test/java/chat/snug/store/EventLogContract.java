package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.EventLog;
import chat.snug.room.EventRange;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.OutboxPosition;
import chat.snug.room.RoomEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every store must do, and all that its parents say. The suite, not an implementation, is the
 * definition; the double of the room's tests is held by it as well.
 */
abstract class EventLogContract extends MessagesContract {
  @Test
  void givesSequencesFromOneWithoutAGap() {
    List<EventLog.Outcome> first = append(0, message("c1", "a"), message("c2", "b"));
    List<EventLog.Outcome> second = append(2, message("c3", "c"));

    assertThat(stored(first)).extracting(RoomEvent::sequence).containsExactly(1L, 2L);
    assertThat(stored(second)).extracting(RoomEvent::sequence).containsExactly(3L);
  }

  @Test
  void givesEveryAnswerThoughOneOfThemFails() {
    assertThat(create(OTHER, "CALM")).isTrue();
    Executor loop = Runnable::run;
    List<CompletableFuture<List<EventLog.Outcome>>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      eventLog()
          .append(
              new EventLog.Append(
                  ROOM,
                  i,
                  List.of(message("c" + i, "a")),
                  new ChangeRules(Duration.ofDays(1), Set.of()),
                  loop,
                  _ -> {
                    throw new StackOverflowError("planted");
                  },
                  _ -> {}));
      answers.add(appending(OTHER, i, message("c" + i, "b")));
    }

    assertThat(answers).allSatisfy(answer -> assertThat(stored(wait(answer))).hasSize(1));
    assertThat(read(0, 100)).hasSize(5);
  }

  @Test
  void readsBackWhatWasAppended() {
    RoomEvent reply =
        new RoomEvent(
            0,
            eventId(7),
            123,
            ANA.id(),
            ANA.name(),
            Optional.of(new CommandId("c1")),
            Optional.empty(),
            new RoomEvent.MessageSent(
                new MessageText(" \u202Ehé\n👋 "), Optional.of(eventId(3)), List.of()));
    append(0, message("c0", "what is answered", eventId(3)), reply);

    assertThat(read(1, 10)).containsExactly(reply.at(2));
  }

  @Test
  void readsOnlyTheRangeThatIsAskedFor() {
    append(
        0, IntStream.range(0, 100).mapToObj(i -> message("c" + i, "t")).toArray(RoomEvent[]::new));

    assertThat(read(10, 15)).extracting(RoomEvent::sequence).containsExactly(11L, 12L, 13L, 14L);
    assertThat(read(98, Long.MAX_VALUE)).extracting(RoomEvent::sequence).containsExactly(99L, 100L);
    assertThat(read(100, 200)).isEmpty();
  }

  @Test
  void storesACommandOnceHoweverOftenItComes() {
    List<EventLog.Outcome> outcomes =
        append(0, message("c1", "a"), message("c1", "a"), message("c2", "b"));
    List<EventLog.Outcome> again = append(2, message("c1", "a"));

    RoomEvent first = stored(outcomes).getFirst();
    assertThat(outcomes.get(1)).isEqualTo(new EventLog.Outcome.Duplicate(first));
    assertThat(stored(outcomes).getLast().sequence()).isEqualTo(2);
    assertThat(again).containsExactly(new EventLog.Outcome.Duplicate(first));
    assertThat(read(0, 10)).hasSize(2);
  }

  @Test
  void refusesAnIdThatStandsForSomethingElse() {
    List<EventLog.Outcome> outcomes = append(0, message("c1", "a"), message("c1", "b"));

    assertThat(outcomes.getLast()).isEqualTo(new EventLog.Outcome.IdReused());
    assertThat(read(0, 10)).hasSize(1);
  }

  @Test
  void storesAnOutboxInItsOrderAlone() {
    List<EventLog.Outcome> outcomes =
        append(
            0,
            ordered("c1", "a", Optional.of(new OutboxPosition("box", 1))),
            ordered("c3", "c", Optional.of(new OutboxPosition("box", 3))),
            ordered("c2", "b", Optional.of(new OutboxPosition("box", 2))),
            ordered("other", "x", Optional.of(new OutboxPosition("other box", 1))));
    List<EventLog.Outcome> later =
        append(
            3,
            ordered("c1", "a", Optional.of(new OutboxPosition("box", 1))),
            ordered("c3", "c", Optional.of(new OutboxPosition("box", 3))));

    RoomEvent first = stored(outcomes).getFirst();
    assertThat(outcomes.get(1)).isEqualTo(new EventLog.Outcome.OutOfOrder());
    assertThat(stored(outcomes)).hasSize(3);
    assertThat(later.getFirst())
        .isInstanceOfSatisfying(
            EventLog.Outcome.Duplicate.class,
            duplicate -> assertThat(duplicate.event().id()).isEqualTo(first.id()));
    assertThat(stored(later)).extracting(RoomEvent::sequence).containsExactly(4L);
  }

  @Test
  void keepsTheIdsOfMembersApart() {
    RoomEvent byBo =
        new RoomEvent(
            0,
            eventId(2),
            1,
            new Member.Id("bo"),
            MemberName.of("Bo"),
            Optional.of(new CommandId("c1")),
            Optional.empty(),
            content("b"));

    assertThat(stored(append(0, message("c1", "a"), byBo))).hasSize(2);
  }

  @Test
  void findsTheEventOfACommand() {
    append(0, message("c1", "a"));

    assertThat(wait(eventLog().find(ROOM, ANA.id(), new CommandId("c1")))).isPresent();
    assertThat(wait(eventLog().find(ROOM, ANA.id(), new CommandId("c2")))).isEmpty();
    assertThat(wait(eventLog().find(OTHER, ANA.id(), new CommandId("c1")))).isEmpty();
  }

  @Test
  void appendsNothingThatWasCheckedAgainstAnotherState() {
    append(0, message("c1", "a"));

    CompletableFuture<List<EventLog.Outcome>> late = appending(0, message("c2", "b"));

    assertThatThrownBy(() -> wait(late)).hasMessageContaining("room head: 1");
    assertThat(read(0, 10)).hasSize(1);
  }

  @Test
  void keepsAppendsOfManyRoomsInTheOrderOfTheCalls() {
    create(OTHER, "CASY");
    List<CompletableFuture<List<EventLog.Outcome>>> appends = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      appends.add(appending(ROOM, i, message("c" + i, "t")));
      appends.add(appending(OTHER, i, message("c" + i, "t")));
    }
    appends.forEach(EventLogContract::wait);

    List<Long> all = LongStream.rangeClosed(1, 500).boxed().toList();
    assertThat(read(0, 1000)).extracting(RoomEvent::sequence).containsExactlyElementsOf(all);
    assertThat(wait(eventLog().read(OTHER, EventRange.first(0, 1000, Integer.MAX_VALUE))))
        .hasSize(500);
  }

  @Test
  void takesNoOtherWriteDownWithOneThatFails() {
    CompletableFuture<List<EventLog.Outcome>> bad = appending(99, message("c1", "a"));
    CompletableFuture<List<EventLog.Outcome>> good = appending(0, message("c2", "b"));

    assertThatThrownBy(() -> wait(bad)).hasMessageContaining("room head");
    assertThat(stored(wait(good))).hasSize(1);
  }

  @Test
  void readsNoMoreThanIsAskedForInBytesFromEitherEnd() {
    String long1000 = "\u0001".repeat(990) + "long";
    append(
        0,
        IntStream.range(0, 20).mapToObj(i -> message("c" + i, long1000)).toArray(RoomEvent[]::new));
    int threeOfThem = 4 * read(0, 2).getFirst().weight() - 1;

    List<RoomEvent> first = wait(eventLog().read(ROOM, EventRange.first(5, 15, threeOfThem)));
    List<RoomEvent> last =
        wait(eventLog().readAsTheyAre(ROOM, EventRange.last(5, 15, threeOfThem)));
    List<RoomEvent> one = wait(eventLog().read(ROOM, EventRange.last(5, 15, 1)));

    assertThat(first).extracting(RoomEvent::sequence).containsExactly(6L, 7L, 8L);
    assertThat(last).extracting(RoomEvent::sequence).containsExactly(12L, 13L, 14L);
    assertThat(one).extracting(RoomEvent::sequence).containsExactly(14L);
  }

  @Test
  void tellsWhereAnEventIsAndWhatWasFirstAtATime() {
    append(0, at(1, 10), at(2, 20), at(3, 20), at(4, 40));

    assertThat(wait(eventLog().sequenceOf(ROOM, eventId(3)))).hasValue(3);
    assertThat(wait(eventLog().sequenceOf(ROOM, eventId(9)))).isEmpty();
    assertThat(wait(eventLog().sequenceOf(OTHER, eventId(3)))).isEmpty();
    assertThat(LongStream.of(5, 10, 15, 20, 21, 41).map(this::sequenceAt))
        .containsExactly(1L, 1L, 2L, 2L, 4L, 5L);
  }

  private long sequenceAt(long at) {
    return wait(eventLog().sequenceAt(ROOM, at));
  }

  private static RoomEvent at(int number, long at) {
    return new RoomEvent(
        0,
        eventId(number),
        at,
        ANA.id(),
        ANA.name(),
        Optional.of(new CommandId("c" + number)),
        Optional.empty(),
        content("text"));
  }
}
