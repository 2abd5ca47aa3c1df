package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a room stores, in which batches, and what it answers then. */
final class RoomLogTest extends RoomsFixture {
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
}
