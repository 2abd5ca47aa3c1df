package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is let into a room, and as whom. */
final class RoomEntranceTest extends RoomsFixture {
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
  void refusesANameThatLooksLikeTheHostsThoughTheHostIsAway() {
    Tab tab = new Tab();
    Entrance ana = create("Ana", tab);
    join(ana.room().code(), "Bo", new Tab());
    done(rooms.leave(attendance(ana, tab)));

    assertRefused(joining(byCode(ana.room().code(), "ANA"), new Tab()), Refusal.NAME_TAKEN);
  }

  @Test
  void letsInWhoseSeatWasStoredThoughTheAnswerWasLost() {
    Entrance ana = create("Ana", new Tab());
    Joining joining =
        new Joining(
            Optional.empty(),
            Optional.of(ana.room().code()),
            Optional.of(MemberName.of("Bo")),
            Optional.of(SeatToken.draw(random)),
            Optional.empty(),
            Joining.Welcome.OPEN);
    store.failNextOfDirectory(new IllegalStateException("connection lost"), true);
    assertRefused(joining(joining, new Tab()), Refusal.UNAVAILABLE);

    Entrance bo = done(joining(joining, new Tab()));

    assertThat(bo.self().name()).isEqualTo(MemberName.of("Bo"));
    assertThat(done(joining(joining, new Tab())).self()).isEqualTo(bo.self());
  }
}
