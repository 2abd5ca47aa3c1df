package chat.snug.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for a room's turn. Immutable but for its answer. */
sealed interface Request {
  /** Says no to whoever asked. */
  void refuse(RefusedException refused);

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

  record Enter(Joining joining, Visitor visitor, CompletableFuture<Entrance> answer)
      implements Answered<Entrance> {}

  record Leave(Attendance attendance, CompletableFuture<Boolean> answer)
      implements Answered<Boolean> {
    @Override
    public boolean endsBatch() {
      return true;
    }
  }

  record Post(Attendance attendance, Posting posting, CompletableFuture<Posted> answer)
      implements Answered<Posted> {
    @Override
    public int weight() {
      return posting.text().value().length();
    }
  }

  /** Who holds this seat? */
  record Identify(SeatToken token, CompletableFuture<Member> answer) implements Answered<Member> {}

  /** A file is stored and may be sent. */
  record Uploaded(Member.Id member, Attachment attachment, CompletableFuture<Boolean> answer)
      implements Answered<Boolean> {}

  /** Something is to happen to messages, or to the room. */
  record Change(
      Attendance attendance,
      CommandId commandId,
      RoomEvent.Content content,
      CompletableFuture<Posted> answer)
      implements Answered<Posted> {
    @Override
    public int weight() {
      return content.canonical().length();
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
      implements Answered<History> {}

  /** The same for who shows a seat, in the room or not. */
  record LoadBySeat(SeatToken token, HistoryRange range, CompletableFuture<History> answer)
      implements Answered<History> {}

  /** What there is to know of the room before it is read as a whole. */
  record Survey(SeatToken token, CompletableFuture<Overview> answer)
      implements Answered<Overview> {}

  /** Events of another time are to become the next ones of the log. */
  record Restore(SeatToken token, long head, List<RoomEvent> events, CompletableFuture<Long> answer)
      implements Answered<Long> {
    @Override
    public boolean endsBatch() {
      return true;
    }

    @Override
    public int weight() {
      return events.stream().mapToInt(RoomEvent::weight).sum();
    }
  }

  record Look(Attendance attendance, Search search, CompletableFuture<Found> answer)
      implements Answered<Found> {}

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
    public boolean endsBatch() {
      return true;
    }
  }
}
