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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The words of messages. A room is taken in when it is searched, from where the index ended the
 * last time: so that messages which nobody ever looks for cost nothing when they are stored. Edits
 * and deletions only note in their transactions that there is something to change, since that takes
 * longer than they do; it is changed in slices right after, and whoever searches waits for it.
 * Thread-safe.
 */
final class SearchIndex {
  /** Whoever searches is not kept longer; the work goes on without them. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int EVENTS_PER_READ = 32;

  /** Characters that are taken in before the clock is looked at: some ms at worst. */
  private static final int CHARACTERS_PER_STEP = 2_000;

  private final Writers writers;
  private final Dialect dialect;
  private final IndexedWords words;
  private final ConcurrentHashMap<RoomId, CompletableFuture<Boolean>> underWay =
      new ConcurrentHashMap<>();

  /** Rooms whose index is being changed. */
  private final Set<RoomId> refreshing = ConcurrentHashMap.newKeySet();

  SearchIndex(Writers writers, Dialect dialect) {
    this.writers = writers;
    this.dialect = dialect;
    this.words = new IndexedWords(dialect);
  }

  /** Goes on with what a stop of the server interrupted. */
  void resume() {
    dialect
        .read(connection -> {
          List<RoomId> rooms = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT DISTINCT room_id FROM search_change");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              rooms.add(new RoomId(rows.getString(1)));
            }
          }
          return rooms;
        })
        .thenAccept(rooms -> rooms.forEach(this::refresh));
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

  /**
   * Within the transaction that changes a message: its words are others now, or gone.
   *
   * @return whether it is in the index, so that this room is to be {@link #refresh refreshed}
   */
  static boolean change(Connection connection, RoomId room, long sequence) throws SQLException {
    return Sql.update(
            connection,
            "INSERT INTO search_change (room_id, sequence) SELECT room_id, sequence"
                + " FROM message_search WHERE room_id = ? AND sequence = ?"
                + " ON CONFLICT (room_id, sequence) DO UPDATE SET sequence = EXCLUDED.sequence",
            room.value(),
            sequence)
        > 0;
  }

  /** Brings the words of changed messages into the index, and those that are gone out of it. */
  void refresh(RoomId room) {
    if (refreshing.add(room)) {
      writers
          .inSlices(room, false, (connection, budget) -> refresh(connection, room, budget))
          .whenComplete((_, _) -> refreshing.remove(room));
    }
  }

  private boolean refresh(Connection connection, RoomId room, SliceBudget budget)
      throws SQLException {
    OptionalLong next = nextChange(connection, room);
    while (next.isPresent()) {
      if (!refresh(connection, room, next.getAsLong(), budget)) {
        return true;
      }
      next = nextChange(connection, room);
    }
    return false;
  }

  /** False if the budget is spent before the message is in the index as it is. */
  private boolean refresh(Connection connection, RoomId room, long sequence, SliceBudget budget)
      throws SQLException {
    List<RoomEvent> events =
        SqlEventLog.selectAsTheyAre(connection, room, sequence - 1, sequence + 1);
    RoomEvent.MessageSent message = events.isEmpty() ? null : message(events.getFirst());
    if (message == null) {
      if (!words.remove(connection, room, sequence, budget)) {
        return false;
      }
      writers.forgetDeleted(room);
    } else if (!words.replace(
        connection,
        room,
        sequence,
        folded(message.text().value(), message.attachments()),
        budget)) {
      return false;
    }
    Sql.update(
        connection,
        "DELETE FROM search_change WHERE room_id = ? AND sequence = ?",
        room.value(),
        sequence);
    return true;
  }

  private static OptionalLong nextChange(Connection connection, RoomId room) throws SQLException {
    return IndexedWords.first(connection, "search_change", room);
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
            reached(connection, room) >= SqlEventLog.head(connection, SqlEventLog.SELECT_HEAD, room)
                && nextChange(connection, room).isEmpty())
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
    if (refresh(connection, room, budget)) {
      return true;
    }
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
