package chat.snug.room;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What waits for a room's turn. Immutable but for its answer. */
sealed interface Request {
  /** Says no to whoever asked. */
  void refuse(RefusedException refused);

  /** Whether it changes nothing in the room, so that nothing is wrong there if it fails. */
  default boolean onlyReads() {
    return false;
  }

  /** Whether it is taken however much waits: there is one at most for a connection in the room. */
  default boolean isAlwaysTaken() {
    return false;
  }

  /** Whether what stands before must be stored first, because this changes who is told or named. */
  default boolean endsBatch() {
    return false;
  }

  /** About how much memory this takes beyond the smallest, in bytes. */
  default int weight() {
    return 0;
  }

  /** A request that is answered with a {@code T}. */
  sealed interface Answered<T> extends Request {
    CompletableFuture<T> answer();

    @Override
    default void refuse(RefusedException refused) {
      answer().completeExceptionally(refused);
    }
  }

  /** A request that changes nothing. */
  sealed interface Reading<T> extends Answered<T> {
    @Override
    default boolean onlyReads() {
      return true;
    }
  }

  record Enter(Joining joining, Visitor visitor, CompletableFuture<Entrance> answer)
      implements Answered<Entrance> {}

  record Leave(Attendance attendance, CompletableFuture<Boolean> answer)
      implements Answered<Boolean> {
    @Override
    public boolean endsBatch() {
      return true;
    }
  }

  /** A command that makes one event, however often it comes. */
  sealed interface Command extends Answered<Posted> {
    Attendance attendance();

    CommandId commandId();

    /** Whether the event may be what it made. */
    boolean mayBe(RoomEvent stored);

    /** Whether the other is the same one, come again. */
    default boolean isSame(Command other) {
      return commandId().equals(other.commandId())
          && attendance().member().equals(other.attendance().member());
    }
  }

  record Post(Attendance attendance, Posting posting, CompletableFuture<Posted> answer)
      implements Command {
    @Override
    public CommandId commandId() {
      return posting.commandId();
    }

    @Override
    public boolean mayBe(RoomEvent stored) {
      return posting.mayBe(stored);
    }

    @Override
    public int weight() {
      return Weight.of(posting.text().value());
    }
  }

  /** Who holds this seat? */
  record Identify(SeatToken token, CompletableFuture<Member> answer) implements Reading<Member> {}

  /** A file is stored and may be sent. */
  record Uploaded(Member.Id member, Attachment attachment, CompletableFuture<Boolean> answer)
      implements Answered<Boolean> {}

  /** Something is to happen to messages, or to the room. */
  record Change(
      Attendance attendance,
      CommandId commandId,
      RoomEvent.Content content,
      CompletableFuture<Posted> answer)
      implements Command {
    /** The text of an edit goes when its message is deleted. */
    @Override
    public boolean mayBe(RoomEvent stored) {
      return stored.content().equals(content)
          || (content instanceof RoomEvent.MessageEdited(EventId target, _)
              && stored.content().equals(new RoomEvent.MessageEdited(target, Optional.empty())));
    }

    @Override
    public int weight() {
      return Weight.of(content);
    }
  }

  record Rename(Attendance attendance, MemberName name, CompletableFuture<Posted> answer)
      implements Answered<Posted> {
    @Override
    public boolean endsBatch() {
      return true;
    }
  }

  record Load(Attendance attendance, HistoryRange range, CompletableFuture<History> answer)
      implements Reading<History> {}

  /** The same for who shows a seat, in the room or not. */
  record LoadBySeat(SeatToken token, HistoryRange range, CompletableFuture<History> answer)
      implements Reading<History> {}

  /** What there is to know of the room before it is read as a whole. */
  record Survey(SeatToken token, CompletableFuture<Overview> answer) implements Reading<Overview> {}

  /** Events of another time are to become the next ones of the log. */
  record Restore(SeatToken token, long head, List<RoomEvent> events, CompletableFuture<Long> answer)
      implements Answered<Long> {
    @Override
    public boolean endsBatch() {
      return true;
    }

    @Override
    public int weight() {
      return Weight.of(events);
    }
  }

  record Look(Attendance attendance, Search search, CompletableFuture<Found> answer)
      implements Reading<Found> {}

  record Close(Attendance attendance, CompletableFuture<Boolean> answer)
      implements Answered<Boolean> {
    @Override
    public boolean endsBatch() {
      return true;
    }
  }

  /** A connection that lags asks for what comes after {@code cursor}. */
  record Feed(Attendance attendance, long cursor) implements Request {
    @Override
    public void refuse(RefusedException refused) {}

    @Override
    public boolean isAlwaysTaken() {
      return true;
    }
  }

  /** May be dropped. */
  record Read(Attendance attendance, long sequence) implements Request {
    @Override
    public void refuse(RefusedException refused) {}
  }

  /** May be dropped. */
  record Type(Attendance attendance, boolean on) implements Request {
    @Override
    public void refuse(RefusedException refused) {}
  }

  /** The connection is gone. */
  record Disconnect(Attendance attendance) implements Request {
    @Override
    public void refuse(RefusedException refused) {}

    @Override
    public boolean isAlwaysTaken() {
      return true;
    }

    @Override
    public boolean endsBatch() {
      return true;
    }
  }
}
