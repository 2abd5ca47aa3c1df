package chat.snug.store;

import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Takes the words of messages out of the index, a few characters at a time: on SQLite each of them
 * is overwritten at a place of its own, so that one long message takes as long as thousands of
 * commits. Immutable.
 */
final class IndexedWords {
  private final Dialect dialect;

  IndexedWords(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Removes a message; false if the budget is spent before all of its words are gone. */
  boolean remove(Connection connection, RoomId room, long sequence, SliceBudget budget)
      throws SQLException {
    if (!takeOut(connection, room, sequence, budget)) {
      return false;
    }
    Sql.update(
        connection,
        "DELETE FROM message_search WHERE room_id = ? AND sequence = ?",
        room.value(),
        sequence);
    return true;
  }

  /** Removes all messages of a room; false if the budget is spent before. */
  boolean removeAll(Connection connection, RoomId room, SliceBudget budget) throws SQLException {
    OptionalLong next = first(connection, "message_search", room);
    while (next.isPresent()) {
      if (!remove(connection, room, next.getAsLong(), budget)) {
        return false;
      }
      next = first(connection, "message_search", room);
    }
    return true;
  }

  /** Gives a message other words; false if the budget is spent before the old ones are gone. */
  boolean replace(
      Connection connection, RoomId room, long sequence, String folded, SliceBudget budget)
      throws SQLException {
    if (!takeOut(connection, room, sequence, budget)) {
      return false;
    }
    Sql.update(
        connection,
        "UPDATE message_search SET folded = ? WHERE room_id = ? AND sequence = ?",
        folded,
        room.value(),
        sequence);
    return true;
  }

  private boolean takeOut(Connection connection, RoomId room, long sequence, SliceBudget budget)
      throws SQLException {
    while (!budget.isSpent()) {
      int shortened =
          Sql.update(
              connection,
              "UPDATE message_search SET folded = substr(folded, ?)"
                  + " WHERE room_id = ? AND sequence = ? AND folded <> ''",
              1 + dialect.charactersTakenOutAtOnce(),
              room.value(),
              sequence);
      if (shortened == 0) {
        return true;
      }
      dialect.flushIndex(connection);
    }
    return false;
  }

  /** The first message of a room that has a row in this table. */
  static OptionalLong first(Connection connection, String table, RoomId room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence FROM " + table + " WHERE room_id = ? ORDER BY sequence LIMIT 1")) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }
}
