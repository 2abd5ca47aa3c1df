package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is different where many are: counts for lists, and messages that wait for each other. */
final class RoomCrowdTest extends RoomsFixture {
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
}
