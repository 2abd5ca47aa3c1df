package chat.snug.store;

import chat.snug.room.Attachment;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Search;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The words of messages. A room is taken in when it is searched, from where the index ended the
 * last time: so that messages which nobody ever looks for cost nothing when they are stored. Edits
 * and deletions change the index in their own transactions. Thread-safe.
 */
final class SearchIndex {
  /** Whoever searches is not kept longer; the work goes on without them. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int EVENTS_PER_READ = 32;

  /** Characters that are taken in before the clock is looked at: some ms at worst. */
  private static final int CHARACTERS_PER_STEP = 2_000;

  private final Writers writers;
  private final Dialect dialect;
  private final ConcurrentHashMap<RoomId, CompletableFuture<Boolean>> underWay =
      new ConcurrentHashMap<>();

  SearchIndex(Writers writers, Dialect dialect) {
    this.writers = writers;
    this.dialect = dialect;
  }

  /**
   * Completes when all that was stored before is in the index; fails with {@code BUSY} if that
   * takes long.
   */
  CompletableFuture<Boolean> bringUpToDate(RoomId room) {
    return upToDate(room)
        .copy()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure ->
            CompletableFuture.failedFuture(
                failure instanceof TimeoutException
                    ? new RefusedException(
                        Refusal.BUSY, "This room is being made ready for searching. Try again.")
                    : failure));
  }

  /** A message has another text; nothing happens if it is not in the index yet. */
  static void change(Connection connection, String room, RoomEvent message, String text)
      throws SQLException {
    RoomEvent.MessageSent sent = message(message);
    Sql.update(
        connection,
        "UPDATE message_search SET folded = ? WHERE room_id = ? AND sequence = ?",
        folded(text, sent == null ? List.of() : sent.attachments()),
        room,
        message.sequence());
  }

  /** The message that an event is, if it is one that is there. */
  static RoomEvent.@Nullable MessageSent message(RoomEvent event) {
    return switch (event.content()) {
      case RoomEvent.MessageSent sent -> sent;
      case RoomEvent.MessageNow(RoomEvent.MessageSent sent, _, _) -> sent;
      case RoomEvent.MessageGone _,
          RoomEvent.MessagesDeleted _,
          RoomEvent.MemberRenamed _,
          RoomEvent.RoomUpdated _,
          RoomEvent.Unknown _,
          RoomEvent.Change _ ->
          null;
    };
  }

  private CompletableFuture<Boolean> upToDate(RoomId room) {
    return dialect
        .search(connection ->
            reached(connection, room)
                >= SqlEventLog.head(connection, SqlEventLog.SELECT_HEAD, room))
        .thenCompose(isLevel ->
            isLevel
                ? CompletableFuture.completedFuture(true)
                : takeIn(room).thenCompose(_ -> upToDate(room)));
  }

  /** One work for each room, however many search it meanwhile. */
  private CompletableFuture<Boolean> takeIn(RoomId room) {
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    CompletableFuture<Boolean> before = underWay.putIfAbsent(room, started);
    if (before != null) {
      return before;
    }
    writers
        .inSlices(room, true, (connection, budget) -> takeIn(connection, room, budget))
        .whenComplete((_, failure) -> {
          underWay.remove(room);
          if (failure == null) {
            started.complete(true);
          } else {
            started.completeExceptionally(failure);
          }
        });
    return started;
  }

  private boolean takeIn(Connection connection, RoomId room, SliceBudget budget)
      throws SQLException {
    long head = SqlEventLog.head(connection, dialect.selectHeadForUpdate(), room);
    long reached = reached(connection, room);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO message_search (room_id, sequence, folded) VALUES (?, ?, ?)"
                + " ON CONFLICT (room_id, sequence) DO NOTHING")) {
      while (reached < head && !budget.isSpent()) {
        List<RoomEvent> events =
            SqlEventLog.selectAsTheyAre(connection, room, reached, reached + 1 + EVENTS_PER_READ);
        reached = insert(insert, room, events, budget);
      }
    }
    Sql.update(
        connection,
        "INSERT INTO search_head (room_id, sequence) VALUES (?, ?)"
            + " ON CONFLICT (room_id) DO UPDATE SET sequence = EXCLUDED.sequence",
        room.value(),
        reached);
    return reached < head;
  }

  /** Answers which of these was the last. */
  private static long insert(
      PreparedStatement insert, RoomId room, List<RoomEvent> events, SliceBudget budget)
      throws SQLException {
    int characters = 0;
    for (RoomEvent event : events) {
      RoomEvent.MessageSent message = message(event);
      if (message != null) {
        String folded = folded(message.text().value(), message.attachments());
        insert.setString(1, room.value());
        insert.setLong(2, event.sequence());
        insert.setString(3, folded);
        insert.addBatch();
        characters += folded.length();
      }
      if (characters > CHARACTERS_PER_STEP) {
        insert.executeBatch();
        characters = 0;
        if (budget.isSpent()) {
          return event.sequence();
        }
      }
    }
    insert.executeBatch();
    return events.getLast().sequence();
  }

  private static long reached(Connection connection, RoomId room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT sequence FROM search_head WHERE room_id = ?")) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static String folded(String text, List<Attachment> attachments) {
    StringBuilder all = new StringBuilder(text);
    for (Attachment attachment : attachments) {
      all.append('\n').append(attachment.name());
      attachment.description().ifPresent(words -> all.append('\n').append(words));
    }
    return Search.fold(all.toString());
  }
}
