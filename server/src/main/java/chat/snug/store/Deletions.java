package chat.snug.store;

import chat.snug.room.Member;
import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what is gone for everybody already: whole rooms, and all that a member had sent. A slice
 * at a time, so that nobody waits; a stop of the server only interrupts it. Thread-safe.
 */
final class Deletions {
  private static final List<String> TABLES_OF_ROOM =
      List.of("search_change", "message_now", "reaction", "event");

  private static final int MESSAGES_PER_READ = 100;

  private final Writers writers;
  private final Dialect dialect;
  private final IndexedWords words;

  Deletions(Writers writers, Dialect dialect) {
    this.writers = writers;
    this.dialect = dialect;
    this.words = new IndexedWords(dialect);
  }

  /** Goes on with what a stop of the server interrupted. */
  void resume() {
    dialect
        .read(connection -> select(connection, "SELECT room_id FROM doomed_room"))
        .thenAccept(rows -> rows.forEach(row -> removeRoom(new RoomId(row.getFirst()))));
    dialect
        .read(connection -> select(connection, "SELECT room_id, member_id FROM doomed_messages"))
        .thenAccept(rows ->
            rows.forEach(row -> removeMessages(new RoomId(row.get(0)), new Member.Id(row.get(1)))));
  }

  /** Within the transaction that removes a room for everybody. */
  static void doomRoom(Connection connection, RoomId room) throws SQLException {
    Sql.update(connection, "INSERT INTO doomed_room (room_id) VALUES (?)", room.value());
  }

  /** Within the transaction that removes it: it shall be gone from every file soon after. */
  void forget(RoomId room) {
    writers.forgetDeleted(room);
  }

  /** Removes what a room held. */
  void removeRoom(RoomId room) {
    writers.inSlices(room, false, (connection, budget) -> removeRoom(connection, room, budget));
  }

  private boolean removeRoom(Connection connection, RoomId room, SliceBudget budget)
      throws SQLException {
    if (!words.removeAll(connection, room, budget)) {
      return true;
    }
    for (String table : TABLES_OF_ROOM) {
      if (!remove(connection, table, "sequence", room, budget)) {
        return true;
      }
    }
    if (!remove(connection, "seat", "member_id", room, budget)
        || !removeFiles(connection, room, budget)) {
      return true;
    }
    Sql.update(connection, "DELETE FROM doomed_messages WHERE room_id = ?", room.value());
    Sql.update(connection, "DELETE FROM doomed_room WHERE room_id = ?", room.value());
    writers.forgetDeleted(room);
    return false;
  }

  /** Removes a room's rows; false if the budget is spent before all are gone. */
  private static boolean remove(
      Connection connection, String table, String key, RoomId room, SliceBudget budget)
      throws SQLException {
    String sql =
        "DELETE FROM %1$s WHERE room_id = ? AND %2$s IN (SELECT %2$s FROM %1$s WHERE room_id = ? LIMIT ?)"
            .formatted(table, key);
    int rows = 1;
    while (!budget.isSpent()) {
      long start = System.nanoTime();
      if (Sql.update(connection, sql, room.value(), room.value(), rows) == 0) {
        return true;
      }
      rows = SliceBudget.rowsAfter(rows, System.nanoTime() - start);
    }
    return false;
  }

  private static boolean removeFiles(Connection connection, RoomId room, SliceBudget budget)
      throws SQLException {
    while (!budget.isSpent()) {
      if (!FileRows.doomSome(connection, "room_id = ?", room.value())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Within the transaction that removes for everybody what a member had sent. What has no message
   * yet goes at once: it would not be known from what the member brings later.
   */
  static void doomMessages(Connection connection, RoomId room, Member.Id member, long before)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO doomed_messages (room_id, member_id, sent_before, removed_to)"
            + " VALUES (?, ?, ?, 0) ON CONFLICT (room_id, member_id)"
            + " DO UPDATE SET sent_before = EXCLUDED.sent_before",
        room.value(),
        member.value(),
        before);
    FileRows.doom(
        connection,
        "room_id = ? AND member_id = ? AND sequence IS NULL",
        room.value(),
        member.value());
  }

  /** Removes what a member had sent. */
  void removeMessages(RoomId room, Member.Id member) {
    writers.inSlices(
        room, false, (connection, budget) -> removeMessages(connection, room, member, budget));
  }

  private boolean removeMessages(
      Connection connection, RoomId room, Member.Id member, SliceBudget budget)
      throws SQLException {
    while (!budget.isSpent()) {
      List<Long> next = next(connection, room, member);
      if (next.isEmpty()) {
        Sql.update(
            connection,
            "DELETE FROM doomed_messages WHERE room_id = ? AND member_id = ?",
            room.value(),
            member.value());
        writers.forgetDeleted(room);
        return false;
      }
      long reached = next.getFirst() - 1;
      for (long sequence : next) {
        if (!words.remove(connection, room, sequence, budget)) {
          break;
        }
        EventEffects.delete(connection, room.value(), sequence);
        reached = sequence;
      }
      Sql.update(
          connection,
          "UPDATE doomed_messages SET removed_to = ? WHERE room_id = ? AND member_id = ?",
          reached,
          room.value(),
          member.value());
    }
    return true;
  }

  /** The member's next messages and edits that have words still. */
  private static List<Long> next(Connection connection, RoomId room, Member.Id member)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT event.sequence FROM doomed_messages AS doomed JOIN event"
                + " ON event.room_id = doomed.room_id AND event.sequence > doomed.removed_to"
                + " AND event.sequence < doomed.sent_before"
                + " AND event.member_id = doomed.member_id"
                + " AND event.type IN ('message', 'message:edited')"
                + " WHERE doomed.room_id = ? AND doomed.member_id = ?"
                + " ORDER BY event.sequence LIMIT "
                + MESSAGES_PER_READ)) {
      select.setString(1, room.value());
      select.setString(2, member.value());
      try (ResultSet rows = select.executeQuery()) {
        List<Long> next = new ArrayList<>();
        while (rows.next()) {
          next.add(rows.getLong(1));
        }
        return next;
      }
    }
  }

  private static List<List<String>> select(Connection connection, String query)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet found = select.executeQuery()) {
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
