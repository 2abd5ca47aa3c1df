package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.EventLog;
import chat.snug.room.EventRange;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.OutboxPosition;
import chat.snug.room.Refusal;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Seat;
import chat.snug.room.SeatToken;
import chat.snug.room.StoredRoom;
import chat.snug.room.WhoMay;
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
import org.junit.jupiter.api.BeforeEach;

/** The two ports of some store, with one room in it, and what is done with them. */
abstract class PortsFixture {
  static final RoomId ROOM = new RoomId("AAAAAAAAAAAAAAAAAAAAAA");
  static final RoomId OTHER = new RoomId("BBBBBBBBBBBBBBBBBBBBBB");
  static final Member BO = new Member(new Member.Id("bo"), MemberName.of("Bo"), Member.Role.MEMBER);
  static final Member ANA =
      new Member(new Member.Id("ana"), MemberName.of("Ana"), Member.Role.HOST);

  /** Opens an empty store. */
  abstract void openStore();

  abstract EventLog eventLog();

  abstract RoomDirectory directory();

  @BeforeEach
  final void open() {
    openStore();
    assertThat(create(ROOM, "WARM")).isTrue();
  }

  final boolean create(RoomId id, String code) {
    return wait(
        directory()
            .create(
                room(id, code),
                new Seat(new SeatToken.Hash("host"), ANA),
                Optional.of(new SeatToken.Hash("key-" + code))));
  }

  final RoomDirectory.Contents load() {
    return wait(directory().load(ROOM, 10, Integer.MAX_VALUE)).orElseThrow();
  }

  final List<RoomEvent> read(long after, long before) {
    return wait(eventLog().read(ROOM, EventRange.first(after, before, Integer.MAX_VALUE)));
  }

  final List<EventLog.Outcome> append(long checkedAt, RoomEvent... drafts) {
    return wait(appending(checkedAt, drafts));
  }

  final CompletableFuture<List<EventLog.Outcome>> appending(long checkedAt, RoomEvent... drafts) {
    return appending(ROOM, checkedAt, drafts);
  }

  final CompletableFuture<List<EventLog.Outcome>> appending(
      RoomId room, long checkedAt, RoomEvent... drafts) {
    return appending(room, checkedAt, Set.of(), drafts);
  }

  /** By members of whom these may delete what others sent. */
  final CompletableFuture<List<EventLog.Outcome>> appending(
      RoomId room, long checkedAt, Set<Member.Id> keepers, RoomEvent... drafts) {
    CompletableFuture<List<EventLog.Outcome>> answer = new CompletableFuture<>();
    Executor loop = Runnable::run;
    eventLog()
        .append(
            new EventLog.Append(
                room,
                checkedAt,
                List.of(drafts),
                new ChangeRules(Duration.ofDays(1), keepers),
                loop,
                answer::complete,
                answer::completeExceptionally));
    return answer;
  }

  static RoomEvent message(String commandId, String text) {
    return ordered(commandId, text, Optional.empty());
  }

  static RoomEvent message(String commandId, String text, EventId id) {
    return event(commandId, id, content(text));
  }

  static RoomEvent answer(String commandId, EventId target) {
    return event(
        commandId,
        eventId(1),
        new RoomEvent.MessageSent(new MessageText("yes"), Optional.of(target), List.of()));
  }

  static RoomEvent event(String commandId, EventId id, RoomEvent.Content content) {
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

  static RoomEvent ordered(String commandId, String text, Optional<OutboxPosition> order) {
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

  static RoomEvent.Content content(String text) {
    return new RoomEvent.MessageSent(new MessageText(text), Optional.empty(), List.of());
  }

  static RoomEvent by(Member member, RoomEvent event) {
    return new RoomEvent(
        0,
        event.id(),
        event.at(),
        member.id(),
        member.name(),
        event.commandId(),
        event.order(),
        event.content());
  }

  static RoomEvent pin(String commandId, RoomEvent message, boolean on) {
    return change(commandId, new RoomEvent.MessagePinned(message.id(), on));
  }

  /** With an id that no other has. */
  static RoomEvent change(String commandId, RoomEvent.Content content) {
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

  static EventId eventId(int number) {
    return new EventId("0000000000000000000000000" + number);
  }

  static StoredRoom room(RoomId id, String code) {
    return new StoredRoom(
        id,
        new RoomCode(code),
        "epoch",
        "A title",
        Lifetime.EMPTY,
        Instant.ofEpochMilli(1),
        WhoMay.EVERYONE);
  }

  static List<RoomEvent> stored(List<EventLog.Outcome> outcomes) {
    List<RoomEvent> stored = new ArrayList<>();
    for (EventLog.Outcome outcome : outcomes) {
      if (outcome instanceof EventLog.Outcome.Stored(RoomEvent event)) {
        stored.add(event);
      }
    }
    return stored;
  }

  static void assertRefused(EventLog.Outcome outcome, Refusal refusal) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            EventLog.Outcome.Refused.class,
            refused -> assertThat(refused.reason().refusal()).isEqualTo(refusal));
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
