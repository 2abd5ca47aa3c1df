package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.account.LookAlikeNames;
import chat.snug.testing.TestLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The rules of rooms, one request at a time, with a store that commits when the test says so. */
final class RoomsTest {
  private static final RoomOptions OPTIONS = RoomOptions.defaults();

  private final TestLoop loop = new TestLoop();
  private final MemoryStore store = new MemoryStore();
  private final Map<RoomId, RecordingAudience> audiences = new HashMap<>();
  private final Rooms rooms = rooms(OPTIONS);

  @Test
  void makesItsCreatorTheHost() {
    Entrance entrance = create("Ana", new Tab());

    assertThat(entrance.mode()).isEqualTo(Entrance.Mode.SNAPSHOT);
    assertThat(entrance.self().role()).isEqualTo(Member.Role.HOST);
    assertThat(entrance.members())
        .extracting(present -> present.member().name().value())
        .containsExactly("Ana");
    assertThat(entrance.head()).isZero();
    assertThat(entrance.more()).isFalse();
  }

  @Test
  void letsPeopleInByTheCodeAndTellsTheOthers() {
    Entrance ana = create("Ana", new Tab());

    Entrance bo = join(ana.room().code(), "Bo", new Tab());

    assertThat(bo.members()).hasSize(2);
    assertThat(told(ana).notices).contains(new Notice.MemberJoined(bo.self()));
  }

  @Test
  void answersTheSameForEveryCodeThatOpensNothing() {
    assertRefused(joining(byCode(new RoomCode("WARM"), "Bo"), new Tab()), Refusal.NOT_FOUND);
  }

  @Test
  void answersNotFoundForARoomWithoutASeat() {
    Entrance ana = create("Ana", new Tab());
    Joining byRoom =
        new Joining(
            Optional.of(ana.room().id()),
            Optional.empty(),
            Optional.of(MemberName.of("Bo")),
            Optional.empty(),
            Optional.empty(),
            Joining.Welcome.OPEN);

    assertRefused(joining(byRoom, new Tab()), Refusal.NOT_FOUND);
  }

  @Test
  void answersNotFoundForASeatThatTheRoomDoesNotKnow() {
    Entrance ana = create("Ana", new Tab());
    Joining bySeatOfAnother = Joining.bySeat(ana.room().id(), SeatToken.draw(new Random(8)));

    assertRefused(joining(bySeatOfAnother, new Tab()), Refusal.NOT_FOUND);
  }

  @Test
  void refusesANameThatSomebodyInTheRoomHas() {
    Entrance ana = create("Ana", new Tab());

    assertRefused(joining(byCode(ana.room().code(), "ANA"), new Tab()), Refusal.NAME_TAKEN);
  }

  @Test
  void findsTheSameRoomForARepeatedRequest() {
    Creation creation =
        new Creation(
            MemberName.of("Ana"),
            "",
            Lifetime.EMPTY,
            Optional.of(SeatToken.draw(new Random(9))),
            Optional.of(new CommandId("c1")));

    Entrance first = done(creating(creation, new Tab()));
    Entrance second = done(creating(creation, new Tab()));

    assertThat(second.room().id()).isEqualTo(first.room().id());
    assertThat(second.self()).isEqualTo(first.self());
    assertThat(store.rooms()).hasSize(1);
  }

  @Test
  void findsTheSameSeatForARepeatedJoin() {
    Entrance ana = create("Ana", new Tab());
    SeatToken token = SeatToken.draw(new Random(4));
    Joining joining =
        new Joining(
            Optional.empty(),
            Optional.of(ana.room().code()),
            Optional.of(MemberName.of("Bo")),
            Optional.of(token),
            Optional.empty(),
            Joining.Welcome.OPEN);

    CompletableFuture<Entrance> first = joining(joining, new Tab());
    CompletableFuture<Entrance> second = joining(joining, new Tab());

    assertThat(done(second).self()).isEqualTo(done(first).self());
    assertThat(done(second).members()).hasSize(2);
  }

  @Test
  void countsAMemberWithTwoTabsOnce() {
    Tab first = new Tab();
    Tab second = new Tab();
    Entrance ana = create("Ana", first);
    Entrance again = done(joining(bySeat(ana), second));

    rooms.disconnect(new Attendance(ana.room().id(), ana.self().id(), first));
    loop.run();

    assertThat(again.members()).hasSize(1);
    assertThat(told(ana).notices).noneMatch(notice -> notice instanceof Notice.MemberStateChanged);
  }

  @Test
  void answersAnotherJoinOfTheSameConnectionWithoutChangingAnything() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);

    Entrance again = done(joining(byCode(ana.room().code(), "Somebody else"), tab));

    assertThat(again.self()).isEqualTo(ana.self());
    assertThat(again.token()).isEmpty();
    assertThat(told(ana).visitors).containsExactly(tab);
  }

  @Test
  void showsAndAcksNothingBeforeItIsStored() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);

    CompletableFuture<Posted> posted = post(ana, tab, "c1", "hi");
    loop.run();
    boolean early = posted.isDone() || !told(ana).events.isEmpty();
    commit();

    assertThat(early).isFalse();
    assertThat(posted.join().event().sequence()).isEqualTo(1);
    assertThat(told(ana).texts()).containsExactly("hi");
  }

  @Test
  void storesEverythingThatWaitsInOneBatch() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c0", "first");
    loop.run();

    List<CompletableFuture<Posted>> later = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      later.add(post(ana, tab, "c" + i, "text " + i));
    }
    while (commit() > 0) {
      // until all is stored
    }

    assertThat(store.batches).containsExactly(128, 128, 45);
    assertThat(later).allMatch(CompletableFuture::isDone);
    assertThat(told(ana).events)
        .extracting(RoomEvent::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 301).boxed().toList());
  }

  @Test
  void storesWhatComesAfterTheLogHasBegunInTheNextBatch() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c1", "one");
    loop.run();
    post(ana, tab, "c2", "two");
    loop.run();
    store.begin();

    post(ana, tab, "c3", "three");
    post(ana, tab, "c4", "four");
    while (commit() > 0) {
      // until all is stored
    }

    assertThat(store.batches).containsExactly(2, 2);
    assertThat(told(ana).texts()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void letsNoMessageIntoABatchPastALeaveThatStandsBeforeIt() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", tab);
    post(bo, tab, "c1", "before");
    loop.run();

    rooms.leave(attendance(bo, tab));
    CompletableFuture<Posted> after = post(bo, tab, "c2", "after");
    loop.run();
    commit();

    assertThat(store.batches).containsExactly(1);
    assertRefused(after, Refusal.NOT_MEMBER);
  }

  @Test
  void boundsABatchInBytes() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);

    for (int i = 0; i < 100; i++) {
      post(ana, tab, "c" + i, "x".repeat(4000));
    }
    commit();

    assertThat(store.batches.getFirst()).isBetween(60, 66);
  }

  @Test
  void tellsTheCountAgainWhenARoomGrowsToTheSameSizeASecondTime() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    List<Runnable> leaving = new ArrayList<>();
    for (int round = 1; round <= 2; round++) {
      for (int i = leaving.size(); i < Roster.MAX_LISTED; i++) {
        Tab guest = new Tab();
        Entrance entrance = join(ana.room().code(), "Guest " + round + "-" + i, guest);
        leaving.add(() -> rooms.leave(attendance(entrance, guest)));
      }
      loop.advance(Roster.COUNT_INTERVAL);
      List<Runnable> some = leaving.subList(0, Roster.MAX_LISTED - Roster.LISTED_AGAIN + 1);
      some.forEach(Runnable::run);
      some.clear();
      loop.advance(Roster.COUNT_INTERVAL);
    }

    assertThat(told(ana).notices)
        .filteredOn(notice -> notice instanceof Notice.MemberCount)
        .containsExactly(
            new Notice.MemberCount(Roster.MAX_LISTED + 1),
            new Notice.MemberCount(Roster.MAX_LISTED + 1));
  }

  @Test
  void putsTheNewNameOnWhatIsSaidAfterARename() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);

    rooms.rename(attendance(ana, tab), MemberName.of("Anna"));
    post(ana, tab, "c1", "in the same turn");
    loop.run();
    post(ana, tab, "c2", "while the rename waits");
    while (commit() > 0) {
      // until all is stored
    }

    assertThat(told(ana).events)
        .filteredOn(event -> event.content() instanceof RoomEvent.MessageSent)
        .extracting(event -> event.name().value())
        .containsExactly("Anna", "Anna");
  }

  @Test
  void letsMessagesInALargeRoomWaitForEachOther() {
    Tab tab = new Tab();
    Entrance ana = crowd(tab);
    post(ana, tab, "c1", "at once");
    loop.run();
    int first = commit();

    post(ana, tab, "c2", "after a pause");
    loop.run();
    int early = commit();
    post(ana, tab, "c3", "with the other");
    loop.advance(Pace.MAX_PAUSE);
    int late = commit();

    assertThat(List.of(first, early, late)).containsExactly(1, 0, 1);
    assertThat(store.batches).containsExactly(1, 2);
  }

  @Test
  void letsManyMessagesInALargeRoomGoAtOnce() {
    Tab tab = new Tab();
    Entrance ana = crowd(tab);
    post(ana, tab, "c0", "at once");
    commit();

    for (int i = 1; i <= Pace.ENOUGH; i++) {
      post(ana, tab, "c" + i, "text");
    }
    loop.run();

    assertThat(commit()).isEqualTo(1);
  }

  @Test
  void refusesWhatWaitsForOthersWhenTheRoomEnds() {
    Tab tab = new Tab();
    Entrance ana = crowd(tab);
    loop.advance(Duration.ofHours(1).minusMillis(1));
    post(ana, tab, "c1", "at once");
    commit();

    CompletableFuture<Posted> late = post(ana, tab, "c2", "too late");
    loop.run();
    loop.advance(Pace.MAX_PAUSE);

    assertRefused(late, Refusal.GONE);
  }

  @Test
  void tellsALargeRoomHowManyAreThereAndListsSome() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    for (int i = 2; i <= Roster.MAX_LISTED; i++) {
      join(ana.room().code(), "Guest " + i, new Tab());
    }
    int listed = told(ana).notices.size();
    Entrance early = join(ana.room().code(), "Early", new Tab());
    Entrance last = join(ana.room().code(), "Last", new Tab());
    loop.advance(Roster.COUNT_INTERVAL);

    assertThat(listed).isEqualTo(Roster.MAX_LISTED);
    assertThat(told(ana).notices.subList(listed, listed + 1))
        .containsExactly(new Notice.MemberCount(Roster.MAX_LISTED + 2));
    assertThat(last.memberCount()).isEqualTo(Roster.MAX_LISTED + 2);
    assertThat(last.members())
        .hasSize(1 + Roster.SAMPLE)
        .extracting(Entrance.Present::member)
        .contains(ana.self(), early.self(), last.self());
  }

  @Test
  void listsEverybodyAgainWhenARoomIsNotLargeAnyMore() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    List<Runnable> leaving = new ArrayList<>();
    for (int i = 1; i <= Roster.MAX_LISTED; i++) {
      Tab guest = new Tab();
      Entrance entrance = join(ana.room().code(), "Guest " + i, guest);
      leaving.add(() -> rooms.leave(attendance(entrance, guest)));
    }
    told(ana).notices.clear();

    leaving.subList(0, Roster.MAX_LISTED - Roster.LISTED_AGAIN + 2).forEach(Runnable::run);
    loop.run();
    loop.advance(Roster.COUNT_INTERVAL);

    assertThat(told(ana).notices).hasSize(2);
    assertThat(told(ana).notices.getFirst())
        .isInstanceOfSatisfying(
            Notice.Members.class,
            all -> {
              assertThat(all.count()).isEqualTo(Roster.LISTED_AGAIN);
              assertThat(all.members()).hasSize(Roster.LISTED_AGAIN);
            });
    assertThat(told(ana).notices.getLast()).isInstanceOf(Notice.MemberLeft.class);
  }

  @Test
  void answersARepeatedCommandWithItsFirstResult() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    CompletableFuture<Posted> first = post(ana, tab, "c1", "hi");
    CompletableFuture<Posted> inTheSameBatch = post(ana, tab, "c1", "hi");
    commit();

    CompletableFuture<Posted> later = post(ana, tab, "c1", "hi");
    commit();

    assertThat(first.join().duplicate()).isFalse();
    assertThat(inTheSameBatch.join()).isEqualTo(new Posted(first.join().event(), true));
    assertThat(later.join()).isEqualTo(new Posted(first.join().event(), true));
    assertThat(told(ana).texts()).containsExactly("hi");
  }

  @Test
  void refusesAnIdThatStandsForSomethingElse() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c1", "hi");
    commit();

    CompletableFuture<Posted> other = post(ana, tab, "c1", "ho");
    commit();

    assertRefused(other, Refusal.ID_REUSED);
    assertThat(told(ana).texts()).containsExactly("hi");
  }

  @Test
  void looksBeforeItRefusesSomebodyWhoHasLeft() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", tab);
    post(bo, tab, "c1", "hi");
    commit();
    rooms.leave(attendance(bo, tab));

    CompletableFuture<Posted> repeated = post(bo, tab, "c1", "hi");
    CompletableFuture<Posted> fresh = post(bo, tab, "c2", "hi");
    loop.run();

    assertThat(repeated.join().duplicate()).isTrue();
    assertRefused(fresh, Refusal.NOT_MEMBER);
  }

  @Test
  void letsNobodyPostAfterTheirLeaveInTheSameTurn() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", tab);

    CompletableFuture<Posted> before = post(bo, tab, "c1", "before");
    CompletableFuture<Boolean> left = rooms.leave(attendance(bo, tab));
    CompletableFuture<Posted> after = post(bo, tab, "c2", "after");
    loop.run();
    boolean leftEarly = left.isDone();
    commit();

    assertThat(leftEarly).isFalse();
    assertThat(before.join().event().sequence()).isEqualTo(1);
    assertThat(left).isCompletedWithValue(true);
    assertRefused(after, Refusal.NOT_MEMBER);
  }

  @Test
  void takesAMemberOutInAllTabs() {
    Tab first = new Tab();
    Tab second = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", first);
    done(joining(bySeat(bo), second));

    rooms.leave(attendance(bo, first));
    loop.run();

    assertThat(told(ana).visitors).doesNotContain(first, second);
    assertThat(told(ana).removed).containsExactly(second);
    assertThat(told(ana).notices)
        .contains(new Notice.MemberLeft(bo.self().id(), Notice.LeaveReason.LEFT));
  }

  @Test
  void saysReconnectingFirstAndLeftAfterTheGrace() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", tab);

    rooms.disconnect(attendance(bo, tab));
    loop.advance(Duration.ofSeconds(19));
    List<Notice> before = List.copyOf(told(ana).notices);
    loop.advance(Duration.ofSeconds(1));

    Member.Id id = bo.self().id();
    assertThat(before)
        .contains(new Notice.MemberStateChanged(id, Member.State.RECONNECTING))
        .noneMatch(notice -> notice instanceof Notice.MemberLeft);
    assertThat(told(ana).notices).contains(new Notice.MemberLeft(id, Notice.LeaveReason.TIMEOUT));
  }

  @Test
  void keepsTheMemberOfAReload() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", tab);
    rooms.disconnect(attendance(bo, tab));
    loop.advance(Duration.ofSeconds(10));

    Entrance back = done(joining(bySeat(bo), new Tab()));
    loop.advance(Duration.ofMinutes(1));

    assertThat(back.self()).isEqualTo(bo.self());
    assertThat(told(ana).notices)
        .contains(new Notice.MemberStateChanged(bo.self().id(), Member.State.ONLINE))
        .noneMatch(notice -> notice instanceof Notice.MemberLeft);
  }

  @Test
  void removesAnEmptyRoomAfterItsGraceWithAllItHeld() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c1", "hi");
    commit();
    rooms.leave(attendance(ana, tab));

    loop.advance(OPTIONS.grace().minusMillis(1));
    boolean aliveBefore = !store.rooms().isEmpty();
    loop.advance(Duration.ofMillis(1));

    assertThat(aliveBefore).isTrue();
    assertThat(store.rooms()).isEmpty();
    assertThat(store.events(ana.room().id())).isEmpty();
    assertRefused(joining(bySeat(ana), new Tab()), Refusal.GONE);
    assertRefused(joining(byCode(ana.room().code(), "Bo"), new Tab()), Refusal.NOT_FOUND);
  }

  @Test
  void keepsARoomThatSomebodyComesBackTo() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    rooms.leave(attendance(ana, tab));
    loop.advance(OPTIONS.grace().minusSeconds(1));

    done(joining(bySeat(ana), new Tab()));
    loop.advance(OPTIONS.grace());

    assertThat(store.rooms()).hasSize(1);
  }

  @Test
  void survivesAReloadOfItsOnlyMemberEvenWithoutGrace() {
    Rooms strict = rooms(OPTIONS.withGrace(Duration.ZERO));
    Tab tab = new Tab();
    CompletableFuture<Entrance> created = new CompletableFuture<>();
    strict.create(creation("Ana"), tab, created);
    Entrance ana = done(created);
    strict.disconnect(attendance(ana, tab));
    loop.advance(Duration.ofSeconds(5));

    CompletableFuture<Entrance> back = new CompletableFuture<>();
    strict.join(bySeat(ana), new Tab(), back);
    loop.advance(Duration.ofMinutes(1));

    assertThat(done(back).self()).isEqualTo(ana.self());
    assertThat(store.rooms()).hasSize(1);
  }

  @Test
  void endsATimedRoomAtItsTime() {
    CompletableFuture<Entrance> created = new CompletableFuture<>();
    rooms.create(
        new Creation(MemberName.of("Ana"), "", Lifetime.HOUR, Optional.empty(), Optional.empty()),
        new Tab(),
        created);
    Entrance ana = done(created);

    loop.advance(Duration.ofMinutes(59));
    boolean aliveBefore = !store.rooms().isEmpty();
    loop.advance(Duration.ofMinutes(1));

    assertThat(aliveBefore).isTrue();
    assertThat(store.rooms()).isEmpty();
    assertThat(told(ana).notices).contains(new Notice.RoomClosed(Notice.EndReason.EXPIRED));
  }

  @Test
  void keepsAKeptRoomInTheStoreThoughItLeavesMemory() {
    CompletableFuture<Entrance> created = new CompletableFuture<>();
    Tab tab = new Tab();
    rooms.create(
        new Creation(MemberName.of("Ana"), "", Lifetime.KEPT, Optional.empty(), Optional.empty()),
        tab,
        created);
    Entrance ana = done(created);
    rooms.leave(attendance(ana, tab));
    loop.advance(OPTIONS.grace());
    int loaded = rooms.loadedCount();

    Entrance back = done(joining(bySeat(ana), new Tab()));

    assertThat(loaded).isZero();
    assertThat(back.self()).isEqualTo(ana.self());
  }

  @Test
  void takesUpRoomsOfBeforeAndStartsTheirGraceAnew() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c1", "hi");
    commit();
    Rooms restarted = rooms(OPTIONS);
    restarted.start().join();
    loop.advance(Duration.ofMinutes(5));

    CompletableFuture<Entrance> back = new CompletableFuture<>();
    restarted.join(bySeat(ana), new Tab(), back);
    loop.run();
    loop.advance(Duration.ofHours(1));

    assertThat(done(back).self().role()).isEqualTo(Member.Role.HOST);
    assertThat(done(back).events()).hasSize(1);
    assertThat(store.rooms()).hasSize(1);
  }

  @Test
  void sweepsRoomsThatNobodyComesBackToAfterARestart() {
    create("Ana", new Tab());
    Rooms restarted = rooms(OPTIONS);

    restarted.start().join();
    loop.advance(Duration.ofMinutes(30));

    assertThat(store.rooms()).isEmpty();
  }

  @Test
  void letsOnlyTheHostCloseTheRoom() {
    Tab anaTab = new Tab();
    Tab boTab = new Tab();
    Entrance ana = create("Ana", anaTab);
    Entrance bo = join(ana.room().code(), "Bo", boTab);

    assertRefused(rooms.close(attendance(bo, boTab)), Refusal.FORBIDDEN);
    CompletableFuture<Boolean> closed = rooms.close(attendance(ana, anaTab));
    loop.run();

    assertThat(closed).isCompletedWithValue(true);
    assertThat(told(ana).notices).contains(new Notice.RoomClosed(Notice.EndReason.CLOSED));
    assertThat(store.rooms()).isEmpty();
    assertRefused(post(bo, boTab, "c1", "hi"), Refusal.GONE);
  }

  @Test
  void bringsExactlyWhatWasMissed() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 300);

    Entrance back = done(joining(bySeat(ana, resume(ana, 120)), new Tab()));

    assertThat(back.mode()).isEqualTo(Entrance.Mode.RESUME);
    assertThat(back.events()).hasSize(180);
    assertThat(back.events().getFirst().sequence()).isEqualTo(121);
    assertThat(back.head()).isEqualTo(300);
  }

  @Test
  void bringsWhatWasMissedFromTheLogWhenMemoryHasForgottenIt() {
    Entrance ana = talk(new Tab(), 500);

    Entrance back = done(joining(bySeat(ana, resume(ana, 3)), new Tab()));

    assertThat(back.mode()).isEqualTo(Entrance.Mode.RESUME);
    assertThat(back.events()).hasSize(497);
  }

  @Test
  void givesASnapshotToThoseWhoMissedTooMuch() {
    Entrance ana = talk(new Tab(), 600);

    Entrance back = done(joining(bySeat(ana, resume(ana, 50)), new Tab()));

    assertThat(back.mode()).isEqualTo(Entrance.Mode.SNAPSHOT);
    assertThat(back.events()).hasSize(100);
    assertThat(back.more()).isTrue();
  }

  @Test
  void resetsThoseWhoHoldAnotherHistory() {
    Entrance ana = talk(new Tab(), 10);
    Resume good = resume(ana, 5);
    Optional<EventId> otherTail = resume(ana, 4).tail();
    List<Resume> others =
        List.of(
            new Resume("another epoch", good.sequence(), good.tail()),
            new Resume(good.epoch(), good.sequence(), otherTail),
            new Resume(good.epoch(), good.sequence(), Optional.empty()),
            new Resume(good.epoch(), 11, good.tail()));

    for (Resume other : others) {
      Entrance back = done(joining(bySeat(ana, Optional.of(other)), new Tab()));
      assertThat(back.mode()).isEqualTo(Entrance.Mode.RESET);
      assertThat(back.events()).hasSize(10);
    }
  }

  @Test
  void leavesNoHoleBetweenTheEntranceAndWhatIsTold() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c1", "one");
    commit();
    post(ana, tab, "c2", "two");
    loop.run();
    Tab boTab = new Tab();
    CompletableFuture<Entrance> bo = joining(byCode(ana.room().code(), "Bo"), boTab);
    commit();
    post(ana, tab, "c3", "three");
    commit();

    List<Long> seen = new ArrayList<>();
    done(bo).events().forEach(event -> seen.add(event.sequence()));
    seen.addAll(told(ana).sequencesFor(boTab));

    assertThat(seen).containsExactly(1L, 2L, 3L);
  }

  @Test
  void pagesThroughHistoryBothWays() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 600);

    History last = history(ana, tab, OptionalLong.empty(), OptionalLong.empty(), 50);
    History older = history(ana, tab, OptionalLong.of(551), OptionalLong.empty(), 200);
    History oldest = history(ana, tab, OptionalLong.of(10), OptionalLong.empty(), 50);
    History newer = history(ana, tab, OptionalLong.empty(), OptionalLong.of(0), 200);
    History newest = history(ana, tab, OptionalLong.empty(), OptionalLong.of(590), 200);

    assertRange(last, 551, 600, true);
    assertRange(older, 351, 550, true);
    assertRange(oldest, 1, 9, false);
    assertRange(newer, 1, 200, true);
    assertRange(newest, 591, 600, false);
  }

  @Test
  void renamesAMemberAsAnEventOfTheLog() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);

    CompletableFuture<Posted> renamed = rooms.rename(attendance(ana, tab), MemberName.of("Anna"));
    loop.run();
    commit();
    Entrance back = done(joining(bySeat(ana), new Tab()));

    assertThat(renamed.join().event().content())
        .isEqualTo(new RoomEvent.MemberRenamed(ana.self().id(), MemberName.of("Anna")));
    assertThat(back.self().name().value()).isEqualTo("Anna");
  }

  @Test
  void refusesToRenameToANameThatIsTaken() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", new Tab());
    Entrance bo = join(ana.room().code(), "Bo", tab);

    assertRefused(rooms.rename(attendance(bo, tab), MemberName.of("ana")), Refusal.NAME_TAKEN);
  }

  @Test
  void tellsWhatTurnsOutToBeStoredThoughTheCommitFailed() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    store.failNext(new IllegalStateException("connection lost"), true);
    CompletableFuture<Posted> first = post(ana, tab, "c1", "hi");
    commit();

    CompletableFuture<Posted> repeated = post(ana, tab, "c1", "hi");
    commit();

    assertRefused(first, Refusal.UNAVAILABLE);
    assertThat(repeated.join().duplicate()).isTrue();
    assertThat(told(ana).texts()).containsExactly("hi");
  }

  @Test
  void goesOnAfterACommitThatFailed() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    store.failNext(new RefusedException(Refusal.STORE_FULL), false);
    CompletableFuture<Posted> first = post(ana, tab, "c1", "hi");
    commit();

    CompletableFuture<Posted> repeated = post(ana, tab, "c1", "hi");
    commit();

    assertRefused(first, Refusal.STORE_FULL);
    assertThat(repeated.join())
        .isEqualTo(new Posted(store.events(ana.room().id()).getFirst(), false));
  }

  @Test
  void neverGoesBackInTime() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 3);

    assertThat(store.events(ana.room().id())).extracting(RoomEvent::at).isSorted();
  }

  @Test
  void refusesEverythingNewWhileItDrains() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    rooms.drain();

    assertRefused(post(ana, tab, "c1", "hi"), Refusal.DRAINING);
    assertRefused(joining(bySeat(ana), new Tab()), Refusal.DRAINING);
  }

  @Test
  void refusesWhatWaitsInARoomThatIsTooBusy() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    CompletableFuture<Posted> last = new CompletableFuture<>();

    for (int i = 0; i <= 10_000; i++) {
      last = post(ana, tab, "c" + i, "x");
    }

    assertRefused(last, Refusal.BUSY);
  }

  @Test
  void bringsALaggingConnectionOnUntilItIsLevel() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 450);

    rooms.feed(attendance(ana, tab), 0);
    loop.run();
    rooms.feed(attendance(ana, tab), 200);
    loop.run();
    rooms.feed(attendance(ana, tab), 400);
    loop.run();

    assertThat(told(ana).fed).extracting(fed -> fed.events().size()).containsExactly(200, 200, 50);
    assertThat(told(ana).fed)
        .extracting(RecordingAudience.Fed::isLevel)
        .containsExactly(false, false, true);
    assertThat(told(ana).fed.getLast().events().getLast().sequence()).isEqualTo(450);
  }

  @Test
  void saysToALaggingConnectionThatIsLevelAlreadyWhoIsThere() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 3);

    rooms.feed(attendance(ana, tab), 3);
    loop.run();

    assertThat(told(ana).fed).containsExactly(new RecordingAudience.Fed(tab, 3, List.of(), true));
  }

  @Test
  void tellsNothingToALaggingConnectionThatHasLeft() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 3);
    done(rooms.leave(attendance(ana, tab)));

    rooms.feed(attendance(ana, tab), 0);
    loop.run();

    assertThat(told(ana).fed).isEmpty();
  }

  @Test
  void saysWhereTheLogEndsWhenTheRoomHasComeToRest() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 3);

    loop.advance(Duration.ofSeconds(80));

    assertThat(told(ana).notices)
        .filteredOn(Notice.Head.class::isInstance)
        .containsExactly(new Notice.Head(3));
  }

  @Test
  void takesInManyAtOnceAndThenATrickle() {
    Entrance ana = create("Ana", new Tab());
    RoomCode code = ana.room().code();
    for (int i = 0; i < OPTIONS.newSeatsAtOnce(); i++) {
      join(code, "Person " + i, new Tab());
    }

    assertRefused(joining(byCode(code, "Late"), new Tab()), Refusal.RATE_LIMITED);
    Joining exempt = byCode(code, "Exempt").with(Joining.Welcome.EXEMPT);
    assertThat(done(joining(exempt, new Tab())).newcomer()).isTrue();
    loop.advance(Duration.ofSeconds(1));
    join(code, "Late", new Tab());
  }

  @Test
  void opensToASeatButToNoStrangerWhileTheDoorIsShut() {
    Entrance ana = create("Ana", new Tab());
    Joining shut = byCode(ana.room().code(), "Bo").with(Joining.Welcome.SEATS_ONLY);
    Joining seat = bySeat(ana).with(Joining.Welcome.SEATS_ONLY);

    assertRefused(joining(shut, new Tab()), Refusal.NOT_FOUND);
    assertThat(done(joining(seat, new Tab())).self()).isEqualTo(ana.self());
  }

  @Test
  void refusesANameThatLooksLikeTheHostsThoughTheHostIsAway() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    join(ana.room().code(), "Bo", new Tab());
    done(rooms.leave(attendance(ana, tab)));

    assertRefused(joining(byCode(ana.room().code(), "ANA"), new Tab()), Refusal.NAME_TAKEN);
  }

  /** One tab of a browser. */
  private static final class Tab implements Visitor {}

  private Rooms rooms(RoomOptions options) {
    return new Rooms(
        options,
        List.of(loop),
        store,
        store,
        room -> audiences.computeIfAbsent(room, _ -> new RecordingAudience()),
        loop,
        new Random(11),
        new LookAlikeNames());
  }

  private int commit() {
    loop.run();
    int committed = store.commit();
    loop.run();
    return committed;
  }

  private Entrance talk(Tab tab, int messages) {
    Entrance ana = create("Ana", tab);
    for (int i = 1; i <= messages; i++) {
      post(ana, tab, "c" + i, "text " + i);
    }
    while (commit() > 0) {
      // until all is stored
    }
    return ana;
  }

  private static Creation creation(String name) {
    return new Creation(
        MemberName.of(name), "", Lifetime.EMPTY, Optional.empty(), Optional.empty());
  }

  private Entrance create(String name, Tab tab) {
    return done(creating(creation(name), tab));
  }

  /** A room that is just large enough for messages to wait for each other. */
  private Entrance crowd(Tab tab) {
    Entrance host =
        done(
            creating(
                new Creation(
                    MemberName.of("Ana"), "", Lifetime.HOUR, Optional.empty(), Optional.empty()),
                tab));
    for (int i = 1; i < Pace.MIN_MEMBERS; i++) {
      join(host.room().code(), "Guest " + i, new Tab());
    }
    return host;
  }

  private CompletableFuture<Entrance> creating(Creation creation, Tab tab) {
    CompletableFuture<Entrance> answer = new CompletableFuture<>();
    rooms.create(creation, tab, answer);
    loop.run();
    return answer;
  }

  private Entrance join(RoomCode code, String name, Tab tab) {
    return done(joining(byCode(code, name), tab));
  }

  private CompletableFuture<Entrance> joining(Joining joining, Tab tab) {
    CompletableFuture<Entrance> answer = new CompletableFuture<>();
    rooms.join(joining, tab, answer);
    loop.run();
    return answer;
  }

  private static Joining byCode(RoomCode code, String name) {
    return new Joining(
        Optional.empty(),
        Optional.of(code),
        Optional.of(MemberName.of(name)),
        Optional.empty(),
        Optional.empty(),
        Joining.Welcome.OPEN);
  }

  private static Joining bySeat(Entrance entrance) {
    return bySeat(entrance, Optional.empty());
  }

  private static Joining bySeat(Entrance entrance, Optional<Resume> resume) {
    return new Joining(
        Optional.of(entrance.room().id()),
        Optional.empty(),
        Optional.empty(),
        entrance.token(),
        resume,
        Joining.Welcome.OPEN);
  }

  private Resume resume(Entrance entrance, int sequence) {
    RoomEvent held = store.events(entrance.room().id()).get(sequence - 1);
    return new Resume(entrance.room().epoch(), sequence, Optional.of(held.id()));
  }

  private static Joining bySeat(Entrance entrance, Resume resume) {
    return bySeat(entrance, Optional.of(resume));
  }

  private static Attendance attendance(Entrance entrance, Tab tab) {
    return new Attendance(entrance.room().id(), entrance.self().id(), tab);
  }

  private CompletableFuture<Posted> post(Entrance entrance, Tab tab, String id, String text) {
    return rooms.post(
        attendance(entrance, tab),
        new Posting(
            new CommandId(id),
            new MessageText(text),
            Optional.empty(),
            List.of(),
            Optional.empty()));
  }

  private History history(
      Entrance entrance, Tab tab, OptionalLong before, OptionalLong after, int limit) {
    CompletableFuture<History> history =
        rooms.history(
            attendance(entrance, tab),
            after.isPresent()
                ? new HistoryRange.After(after.getAsLong(), limit)
                : new HistoryRange.Before(before, limit));
    return done(history);
  }

  private RecordingAudience told(Entrance entrance) {
    return audiences.computeIfAbsent(entrance.room().id(), _ -> new RecordingAudience());
  }

  private <T> T done(CompletableFuture<T> future) {
    loop.run();
    assertThat(future).isDone();
    return future.join();
  }

  private void assertRefused(CompletableFuture<?> future, Refusal refusal) {
    loop.run();
    assertThat(future).isDone();
    assertThatThrownBy(future::join)
        .cause()
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
  }

  private static void assertRange(History history, long first, long last, boolean more) {
    assertThat(history.events().getFirst().sequence()).isEqualTo(first);
    assertThat(history.events().getLast().sequence()).isEqualTo(last);
    assertThat(history.events()).hasSize((int) (last - first + 1));
    assertThat(history.more()).isEqualTo(more);
  }
}
