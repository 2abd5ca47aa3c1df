package chat.snug.store;

import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.OutboxPosition;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events as rows, and rows as events. Stateless. */
final class EventRows {
  static final String COLUMNS =
      "sequence, id, at, member_id, member_name, command_id, content_hash, type, target, reply_to,"
          + " body";
  static final String INSERT =
      "INSERT INTO event (room_id, "
          + COLUMNS
          + ", outbox, outbox_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (room_id, member_id, command_id) DO NOTHING";

  private static final String MESSAGE = "message";
  private static final String RENAMED = "member:renamed";

  private EventRows() {}

  static String hash(RoomEvent event) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(event.content().hash());
  }

  /** Sets all parameters of {@link #INSERT}. */
  static void bind(PreparedStatement insert, RoomId room, RoomEvent event) throws SQLException {
    insert.setString(1, room.value());
    insert.setLong(2, event.sequence());
    insert.setString(3, event.id().value());
    insert.setLong(4, event.at());
    insert.setString(5, event.member().value());
    insert.setString(6, event.name().value());
    insert.setString(7, event.commandId().map(CommandId::value).orElse(null));
    insert.setString(8, hash(event));
    insert.setString(13, event.order().map(OutboxPosition::outbox).orElse(null));
    insert.setObject(14, event.order().map(OutboxPosition::number).orElse(null));
    switch (event.content()) {
      case RoomEvent.MessageSent(MessageText text, Optional<EventId> replyTo) ->
          bind(insert, MESSAGE, null, replyTo.map(EventId::value).orElse(null), text.value());
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) ->
          bind(insert, RENAMED, target.value(), null, name.value());
    }
  }

  /** Reads rows of {@link #COLUMNS}. */
  static List<RoomEvent> readAll(ResultSet rows) throws SQLException {
    List<RoomEvent> events = new ArrayList<>();
    while (rows.next()) {
      events.add(read(rows));
    }
    return events;
  }

  static RoomEvent read(ResultSet row) throws SQLException {
    return new RoomEvent(
        row.getLong(1),
        new EventId(row.getString(2)),
        row.getLong(3),
        new Member.Id(row.getString(4)),
        new MemberName(row.getString(5)),
        Optional.ofNullable(row.getString(6)).map(CommandId::new),
        Optional.empty(),
        content(row));
  }

  private static RoomEvent.Content content(ResultSet row) throws SQLException {
    String type = row.getString(8);
    return switch (type) {
      case MESSAGE ->
          new RoomEvent.MessageSent(
              new MessageText(row.getString(11)),
              Optional.ofNullable(row.getString(10)).map(EventId::new));
      case RENAMED ->
          new RoomEvent.MemberRenamed(
              new Member.Id(row.getString(9)), new MemberName(row.getString(11)));
      default -> throw new StoreException("event type: " + type + " (unknown to this version)");
    };
  }

  private static void bind(
      PreparedStatement insert,
      String type,
      @Nullable String target,
      @Nullable String replyTo,
      String body)
      throws SQLException {
    insert.setString(9, type);
    insert.setString(10, target);
    insert.setString(11, replyTo);
    insert.setString(12, body);
  }
}
