package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.account.LookAlikeNames;
import chat.snug.testing.TestLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Rooms, one request at a time, with a store that commits when the test says so. */
abstract class RoomsFixture {
  static final RoomOptions OPTIONS = RoomOptions.defaults();

  final TestLoop loop = new TestLoop();
  final SteppedStore store = new SteppedStore(loop);
  final Map<RoomId, RecordingAudience> audiences = new HashMap<>();
  final FailingRandom random = new FailingRandom();
  final List<Throwable> faults = new ArrayList<>();
  Rooms rooms = rooms(OPTIONS);

  /** One tab of a browser. */
  static final class Tab implements Visitor {}

  /** Chance, which can run out. */
  static final class FailingRandom extends Random {
    private static final long serialVersionUID = 1L;
    boolean fails;

    FailingRandom() {
      super(11);
    }

    @Override
    protected int next(int bits) {
      if (fails) {
        throw new IllegalStateException("planted");
      }
      return super.next(bits);
    }
  }

  Rooms rooms(RoomOptions options) {
    return new Rooms(
        options,
        List.of(loop),
        store,
        store,
        room -> audiences.computeIfAbsent(room, _ -> new RecordingAudience()),
        loop,
        random,
        new LookAlikeNames(),
        (_, fault) -> faults.add(fault));
  }

  int commit() {
    loop.run();
    int committed = store.commit();
    loop.run();
    return committed;
  }

  Entrance talk(Tab tab, int messages) {
    Entrance ana = create("Ana", tab);
    for (int i = 1; i <= messages; i++) {
      post(ana, tab, "c" + i, "text " + i);
    }
    while (commit() > 0) {
      // until all is stored
    }
    return ana;
  }

  static Creation creation(String name) {
    return new Creation(
        MemberName.of(name), "", Lifetime.EMPTY, Optional.empty(), Optional.empty());
  }

  Entrance create(String name, Tab tab) {
    return done(creating(creation(name), tab));
  }

  /** A room that is just large enough for messages to wait for each other. */
  Entrance crowd(Tab tab) {
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

  CompletableFuture<Entrance> creating(Creation creation, Tab tab) {
    CompletableFuture<Entrance> answer = new CompletableFuture<>();
    rooms.create(creation, tab, answer);
    loop.run();
    return answer;
  }

  Entrance join(RoomCode code, String name, Tab tab) {
    return done(joining(byCode(code, name), tab));
  }

  CompletableFuture<Entrance> joining(Joining joining, Tab tab) {
    CompletableFuture<Entrance> answer = new CompletableFuture<>();
    rooms.join(joining, tab, answer);
    loop.run();
    return answer;
  }

  static Joining byCode(RoomCode code, String name) {
    return new Joining(
        Optional.empty(),
        Optional.of(code),
        Optional.of(MemberName.of(name)),
        Optional.empty(),
        Optional.empty(),
        Joining.Welcome.OPEN);
  }

  static Joining bySeat(Entrance entrance) {
    return bySeat(entrance, Optional.empty());
  }

  static Joining bySeat(Entrance entrance, Optional<Resume> resume) {
    return new Joining(
        Optional.of(entrance.room().id()),
        Optional.empty(),
        Optional.empty(),
        entrance.token(),
        resume,
        Joining.Welcome.OPEN);
  }

  Resume resume(Entrance entrance, int sequence) {
    RoomEvent held = store.events(entrance.room().id()).get(sequence - 1);
    return new Resume(entrance.room().epoch(), sequence, Optional.of(held.id()));
  }

  static Joining bySeat(Entrance entrance, Resume resume) {
    return bySeat(entrance, Optional.of(resume));
  }

  static Attendance attendance(Entrance entrance, Tab tab) {
    return new Attendance(entrance.room().id(), entrance.self().id(), tab);
  }

  CompletableFuture<Posted> post(Entrance entrance, Tab tab, String id, String text) {
    return rooms.post(
        attendance(entrance, tab),
        new Posting(
            new CommandId(id),
            new MessageText(text),
            Optional.empty(),
            List.of(),
            Optional.empty()));
  }

  History history(Entrance entrance, Tab tab, OptionalLong before, OptionalLong after, int limit) {
    CompletableFuture<History> history =
        rooms.history(
            attendance(entrance, tab),
            after.isPresent()
                ? new HistoryRange.After(after.getAsLong(), limit)
                : new HistoryRange.Before(before, limit));
    return done(history);
  }

  RecordingAudience told(Entrance entrance) {
    return audiences.computeIfAbsent(entrance.room().id(), _ -> new RecordingAudience());
  }

  <T> T done(CompletableFuture<T> future) {
    loop.run();
    assertThat(future).isDone();
    return future.join();
  }

  void assertRefused(CompletableFuture<?> future, Refusal refusal) {
    loop.run();
    assertThat(future).isDone();
    assertThatThrownBy(future::join)
        .cause()
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
  }

  static void assertRange(History history, long first, long last, boolean more) {
    assertThat(history.events().getFirst().sequence()).isEqualTo(first);
    assertThat(history.events().getLast().sequence()).isEqualTo(last);
    assertThat(history.events()).hasSize((int) (last - first + 1));
    assertThat(history.more()).isEqualTo(more);
  }
}
