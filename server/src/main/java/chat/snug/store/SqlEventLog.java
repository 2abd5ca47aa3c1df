package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.Attachment;
import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.EventLog;
import chat.snug.room.EventRange;
import chat.snug.room.Found;
import chat.snug.room.Member;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Search;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The event log in SQL: sequences are given in the transaction that stores the events. Thread-safe.
 */
final class SqlEventLog implements EventLog {
  static final String SELECT_HEAD = "SELECT head_sequence FROM room_head WHERE room_id = ?";

  private final Writers writers;
  private final Dialect dialect;
  private final Metrics metrics;
  private final SqlSearch search;
  private final Deletions deletions;
  private final SearchIndex index;

  SqlEventLog(
      Writers writers, Dialect dialect, Deletions deletions, SearchIndex index, Metrics metrics) {
    this.writers = writers;
    this.dialect = dialect;
    this.deletions = deletions;
    this.metrics = metrics;
    this.index = index;
    this.search = new SqlSearch(dialect, index);
  }

  @Override
  public void append(Append append) {
    writers.submit(append.room(), new AppendWrite(append, dialect, deletions, index, metrics));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> read(RoomId room, EventRange range) {
    return dialect.read(connection -> select(connection, room, range));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> readAsTheyAre(RoomId room, EventRange range) {
    return dialect.read(connection -> selectAsTheyAre(connection, room, range));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> pinned(RoomId room, int maxWeight) {
    return dialect.read(connection -> {
      List<RoomEvent> pinned = new ArrayList<>();
      int weight = 0;
      for (long sequence : MessageRows.pinned(connection, room).reversed()) {
        for (RoomEvent message : selectAsTheyAre(connection, room, EventRange.only(sequence))) {
          if (SearchIndex.message(message) != null) {
            weight += message.weight();
            pinned.addFirst(message);
          }
        }
        if (weight > maxWeight) {
          break;
        }
      }
      return EventRange.last(0, Long.MAX_VALUE, maxWeight).cut(pinned);
    });
  }

  @Override
  public CompletableFuture<Set<EventId>> pinnedIds(RoomId room) {
    return dialect.read(connection -> MessageRows.pinnedIds(connection, room));
  }

  @Override
  public CompletableFuture<OptionalLong> sequenceOf(RoomId room, EventId event) {
    return dialect.read(connection -> sequenceOf(connection, room, event));
  }

  @Override
  public CompletableFuture<Long> sequenceAt(RoomId room, long at) {
    return dialect.read(connection -> sequenceAt(connection, room, at));
  }

  @Override
  public CompletableFuture<Found> search(RoomId room, Search wanted) {
    return search.search(room, wanted);
  }

  @Override
  public CompletableFuture<Optional<RoomEvent>> find(
      RoomId room, Member.Id member, CommandId commandId) {
    return dialect.read(connection -> find(connection, room, member, commandId));
  }

  static List<RoomEvent> select(Connection connection, RoomId room, long after, long before)
      throws SQLException {
    return select(connection, room, EventRange.first(after, before, Integer.MAX_VALUE));
  }

  /** Reads from the end that the range begins at, and no more than it allows. */
  private static List<RoomEvent> select(Connection connection, RoomId room, EventRange range)
      throws SQLException {
    Map<Long, List<Attachment>> files =
        FileRows.ofMessages(connection, room, range.after(), range.before());
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + EventRows.COLUMNS
                + " FROM event WHERE room_id = ? AND sequence > ? AND sequence < ?"
                + " ORDER BY sequence"
                + (range.fromEnd() ? " DESC" : ""))) {
      select.setString(1, room.value());
      select.setLong(2, range.after());
      select.setLong(3, range.before());
      try (ResultSet rows = select.executeQuery()) {
        return EventRows.readAll(rows, files, range);
      }
    }
  }

  static List<RoomEvent> selectAsTheyAre(
      Connection connection, RoomId room, long after, long before) throws SQLException {
    return selectAsTheyAre(connection, room, EventRange.first(after, before, Integer.MAX_VALUE));
  }

  static List<RoomEvent> selectAsTheyAre(Connection connection, RoomId room, EventRange range)
      throws SQLException {
    return MessageRows.asTheyAre(connection, room, select(connection, room, range), range);
  }

  /** An event by its id, as it happened; only what was deleted is gone. */
  static Optional<RoomEvent> find(Connection connection, RoomId room, EventId id)
      throws SQLException {
    OptionalLong sequence = sequenceOf(connection, room, id);
    return sequence.isEmpty()
        ? Optional.empty()
        : select(connection, room, sequence.getAsLong() - 1, sequence.getAsLong() + 1).stream()
            .findFirst();
  }

  /** Whether there was such a message; it may be deleted since. */
  static boolean isMessage(Connection connection, RoomId room, EventId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM event WHERE id = ? AND room_id = ? AND type = 'message'")) {
      select.setString(1, id.value());
      select.setString(2, room.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  static OptionalLong sequenceOf(Connection connection, RoomId room, EventId id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT sequence FROM event WHERE id = ? AND room_id = ?")) {
      select.setString(1, id.value());
      select.setString(2, room.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /**
   * The first event at or after a time. Times never decrease within a room and sequences have no
   * gaps, so halving finds it without an index: about 17 rows are looked at among 100,000.
   */
  static long sequenceAt(Connection connection, RoomId room, long at) throws SQLException {
    long low = 1;
    long high = head(connection, SELECT_HEAD, room) + 1;
    try (PreparedStatement select =
        connection.prepareStatement("SELECT at FROM event WHERE room_id = ? AND sequence = ?")) {
      select.setString(1, room.value());
      while (low < high) {
        long middle = (low + high) >>> 1;
        select.setLong(2, middle);
        try (ResultSet rows = select.executeQuery()) {
          if (rows.next() && rows.getLong(1) < at) {
            low = middle + 1;
          } else {
            high = middle;
          }
        }
      }
    }
    return low;
  }

  /** The room's head, by the query of {@link Dialect#selectHeadForUpdate} or a plain one. */
  static long head(Connection connection, String query, RoomId room) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      return head(select, room);
    }
  }

  /** The same, by such a query that is prepared. */
  static long head(PreparedStatement select, RoomId room) throws SQLException {
    select.setString(1, room.value());
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        throw new RefusedException(Refusal.GONE);
      }
      return rows.getLong(1);
    }
  }

  /** The event that a command made, if it did. */
  static Optional<RoomEvent> find(
      Connection connection, RoomId room, Member.Id member, CommandId commandId)
      throws SQLException {
    Optional<Known> known = known(connection, room, member, commandId);
    return known.isEmpty()
        ? Optional.empty()
        : select(connection, room, known.get().sequence() - 1, known.get().sequence() + 1).stream()
            .findFirst();
  }

  /** A command that has been stored: where, and the hash of its content. */
  record Known(long sequence, String hash) {}

  static Optional<Known> known(
      Connection connection, RoomId room, Member.Id member, CommandId commandId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence, content_hash FROM event"
                + " WHERE room_id = ? AND member_id = ? AND command_id = ?")) {
      select.setString(1, room.value());
      select.setString(2, member.value());
      select.setString(3, commandId.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Known(rows.getLong(1), rows.getString(2)))
            : Optional.empty();
      }
    }
  }
}
