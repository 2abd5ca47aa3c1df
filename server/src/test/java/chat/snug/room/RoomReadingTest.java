package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What those get who come back, page back, or could not keep up. */
final class RoomReadingTest extends RoomsFixture {
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

  /** Each is as long as a text can be on the wire: 24 KB for 4,000 characters. */
  @Test
  void countsWhatIsWrittenForACharacterNotTheCharacter() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    for (int i = 1; i <= 60; i++) {
      post(ana, tab, "c" + i, "\u0001".repeat(3_998) + "hi");
    }
    while (commit() > 0) {
      // until all is stored
    }

    Entrance fresh = join(ana.room().code(), "Bo", new Tab());
    Entrance back = done(joining(bySeat(ana, resume(ana, 1)), new Tab()));
    Entrance soonBack = done(joining(bySeat(ana, resume(ana, 45)), new Tab()));
    History page = history(ana, tab, OptionalLong.empty(), OptionalLong.of(0), 60);
    CompletableFuture<History> around =
        rooms.history(
            attendance(ana, tab),
            new HistoryRange.Around(store.events(ana.room().id()).get(29).id(), 60));

    assertThat(fresh.events()).hasSize(256 * 1024 / 24_400);
    assertThat(fresh.more()).isTrue();
    assertThat(back.mode()).isEqualTo(Entrance.Mode.SNAPSHOT);
    assertThat(soonBack.mode()).isEqualTo(Entrance.Mode.RESUME);
    assertThat(soonBack.events()).hasSize(15);
    assertRange(page, 1, 512 * 1024 / 24_400, true);
    assertRange(done(around), 21, 40, true);
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
  void tellsWhoComesOfAPinThatWasStoredWhileThePinsWereRead() {
    Tab tab = new Tab();
    Entrance ana = talk(tab, 1);
    EventId message = store.events(ana.room().id()).getFirst().id();
    react(ana, tab, message);
    commit();
    store.readLate(true);
    CompletableFuture<Entrance> entering = joining(byCode(ana.room().code(), "Bo"), new Tab());
    rooms.change(
        attendance(ana, tab), new CommandId("p1"), new RoomEvent.MessagePinned(message, true));
    loop.run();

    store.commit();
    store.readLate(false);

    assertThat(done(entering).pinned()).extracting(RoomEvent::id).containsExactly(message);
    assertThat(join(ana.room().code(), "Cy", new Tab()).pinned()).hasSize(1);
  }

  private void react(Entrance entrance, Tab tab, EventId message) {
    rooms.change(
        attendance(entrance, tab),
        new CommandId("r1"),
        new RoomEvent.Reacted(message, new Emoji("👍"), true));
  }
}
