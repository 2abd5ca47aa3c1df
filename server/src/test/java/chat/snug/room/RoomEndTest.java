package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How members and rooms come to their end. */
final class RoomEndTest extends RoomsFixture {
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
  void endsARoomWhoseRemovalWasStoredThoughTheAnswerWasLost() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    store.failNextOfDirectory(new IllegalStateException("connection lost"), true);
    assertRefused(rooms.close(attendance(ana, tab)), Refusal.UNAVAILABLE);

    CompletableFuture<Boolean> again = rooms.close(attendance(ana, tab));
    loop.run();

    assertThat(again).isCompletedWithValue(true);
    assertThat(told(ana).notices).contains(new Notice.RoomClosed(Notice.EndReason.CLOSED));
    assertThat(rooms.loadedCount()).isZero();
  }
}
