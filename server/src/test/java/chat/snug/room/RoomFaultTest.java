package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.account.LookAlikeNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in a room stays there, is answered, and the room goes on. */
final class RoomFaultTest extends RoomsFixture {
  private final RuntimeException bug = new IllegalStateException("planted");
  private final Tab tab = new Tab();
  private final Tab other = new Tab();

  @Test
  void answersWhatIsStoredThoughItCannotBeTold() {
    Entrance ana = create("Ana", tab);
    told(ana).plant("tellEvents", bug);

    CompletableFuture<Posted> first = post(ana, tab, "c1", "one");
    commit();
    told(ana).mend();
    CompletableFuture<Posted> second = post(ana, tab, "c2", "two");
    commit();

    assertThat(done(first).event().sequence()).isEqualTo(1);
    assertThat(done(second).event().sequence()).isEqualTo(2);
    assertThat(told(ana).texts()).containsExactly("two");
    assertThat(faults).containsExactly(bug);
  }

  @Test
  void letsEverybodyReadOnFromTheLogAfterAFault() {
    Entrance ana = create("Ana", tab);
    Entrance bo = join(ana.room().code(), "Bo", other);
    told(ana).plant("tellEvents", bug);
    post(ana, tab, "c1", "one");
    commit();
    told(ana).mend();
    loop.run();

    rooms.feed(attendance(bo, other), 0);
    loop.run();

    assertThat(told(ana).restarts).isEqualTo(1);
    assertThat(told(ana).visitors).containsExactlyInAnyOrder(tab, other);
    RecordingAudience.Fed fed = told(ana).fed.getLast();
    assertThat(fed.events()).extracting(RoomEvent::sequence).containsExactly(1L);
    assertThat(fed.isLevel()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"enter", "tellNotices"})
  void letsInWhomItFailedToLetIn(String step) {
    Entrance ana = create("Ana", tab);
    told(ana).plant(step, bug);
    CompletableFuture<Entrance> first = joining(byCode(ana.room().code(), "Bo"), other);
    told(ana).mend();
    loop.run();

    assertThat(first).isDone();
    if (first.isCompletedExceptionally()) {
      assertRefused(first, Refusal.UNAVAILABLE);
      loop.advance(OPTIONS.leaveGrace());
      join(ana.room().code(), "Bo", other);
    }

    assertThat(told(ana).visitors).contains(tab, other);
    CompletableFuture<Posted> posted = post(ana, tab, "c1", "one");
    commit();
    assertThat(done(posted).event().sequence()).isEqualTo(1);
  }

  @Test
  void letsGoOfWhomItFailedToLetGo() {
    Entrance ana = create("Ana", tab);
    Entrance bo = join(ana.room().code(), "Bo", other);
    told(ana).plant("leave", bug);
    rooms.disconnect(attendance(bo, other));
    loop.run();
    told(ana).mend();

    assertThat(told(ana).visitors).containsExactly(tab);
    loop.advance(OPTIONS.leaveGrace());
    assertThat(join(ana.room().code(), "Cy", new Tab()).members())
        .extracting(present -> present.member().name().value())
        .containsExactly("Ana", "Cy");
  }

  @Test
  void goesOnWhateverIsThrown() {
    Entrance ana = create("Ana", tab);
    List<Error> errors =
        List.of(new StackOverflowError(), new NoClassDefFoundError(), new AssertionError());
    for (int i = 0; i < errors.size(); i++) {
      told(ana).plant("tellEvents", errors.get(i));
      CompletableFuture<Posted> posted = post(ana, tab, "c" + i, "text");
      commit();
      told(ana).mend();
      loop.advance(Duration.ofMinutes(2));

      assertThat(done(posted).event().sequence()).isEqualTo(i + 1);
    }
    assertThat(faults).hasSize(3);
  }

  @Test
  void keepsItsClocksAfterAFaultInOne() {
    Entrance ana = create("Ana", tab);
    post(ana, tab, "c1", "one");
    commit();
    told(ana).plant("tellNotices", bug);
    loop.advance(OPTIONS.headInterval().multipliedBy(2));
    told(ana).mend();
    assertThat(faults).isNotEmpty();

    loop.advance(Duration.ofMinutes(1));
    post(ana, tab, "c2", "two");
    commit();
    loop.advance(OPTIONS.headInterval().multipliedBy(2));

    assertThat(told(ana).notices).contains(new Notice.Head(2));
  }

  @Test
  void endsARoomThatEverybodyLeftThoughItFailedMeanwhile() {
    Entrance ana = create("Ana", tab);
    told(ana).plant("leave", bug);
    rooms.disconnect(attendance(ana, tab));
    loop.run();
    told(ana).mend();

    loop.advance(OPTIONS.leaveGrace().plus(OPTIONS.grace()).plusSeconds(1));

    assertThat(store.rooms()).isEmpty();
    assertThat(loop.armedTimers()).isZero();
  }

  @Test
  void answersWhatTheLogHadWhenTheRoomFailedAndReadsItsEndOnlyThen() {
    Entrance ana = talk(tab, 1);
    CompletableFuture<Posted> handed = post(ana, tab, "handed", "two");
    loop.run();
    int loads = store.loads;
    told(ana).plant("tellNotices", bug);
    loop.advance(OPTIONS.headInterval().multipliedBy(2));
    told(ana).mend();
    assertThat(faults).hasSize(1);
    assertThat(handed).isNotDone();
    assertThat(store.loads).isEqualTo(loads);

    commit();

    assertThat(done(handed).event().sequence()).isEqualTo(2);
    assertThat(store.loads).isEqualTo(loads + 1);
    CompletableFuture<Posted> next = post(ana, tab, "next", "three");
    commit();
    assertThat(done(next).event().sequence()).isEqualTo(3);
  }

  @Test
  void restsLongerEachTimeItFailsAgainAndSaysSo() {
    Entrance ana = create("Ana", tab);
    told(ana).plant("tellEvents", bug);
    List<CompletableFuture<Posted>> posted = new ArrayList<>();
    int loads = store.loads;
    for (int second = 0; second < 120; second++) {
      posted.add(post(ana, tab, "c" + second, "text"));
      commit();
      loop.advance(Duration.ofSeconds(1));
    }

    assertThat(store.loads - loads).isBetween(5, 10);
    assertThat(posted).allMatch(CompletableFuture::isDone);
    assertThat(posted).anyMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(store.events(ana.room().id()))
        .hasSize((int) posted.stream().filter(post -> !post.isCompletedExceptionally()).count());

    told(ana).mend();
    loop.advance(RoomRests.LONGEST);
    CompletableFuture<Posted> last = post(ana, tab, "last", "text");
    commit();
    assertThat(last).isCompleted();
    assertThat(told(ana).texts()).containsExactly("text");
  }

  @Test
  void knowsWhoWentWhileItRested() {
    Entrance ana = create("Ana", tab);
    Entrance bo = join(ana.room().code(), "Bo", other);
    told(ana).plant("tellEvents", bug);
    for (int i = 0; i < 3; i++) {
      post(ana, tab, "c" + i, "text");
      commit();
      loop.advance(Duration.ofSeconds(1));
    }
    rooms.disconnect(attendance(bo, other));
    loop.run();
    told(ana).mend();
    loop.advance(Duration.ofSeconds(40));

    assertThat(told(ana).visitors).containsExactly(tab);
    loop.advance(OPTIONS.leaveGrace());
    assertThat(join(ana.room().code(), "Cy", new Tab()).members()).hasSize(2);
  }

  @Test
  void doesNotTryACommandAThirdTimeThatBrokeTheRoomTwice() {
    Entrance ana = create("Ana", tab);
    random.fails = true;
    assertRefused(post(ana, tab, "c1", "one"), Refusal.UNAVAILABLE);
    assertRefused(post(ana, tab, "c1", "one"), Refusal.UNAVAILABLE);
    loop.advance(Duration.ofSeconds(2));
    int before = faults.size();
    assertRefused(post(ana, tab, "c1", "one"), Refusal.INTERNAL);

    assertThat(faults).hasSize(before);
    random.fails = false;
    CompletableFuture<Posted> second = post(ana, tab, "c2", "two");
    commit();
    assertThat(done(second).event().sequence()).isEqualTo(1);
  }

  @Test
  void goesOnWhenTheStoreThrows() {
    Entrance ana = create("Ana", tab);
    store.broken = bug;
    assertRefused(post(ana, tab, "c1", "one"), Refusal.UNAVAILABLE);
    loop.advance(Duration.ofSeconds(5));
    store.broken = null;
    loop.advance(Duration.ofSeconds(40));

    CompletableFuture<Posted> again = post(ana, tab, "c1", "one");
    commit();

    assertThat(done(again).event().sequence()).isEqualTo(1);
    assertThat(told(ana).visitors).containsExactly(tab);
  }

  @Test
  void keepsAFaultFromOtherRooms() {
    Entrance ana = create("Ana", tab);
    Entrance bo = create("Bo", other);
    told(ana).plant("tellEvents", bug);
    CompletableFuture<Posted> here = post(ana, tab, "c1", "here");
    CompletableFuture<Posted> there = post(bo, other, "c1", "there");
    commit();

    assertThat(done(here).event().sequence()).isEqualTo(1);
    assertThat(done(there).event().sequence()).isEqualTo(1);
    assertThat(told(bo).texts()).containsExactly("there");
    assertThat(told(bo).restarts).isZero();
  }

  @Test
  void answersWhoAsksForARoomThatCannotBeOpenedAndTriesItAgainLater() {
    Entrance ana = create("Ana", tab);
    RoomsThatDoNotOpen broken = new RoomsThatDoNotOpen();
    for (int i = 0; i < 10; i++) {
      CompletableFuture<Entrance> answer = new CompletableFuture<>();
      broken.rooms.join(bySeat(ana), new Tab(), answer);
      assertRefused(answer, Refusal.UNAVAILABLE);
    }
    assertThat(broken.tries).isEqualTo(1);

    loop.advance(Duration.ofSeconds(6));
    CompletableFuture<Entrance> answer = new CompletableFuture<>();
    broken.rooms.join(bySeat(ana), new Tab(), answer);

    assertRefused(answer, Refusal.UNAVAILABLE);
    assertThat(broken.tries).isEqualTo(2);
  }

  @Test
  void keepsTheRoomWhenOnlyReadingFails() {
    Entrance ana = talk(tab, 3);
    RecordingAudience audience = told(ana);
    audience.plant("feed", bug);
    rooms.feed(attendance(ana, tab), 0);
    loop.run();
    audience.mend();

    assertThat(audience.restarts).isZero();
    assertThat(faults).hasSize(1);
    loop.advance(Duration.ofSeconds(31));
    assertThat(audience.fed).hasSize(1);
    assertRange(history(ana, tab, OptionalLong.empty(), OptionalLong.empty(), 10), 1, 3, false);
  }

  /** Rooms whose audiences cannot be made. */
  private final class RoomsThatDoNotOpen {
    int tries;
    final Rooms rooms =
        new Rooms(
            OPTIONS,
            List.of(loop),
            store,
            store,
            _ -> {
              tries++;
              throw bug;
            },
            loop,
            random,
            new LookAlikeNames(),
            (_, _) -> {});
  }
}
