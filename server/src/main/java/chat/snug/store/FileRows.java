package chat.snug.store;

import chat.snug.room.Attachment;
import chat.snug.room.Attachment.Picture;
import chat.snug.room.Member;
import chat.snug.room.RoomDirectory;
import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files as rows, and rows as files. Stateless. */
final class FileRows {
  static final String COLUMNS = "id, name, type, size, width, height, thumbnail, description";

  /** Of a row: neither its room nor its message is gone. */
  static final String IS_THERE =
      "EXISTS (SELECT 1 FROM room WHERE room.id = file.room_id)"
          + " AND NOT EXISTS (SELECT 1 FROM doomed_messages AS doomed"
          + " WHERE doomed.room_id = file.room_id AND doomed.member_id = file.member_id"
          + " AND file.sequence < doomed.sent_before)";

  private static final int DOOMED_AT_ONCE = 100;

  private FileRows() {}

  /** The files of the messages {@code after < sequence < before}. */
  static Map<Long, List<Attachment>> ofMessages(
      Connection connection, RoomId room, long after, long before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + ", sequence FROM file WHERE room_id = ? AND sequence > ? AND sequence < ?"
                + " ORDER BY sequence, position")) {
      select.setString(1, room.value());
      select.setLong(2, after);
      select.setLong(3, before);
      try (ResultSet rows = select.executeQuery()) {
        Map<Long, List<Attachment>> files = new HashMap<>();
        while (rows.next()) {
          files.computeIfAbsent(rows.getLong(9), _ -> new ArrayList<>()).add(read(rows));
        }
        return files;
      }
    }
  }

  /** The files of a room that wait for their messages. */
  static List<RoomDirectory.Waiting> waiting(Connection connection, RoomId room)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + ", member_id FROM file WHERE room_id = ? AND sequence IS NULL")) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        List<RoomDirectory.Waiting> waiting = new ArrayList<>();
        while (rows.next()) {
          waiting.add(new RoomDirectory.Waiting(new Member.Id(rows.getString(9)), read(rows)));
        }
        return waiting;
      }
    }
  }

  /** Whether all of these files wait for a message of this member. */
  static boolean areWaiting(
      Connection connection, RoomId room, Member.Id member, List<Attachment> files)
      throws SQLException {
    for (Attachment file : files) {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT 1 FROM file"
                  + " WHERE id = ? AND room_id = ? AND member_id = ? AND sequence IS NULL")) {
        select.setString(1, file.id());
        select.setString(2, room.value());
        select.setString(3, member.value());
        try (ResultSet rows = select.executeQuery()) {
          if (!rows.next()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * Gives files that wait to their message.
   *
   * @throws StoreException if one has gone in this moment
   */
  static void claim(
      Connection connection, RoomId room, Member.Id member, long sequence, List<Attachment> files)
      throws SQLException {
    int claimed = 0;
    for (Attachment file : files) {
      claimed +=
          Sql.update(
              connection,
              "UPDATE file SET sequence = ?, position = ?, description = ?"
                  + " WHERE id = ? AND room_id = ? AND member_id = ? AND sequence IS NULL",
              sequence,
              claimed,
              file.description().orElse(null),
              file.id(),
              room.value(),
              member.value());
    }
    if (claimed != files.size()) {
      throw new StoreException("a file of a message has just gone");
    }
  }

  /** Removes the rows of files of a room, and has their bytes removed. */
  static void doom(Connection connection, String condition, Object... parameters)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO doomed_file (id) SELECT id FROM file WHERE " + condition,
        parameters);
    Sql.update(connection, "DELETE FROM file WHERE " + condition, parameters);
  }

  /** The same for some of them; false if there is none any more. */
  static boolean doomSome(Connection connection, String condition, Object... parameters)
      throws SQLException {
    String some =
        "id IN (SELECT id FROM file WHERE " + condition + " LIMIT " + DOOMED_AT_ONCE + ")";
    Sql.update(
        connection, "INSERT INTO doomed_file (id) SELECT id FROM file WHERE " + some, parameters);
    return Sql.update(connection, "DELETE FROM file WHERE " + some, parameters) > 0;
  }

  static Attachment read(ResultSet row) throws SQLException {
    int width = row.getInt(5);
    boolean isPicture = !row.wasNull();
    return new Attachment(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        isPicture
            ? Optional.of(new Picture(width, row.getInt(6), row.getInt(7) == 1))
            : Optional.empty(),
        Optional.ofNullable(row.getString(8)).filter(Attachment::isDescription));
  }
}
