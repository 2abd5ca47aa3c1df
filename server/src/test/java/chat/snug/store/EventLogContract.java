package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.metric.Metrics;
import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.Emoji;
import chat.snug.room.EventId;
import chat.snug.room.EventLog;
import chat.snug.room.EventRange;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.OutboxPosition;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Seat;
import chat.snug.room.SeatToken;
import chat.snug.room.StoredRoom;
import chat.snug.room.WhoMay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. The suite, not an implementation, is the definition. */
abstract class EventLogContract {
  static final RoomId ROOM = new RoomId("AAAAAAAAAAAAAAAAAAAAAA");
  static final RoomId OTHER = new RoomId("BBBBBBBBBBBBBBBBBBBBBB");
  static final Member ANA =
      new Member(new Member.Id("ana"), MemberName.of("Ana"), Member.Role.HOST);

  private final Metrics metrics = new Metrics();
  private Store store;

  abstract StoreOptions options();

  @BeforeEach
  void open() {
    store =
        Store.open(
            options(),
            metrics,
            Clock.systemUTC(),
            failure -> {
              throw new AssertionError(failure);
            });
    assertThat(create(ROOM, "WARM")).isTrue();
  }

  @AfterEach
  void close() {
    store.close();
    metrics.close();
  }

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
      store
          .eventLog()
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
  void refusesAnAnswerToNothing() {
    append(0, message("c1", "a", eventId(3)));

    List<EventLog.Outcome> outcomes =
        append(
            1,
            answer("c2", eventId(9)),
            answer("c3", eventId(3)),
            answer("c4", eventId(4)),
            message("c5", "b", eventId(4)),
            answer("c4", eventId(4)));

    for (int none : new int[] {0, 2}) {
      assertThat(outcomes.get(none))
          .isInstanceOfSatisfying(
              EventLog.Outcome.Refused.class,
              refused -> assertThat(refused.reason().refusal()).isEqualTo(Refusal.NOT_FOUND));
    }
    assertThat(stored(outcomes)).hasSize(3);
    assertThat(append(4, answer("c3", eventId(3))).getFirst())
        .isInstanceOf(EventLog.Outcome.Duplicate.class);
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

    assertThat(wait(store.eventLog().find(ROOM, ANA.id(), new CommandId("c1")))).isPresent();
    assertThat(wait(store.eventLog().find(ROOM, ANA.id(), new CommandId("c2")))).isEmpty();
    assertThat(wait(store.eventLog().find(OTHER, ANA.id(), new CommandId("c1")))).isEmpty();
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
    assertThat(wait(store.eventLog().read(OTHER, EventRange.first(0, 1000, Integer.MAX_VALUE))))
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
  void changesTheSeatTogetherWithTheRenaming() {
    RoomEvent renamed =
        new RoomEvent(
            0,
            eventId(1),
            1,
            ANA.id(),
            ANA.name(),
            Optional.empty(),
            Optional.empty(),
            new RoomEvent.MemberRenamed(ANA.id(), MemberName.of("Anna")));
    append(0, renamed, renamed);

    assertThat(load().seats().getFirst().member().name()).isEqualTo(MemberName.of("Anna"));
    assertThat(read(0, 10)).hasSize(2);
  }

  @Test
  void loadsARoomWithItsSeatsAndLastEvents() {
    append(0, message("c1", "a"), message("c2", "b"), message("c3", "c"));

    RoomDirectory.Contents contents =
        wait(store.directory().load(ROOM, 2, Integer.MAX_VALUE)).orElseThrow();

    assertThat(contents.room()).isEqualTo(room(ROOM, "WARM"));
    assertThat(contents.seats()).containsExactly(new Seat(new SeatToken.Hash("host"), ANA));
    assertThat(contents.head()).isEqualTo(3);
    assertThat(contents.recent()).extracting(RoomEvent::sequence).containsExactly(2L, 3L);
  }

  @Test
  void givesNoCodeToTwoRooms() {
    assertThat(create(OTHER, "WARM")).isFalse();
    assertThat(wait(store.directory().find(new RoomCode("WARM")))).hasValue(ROOM);
    assertThat(wait(store.directory().load(OTHER, 1, 1000))).isEmpty();
  }

  @Test
  void removesARoomWithEverythingItHeld() {
    for (int i = 0; i < 50; i++) {
      int start = i * 100;
      append(
          start,
          IntStream.range(start, start + 100)
              .mapToObj(c -> message("c" + c, "t"))
              .toArray(RoomEvent[]::new));
    }

    wait(store.directory().delete(ROOM, Instant.now().plus(Duration.ofDays(7))));

    assertThat(wait(store.directory().load(ROOM, 1, 1000))).isEmpty();
    assertThat(wait(store.directory().find(new RoomCode("WARM")))).isEmpty();
    Awaitility.await().untilAsserted(() -> assertThat(read(0, 10_000)).isEmpty());
    assertThatThrownBy(() -> wait(appending(5000, message("late", "t"))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.GONE));
  }

  @Test
  void keepsACodeInQuarantineUntilItsTime() {
    wait(store.directory().delete(ROOM, Instant.now().plus(Duration.ofDays(7))));
    boolean early = create(OTHER, "WARM");
    create(OTHER, "CASY");
    wait(store.directory().delete(OTHER, Instant.now().minusMillis(1)));

    assertThat(early).isFalse();
    assertThat(create(new RoomId("CCCCCCCCCCCCCCCCCCCCCC"), "CASY")).isTrue();
  }

  @Test
  void findsTheRoomThatARequestHasMade() {
    assertThat(wait(store.directory().findCreated(new SeatToken.Hash("key-WARM")))).hasValue(ROOM);
    assertThat(wait(store.directory().findCreated(new SeatToken.Hash("other")))).isEmpty();
  }

  @Test
  void readsNoMoreThanIsAskedForInBytesFromEitherEnd() {
    String long1000 = "\u0001".repeat(990) + "long";
    append(
        0,
        IntStream.range(0, 20).mapToObj(i -> message("c" + i, long1000)).toArray(RoomEvent[]::new));
    int threeOfThem = 4 * read(0, 2).getFirst().weight() - 1;

    List<RoomEvent> first = wait(store.eventLog().read(ROOM, EventRange.first(5, 15, threeOfThem)));
    List<RoomEvent> last =
        wait(store.eventLog().readAsTheyAre(ROOM, EventRange.last(5, 15, threeOfThem)));
    List<RoomEvent> one = wait(store.eventLog().read(ROOM, EventRange.last(5, 15, 1)));

    assertThat(first).extracting(RoomEvent::sequence).containsExactly(6L, 7L, 8L);
    assertThat(last).extracting(RoomEvent::sequence).containsExactly(12L, 13L, 14L);
    assertThat(one).extracting(RoomEvent::sequence).containsExactly(14L);
  }

  @Test
  void countsReactionsInWhatIsReadAndLoaded() {
    RoomEvent[] messages =
        IntStream.range(0, 10)
            .mapToObj(i -> change("c" + i, content("text " + i)))
            .toArray(RoomEvent[]::new);
    append(0, messages);
    RoomEvent[] reactions =
        Stream.of(messages)
            .flatMap(message ->
                Stream.of("👍", "❤", "🎉", "😀", "🚀")
                    .map(emoji ->
                        change(
                            message.id() + emoji,
                            new RoomEvent.Reacted(message.id(), new Emoji(emoji), true))))
            .toArray(RoomEvent[]::new);
    append(10, reactions);
    int all =
        wait(store.eventLog().readAsTheyAre(ROOM, EventRange.first(0, 11, Integer.MAX_VALUE)))
            .stream()
            .mapToInt(RoomEvent::weight)
            .sum();

    List<RoomEvent> first =
        wait(store.eventLog().readAsTheyAre(ROOM, EventRange.first(0, 11, all / 2)));
    RoomDirectory.Contents contents =
        wait(store.directory().load(ROOM, 60, 50 * reactions[0].weight() + all / 2)).orElseThrow();

    assertThat(first).extracting(RoomEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(first)
        .allSatisfy(event -> assertThat(event.content()).isInstanceOf(RoomEvent.MessageNow.class));
    assertThat(contents.recent()).hasSameSizeAs(contents.recentAsTheyAre());
    assertThat(contents.recent().getFirst().sequence()).isBetween(2L, 10L);
    assertThat(contents.recent().getLast().sequence()).isEqualTo(60);
  }

  @Test
  void pinsAsManyMessagesAsARoomMayHaveAndRefusesOneMore() {
    int most = ChangeRules.MAX_PINNED;
    RoomEvent[] messages =
        IntStream.rangeClosed(0, most)
            .mapToObj(i -> change("c" + i, content("text " + i)))
            .toArray(RoomEvent[]::new);
    append(0, messages);
    List<RoomEvent> pins =
        IntStream.rangeClosed(0, most).mapToObj(i -> pin("p" + i, messages[i], true)).toList();

    List<EventLog.Outcome> outcomes = append(most + 1, pins.toArray(RoomEvent[]::new));
    List<EventLog.Outcome> again = append(2 * most + 1, pin("again", messages[3], true));
    List<EventLog.Outcome> instead =
        append(2 * most + 2, pin("off", messages[0], false), pin("instead", messages[most], true));

    assertThat(stored(outcomes)).hasSize(most);
    assertThat(outcomes.getLast())
        .isInstanceOfSatisfying(
            EventLog.Outcome.Refused.class,
            refused -> assertThat(refused.reason().refusal()).isEqualTo(Refusal.TOO_LARGE));
    assertThat(stored(again)).hasSize(1);
    assertThat(stored(instead)).hasSize(2);
    assertThat(wait(store.eventLog().pinned(ROOM, Integer.MAX_VALUE)))
        .hasSize(most)
        .extracting(RoomEvent::id)
        .contains(messages[most].id())
        .doesNotContain(messages[0].id());
  }

  @Test
  void keepsSeats() {
    Member bo = new Member(new Member.Id("bo"), MemberName.of("Bo"), Member.Role.MEMBER);

    wait(store.directory().addSeat(ROOM, new Seat(new SeatToken.Hash("bo's"), bo)));

    assertThat(load().seats()).extracting(Seat::member).containsExactlyInAnyOrder(ANA, bo);
  }

  @Test
  void remembersWhoHasLeftAndWhoIsBack() {
    assertThat(load().seats().getFirst().hasLeft()).isFalse();

    wait(store.directory().markLeft(ROOM, ANA.id(), true));
    assertThat(load().seats().getFirst().hasLeft()).isTrue();

    wait(store.directory().markLeft(ROOM, ANA.id(), false));
    assertThat(load().seats().getFirst().hasLeft()).isFalse();
  }

  final Store store() {
    return store;
  }

  final void reopen() {
    store.close();
    store =
        Store.open(
            options(),
            metrics,
            Clock.systemUTC(),
            failure -> {
              throw new AssertionError(failure);
            });
  }

  final boolean create(RoomId id, String code) {
    return wait(
        store
            .directory()
            .create(
                room(id, code),
                new Seat(new SeatToken.Hash("host"), ANA),
                Optional.of(new SeatToken.Hash("key-" + code))));
  }

  final RoomDirectory.Contents load() {
    return wait(store.directory().load(ROOM, 10, Integer.MAX_VALUE)).orElseThrow();
  }

  final List<RoomEvent> read(long after, long before) {
    return wait(store.eventLog().read(ROOM, EventRange.first(after, before, Integer.MAX_VALUE)));
  }

  final List<EventLog.Outcome> append(long checkedAt, RoomEvent... drafts) {
    return wait(appending(checkedAt, drafts));
  }

  private CompletableFuture<List<EventLog.Outcome>> appending(long checkedAt, RoomEvent... drafts) {
    return appending(ROOM, checkedAt, drafts);
  }

  private CompletableFuture<List<EventLog.Outcome>> appending(
      RoomId room, long checkedAt, RoomEvent... drafts) {
    CompletableFuture<List<EventLog.Outcome>> answer = new CompletableFuture<>();
    Executor loop = Runnable::run;
    store
        .eventLog()
        .append(
            new EventLog.Append(
                room,
                checkedAt,
                List.of(drafts),
                new ChangeRules(Duration.ofDays(1), Set.of()),
                loop,
                answer::complete,
                answer::completeExceptionally));
    return answer;
  }

  static RoomEvent message(String commandId, String text) {
    return ordered(commandId, text, Optional.empty());
  }

  private static RoomEvent message(String commandId, String text, EventId id) {
    return event(commandId, id, content(text));
  }

  private static RoomEvent answer(String commandId, EventId target) {
    return event(
        commandId,
        eventId(1),
        new RoomEvent.MessageSent(new MessageText("yes"), Optional.of(target), List.of()));
  }

  private static RoomEvent event(String commandId, EventId id, RoomEvent.Content content) {
    return new RoomEvent(
        0,
        id,
        1,
        ANA.id(),
        ANA.name(),
        Optional.of(new CommandId(commandId)),
        Optional.empty(),
        content);
  }

  private static RoomEvent ordered(String commandId, String text, Optional<OutboxPosition> order) {
    return new RoomEvent(
        0,
        eventId(1),
        1,
        ANA.id(),
        ANA.name(),
        Optional.of(new CommandId(commandId)),
        order,
        content(text));
  }

  private static RoomEvent.Content content(String text) {
    return new RoomEvent.MessageSent(new MessageText(text), Optional.empty(), List.of());
  }

  private static RoomEvent pin(String commandId, RoomEvent message, boolean on) {
    return change(commandId, new RoomEvent.MessagePinned(message.id(), on));
  }

  /** With an id that no other has. */
  private static RoomEvent change(String commandId, RoomEvent.Content content) {
    return new RoomEvent(
        0,
        EventId.draw(1, new Random(commandId.hashCode())),
        1,
        ANA.id(),
        ANA.name(),
        Optional.of(new CommandId(commandId)),
        Optional.empty(),
        content);
  }

  private static EventId eventId(int number) {
    return new EventId("0000000000000000000000000" + number);
  }

  private static StoredRoom room(RoomId id, String code) {
    return new StoredRoom(
        id,
        new RoomCode(code),
        "epoch",
        "A title",
        Lifetime.EMPTY,
        Instant.ofEpochMilli(1),
        WhoMay.EVERYONE);
  }

  private static List<RoomEvent> stored(List<EventLog.Outcome> outcomes) {
    List<RoomEvent> stored = new ArrayList<>();
    for (EventLog.Outcome outcome : outcomes) {
      if (outcome instanceof EventLog.Outcome.Stored(RoomEvent event)) {
        stored.add(event);
      }
    }
    return stored;
  }

  static <T> T wait(CompletableFuture<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failed);
    } catch (InterruptedException | TimeoutException late) {
      throw new AssertionError(late);
    }
  }
}
