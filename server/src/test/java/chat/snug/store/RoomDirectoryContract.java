package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Seat;
import chat.snug.room.SeatToken;
import chat.snug.room.WhoMay;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every store must do about rooms, codes and seats. */
abstract class RoomDirectoryContract extends PortsFixture {
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
        wait(directory().load(ROOM, 2, Integer.MAX_VALUE)).orElseThrow();

    assertThat(contents.room()).isEqualTo(room(ROOM, "WARM"));
    assertThat(contents.seats()).containsExactly(new Seat(new SeatToken.Hash("host"), ANA));
    assertThat(contents.head()).isEqualTo(3);
    assertThat(contents.recent()).extracting(RoomEvent::sequence).containsExactly(2L, 3L);
  }

  @Test
  void givesNoCodeToTwoRooms() {
    assertThat(create(OTHER, "WARM")).isFalse();
    assertThat(wait(directory().find(new RoomCode("WARM")))).hasValue(ROOM);
    assertThat(wait(directory().load(OTHER, 1, 1000))).isEmpty();
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

    wait(directory().delete(ROOM, Instant.now().plus(Duration.ofDays(7))));

    assertThat(wait(directory().load(ROOM, 1, 1000))).isEmpty();
    assertThat(wait(directory().find(new RoomCode("WARM")))).isEmpty();
    Awaitility.await().untilAsserted(() -> assertThat(read(0, 10_000)).isEmpty());
    assertThatThrownBy(() -> wait(appending(5000, message("late", "t"))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.GONE));
  }

  @Test
  void keepsACodeInQuarantineUntilItsTime() {
    wait(directory().delete(ROOM, Instant.now().plus(Duration.ofDays(7))));
    boolean early = create(OTHER, "WARM");
    create(OTHER, "CASY");
    wait(directory().delete(OTHER, Instant.now().minusMillis(1)));

    assertThat(early).isFalse();
    assertThat(create(new RoomId("CCCCCCCCCCCCCCCCCCCCCC"), "CASY")).isTrue();
  }

  @Test
  void findsTheRoomThatARequestHasMade() {
    assertThat(wait(directory().findCreated(new SeatToken.Hash("key-WARM")))).hasValue(ROOM);
    assertThat(wait(directory().findCreated(new SeatToken.Hash("other")))).isEmpty();
  }

  @Test
  void keepsSeats() {
    Member bo = new Member(new Member.Id("bo"), MemberName.of("Bo"), Member.Role.MEMBER);

    wait(directory().addSeat(ROOM, new Seat(new SeatToken.Hash("bo's"), bo)));

    assertThat(load().seats()).extracting(Seat::member).containsExactlyInAnyOrder(ANA, bo);
  }

  @Test
  void remembersWhoHasLeftAndWhoIsBack() {
    assertThat(load().seats().getFirst().hasLeft()).isFalse();

    wait(directory().markLeft(ROOM, ANA.id(), true));
    assertThat(load().seats().getFirst().hasLeft()).isTrue();

    wait(directory().markLeft(ROOM, ANA.id(), false));
    assertThat(load().seats().getFirst().hasLeft()).isFalse();
  }

  @Test
  void changesTheRoomTogetherWithItsSettings() {
    append(0, change("c1", new RoomEvent.RoomUpdated(WhoMay.HOSTS)));

    assertThat(load().room().whoMayExport()).isEqualTo(WhoMay.HOSTS);
  }

  @Test
  void addsNothingToARoomThatIsGone() {
    wait(directory().delete(ROOM, Instant.now()));

    assertThatThrownBy(() -> wait(directory().addSeat(ROOM, new Seat(new SeatToken.Hash("b"), BO))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.GONE));
    wait(directory().markLeft(ROOM, ANA.id(), true));
    assertThat(wait(directory().findCreated(new SeatToken.Hash("key-WARM")))).isEmpty();
    assertThat(wait(directory().all())).isEmpty();
  }

  @Test
  void makesOneSeatOfATokenHoweverOftenItIsAdded() {
    Seat seat = new Seat(new SeatToken.Hash("bo's"), BO);
    Member other = new Member(new Member.Id("x"), MemberName.of("Other"), Member.Role.MEMBER);

    Seat first = wait(directory().addSeat(ROOM, seat));
    Seat again = wait(directory().addSeat(ROOM, new Seat(seat.tokenHash(), other)));

    assertThat(first).isEqualTo(seat);
    assertThat(again).isEqualTo(seat);
    assertThat(load().seats())
        .containsExactlyInAnyOrder(new Seat(new SeatToken.Hash("host"), ANA), seat);
  }

  @Test
  void removesARoomOnceHoweverOftenItIsAsked() {
    Instant freeAgain = Instant.now().minusMillis(1);

    wait(directory().delete(ROOM, freeAgain));
    wait(directory().delete(ROOM, Instant.now().plus(Duration.ofDays(7))));

    assertThat(wait(directory().load(ROOM, 1, 1000))).isEmpty();
    assertThat(create(OTHER, "WARM")).isTrue();
  }
}
