package chat.snug.store;

import chat.snug.room.Emoji;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.WhoMay;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What an event changes beside the log, in the transaction that stores it. Stateless. */
final class EventEffects {
  /** What there is of a message beside its event, but for its words in the index. */
  private static final List<String> TABLES_OF_MESSAGES = List.of("message_now", "reaction");

  private EventEffects() {}

  /** Of an event that is not about a message. */
  static void apply(Connection connection, RoomId room, RoomEvent event) throws SQLException {
    switch (event.content()) {
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) ->
          Sql.update(
              connection,
              "UPDATE seat SET name = ? WHERE room_id = ? AND member_id = ?",
              name.value(),
              room.value(),
              target.value());
      case RoomEvent.MessagesDeleted(Member.Id target) ->
          Deletions.doomMessages(connection, room, target, event.sequence());
      case RoomEvent.RoomUpdated(WhoMay whoMayExport) ->
          Sql.update(
              connection,
              "UPDATE room SET who_may_export = ? WHERE id = ?",
              whoMayExport.word(),
              room.value());
      case RoomEvent.MessageSent _,
          RoomEvent.MessageNow _,
          RoomEvent.MessageGone _,
          RoomEvent.Unknown _,
          RoomEvent.Change _ -> {}
    }
  }

  /** Of a change of this message, which is as it was before. */
  static void applyTo(RoomEvent message, Connection connection, RoomId room, RoomEvent event)
      throws SQLException {
    String id = room.value();
    long sequence = message.sequence();
    switch ((RoomEvent.Change) event.content()) {
      case RoomEvent.MessageEdited(_, Optional<MessageText> text) ->
          Sql.update(
              connection,
              "INSERT INTO message_now (room_id, sequence, body) VALUES (?, ?, ?)"
                  + " ON CONFLICT (room_id, sequence) DO UPDATE SET body = EXCLUDED.body",
              id,
              sequence,
              text.orElseThrow().value());
      case RoomEvent.MessagePinned(_, boolean on) ->
          Sql.update(
              connection,
              "INSERT INTO message_now (room_id, sequence, pinned_by) VALUES (?, ?, ?)"
                  + " ON CONFLICT (room_id, sequence) DO UPDATE SET pinned_by = EXCLUDED.pinned_by",
              id,
              sequence,
              on ? event.sequence() : null);
      case RoomEvent.Reacted(_, Emoji emoji, boolean on) -> {
        if (on) {
          Sql.update(
              connection,
              "INSERT INTO reaction"
                  + " (room_id, sequence, emoji, member_id, member_name, reacted_by)"
                  + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              id,
              sequence,
              emoji.value(),
              event.member().value(),
              event.name().value(),
              event.sequence());
        } else {
          leavePlace(connection, id, sequence, emoji, event.member());
          Sql.update(
              connection,
              "DELETE FROM reaction"
                  + " WHERE room_id = ? AND sequence = ? AND emoji = ? AND member_id = ?",
              id,
              sequence,
              emoji.value(),
              event.member().value());
        }
      }
      case RoomEvent.MessageDeleted _ -> delete(connection, id, message);
    }
  }

  /** Where an emoji stands is told by its first one: the next takes the place of that. */
  private static void leavePlace(
      Connection connection, String room, long sequence, Emoji emoji, Member.Id member)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE reaction SET reacted_by = (SELECT MIN(one.reacted_by) FROM reaction AS one"
            + " WHERE one.room_id = reaction.room_id AND one.sequence = reaction.sequence"
            + " AND one.emoji = reaction.emoji)"
            + " WHERE room_id = ? AND sequence = ? AND emoji = ? AND member_id ="
            + " (SELECT next.member_id FROM reaction AS next WHERE next.room_id = ?"
            + " AND next.sequence = ? AND next.emoji = ? AND next.member_id <> ?"
            + " ORDER BY next.reacted_by LIMIT 1)",
        room,
        sequence,
        emoji.value(),
        room,
        sequence,
        emoji.value(),
        member.value());
  }

  private static void delete(Connection connection, String room, RoomEvent message)
      throws SQLException {
    delete(connection, room, message.sequence());
    Sql.update(
        connection,
        "UPDATE event SET body = NULL WHERE room_id = ? AND target = ? AND type = 'message:edited'",
        room,
        message.id().value());
  }

  /** Removes all words of one event, and what there is beside it. */
  static void delete(Connection connection, String room, long sequence) throws SQLException {
    Sql.update(
        connection,
        "UPDATE event SET body = NULL WHERE room_id = ? AND sequence = ?",
        room,
        sequence);
    for (String table : TABLES_OF_MESSAGES) {
      Sql.update(
          connection,
          "DELETE FROM " + table + " WHERE room_id = ? AND sequence = ?",
          room,
          sequence);
    }
    FileRows.doom(connection, "room_id = ? AND sequence = ?", room, sequence);
  }
}
