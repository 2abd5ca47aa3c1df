package chat.snug.store;

import chat.snug.room.Emoji;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.Reactions;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has become of messages since they were sent. Stateless. */
final class MessageRows {
  private static final String IN_RANGE = " WHERE room_id = ? AND sequence > ? AND sequence < ?";

  private MessageRows() {}

  /** The events {@code after < sequence < before}, with each message as it is now. */
  static List<RoomEvent> asTheyAre(
      Connection connection, RoomId room, List<RoomEvent> events, long after, long before)
      throws SQLException {
    Map<Long, MessageText> texts = texts(connection, room, after, before);
    Map<Long, Reactions> reactions = reactions(connection, room, after, before);
    if (texts.isEmpty() && reactions.isEmpty()) {
      return events;
    }
    return events.stream()
        .map(event ->
            event.content() instanceof RoomEvent.MessageSent sent
                ? asItIs(event, sent, texts, reactions)
                : event)
        .toList();
  }

  /** Sequences of the pinned messages, in the order in which they were pinned. */
  static List<Long> pinned(Connection connection, RoomId room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence FROM message_now WHERE room_id = ? AND pinned_by IS NOT NULL"
                + " ORDER BY pinned_by")) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        List<Long> sequences = new ArrayList<>();
        while (rows.next()) {
          sequences.add(rows.getLong(1));
        }
        return sequences;
      }
    }
  }

  private static RoomEvent asItIs(
      RoomEvent event,
      RoomEvent.MessageSent sent,
      Map<Long, MessageText> texts,
      Map<Long, Reactions> reactions) {
    MessageText text = texts.get(event.sequence());
    Reactions those = reactions.getOrDefault(event.sequence(), Reactions.none());
    if (text == null && those.isEmpty()) {
      return event;
    }
    RoomEvent.MessageSent now =
        new RoomEvent.MessageSent(
            text == null ? sent.text() : text, sent.replyTo(), sent.attachments());
    return event.with(new RoomEvent.MessageNow(now, text != null, those));
  }

  private static Map<Long, MessageText> texts(
      Connection connection, RoomId room, long after, long before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence, body FROM message_now" + IN_RANGE + " AND body IS NOT NULL")) {
      bind(select, room, after, before);
      try (ResultSet rows = select.executeQuery()) {
        Map<Long, MessageText> texts = new HashMap<>();
        while (rows.next()) {
          texts.put(rows.getLong(1), new MessageText(rows.getString(2)));
        }
        return texts;
      }
    }
  }

  private static Map<Long, Reactions> reactions(
      Connection connection, RoomId room, long after, long before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence, emoji, member_id, member_name FROM reaction"
                + IN_RANGE
                + " ORDER BY sequence, reacted_by")) {
      bind(select, room, after, before);
      try (ResultSet rows = select.executeQuery()) {
        Map<Long, Reactions> reactions = new HashMap<>();
        while (rows.next()) {
          long sequence = rows.getLong(1);
          Reactions with =
              reactions
                  .getOrDefault(sequence, Reactions.none())
                  .with(
                      new Emoji(rows.getString(2)),
                      new Member.Id(rows.getString(3)),
                      new MemberName(rows.getString(4)),
                      true);
          reactions.put(sequence, with);
        }
        return reactions;
      }
    }
  }

  private static void bind(PreparedStatement select, RoomId room, long after, long before)
      throws SQLException {
    select.setString(1, room.value());
    select.setLong(2, after);
    select.setLong(3, before);
  }
}
