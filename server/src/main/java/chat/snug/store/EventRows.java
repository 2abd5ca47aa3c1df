package chat.snug.store;

import chat.snug.room.Attachment;
import chat.snug.room.CommandId;
import chat.snug.room.Emoji;
import chat.snug.room.EventId;
import chat.snug.room.EventRange;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.OutboxPosition;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.WhoMay;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events as rows, and rows as events. Stateless. */
final class EventRows {
  private static final String ALL_BUT_BODY =
      "sequence, id, at, member_id, member_name, command_id, content_hash, type, target, reply_to";

  /** Of an event: the member has deleted it with all the others; its row is still to be emptied. */
  static final String IS_DOOMED =
      "EXISTS (SELECT 1 FROM doomed_messages AS doomed WHERE doomed.room_id = event.room_id"
          + " AND doomed.member_id = event.member_id AND event.sequence < doomed.sent_before)";

  static final String COLUMNS =
      ALL_BUT_BODY
          + ", CASE WHEN type IN ('message', 'message:edited') AND "
          + IS_DOOMED
          + " THEN NULL ELSE body END";

  static final String INSERT =
      "INSERT INTO event (room_id, "
          + ALL_BUT_BODY
          + ", body, outbox, outbox_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (room_id, member_id, command_id) DO NOTHING";

  private static final String MESSAGE = "message";
  private static final String EDITED = "message:edited";
  private static final String DELETED = "message:deleted";
  private static final String ALL_DELETED = "messages:deleted";
  private static final String REACTION = "reaction";
  private static final String PINNED = "message:pinned";
  private static final String RENAMED = "member:renamed";
  private static final String UPDATED = "room:updated";
  private static final String WHO_MAY_EXPORT = "whoMayExport=";
  private static final String OFF = "";

  /** Stands for the type of what has a known one, and another form than this version knows. */
  private static final String UNREADABLE = "unknown";

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
      case RoomEvent.MessageSent(MessageText text, Optional<EventId> replyTo, _) ->
          bind(insert, MESSAGE, null, replyTo.map(EventId::value).orElse(null), text.value());
      case RoomEvent.MessageEdited(EventId target, Optional<MessageText> text) ->
          bind(insert, EDITED, target.value(), null, text.orElseThrow().value());
      case RoomEvent.MessageDeleted(EventId target) ->
          bind(insert, DELETED, target.value(), null, null);
      case RoomEvent.MessagesDeleted(Member.Id target) ->
          bind(insert, ALL_DELETED, target.value(), null, null);
      case RoomEvent.Reacted(EventId target, Emoji emoji, boolean on) ->
          bind(insert, REACTION, target.value(), on ? null : OFF, emoji.value());
      case RoomEvent.MessagePinned(EventId target, boolean on) ->
          bind(insert, PINNED, target.value(), on ? null : OFF, null);
      case RoomEvent.MessageNow _, RoomEvent.MessageGone _, RoomEvent.Unknown _ ->
          throw new IllegalArgumentException("this is read, not appended: " + event.id());
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) ->
          bind(insert, RENAMED, target.value(), null, name.value());
      case RoomEvent.RoomUpdated(WhoMay whoMayExport) ->
          bind(insert, UPDATED, null, null, WHO_MAY_EXPORT + whoMayExport.word());
    }
  }

  /**
   * Reads rows of {@link #COLUMNS} in the order of the range, as many as it allows.
   *
   * @param files of the messages among them, by their sequences
   * @return ascending
   */
  static List<RoomEvent> readAll(
      ResultSet rows, Map<Long, List<Attachment>> files, EventRange range) throws SQLException {
    List<RoomEvent> events = new ArrayList<>();
    int left = range.maxWeight();
    while (left > 0 && rows.next()) {
      RoomEvent event = read(rows, files.getOrDefault(rows.getLong(1), List.of()));
      left -= event.weight();
      events.add(event);
    }
    return range.cut(range.fromEnd() ? events.reversed() : events);
  }

  private static RoomEvent read(ResultSet row, List<Attachment> files) throws SQLException {
    return new RoomEvent(
        row.getLong(1),
        new EventId(row.getString(2)),
        row.getLong(3),
        new Member.Id(row.getString(4)),
        MemberName.stored(row.getString(5)),
        Optional.ofNullable(row.getString(6)).map(CommandId::new),
        Optional.empty(),
        content(row, files));
  }

  /** What another version has stored in a way that this one cannot read is unknown, not wrong. */
  private static RoomEvent.Content content(ResultSet row, List<Attachment> files)
      throws SQLException {
    String type = row.getString(8);
    try {
      return content(type, row, files);
    } catch (RuntimeException unreadable) {
      return unknown(UNREADABLE, row);
    }
  }

  /** Stands where there is something that this version cannot read. */
  static RoomEvent.Content unreadable() {
    return new RoomEvent.Unknown(UNREADABLE, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static RoomEvent.Content unknown(String type, ResultSet row) throws SQLException {
    return new RoomEvent.Unknown(
        type,
        Optional.ofNullable(row.getString(9)),
        Optional.ofNullable(row.getString(10)),
        Optional.ofNullable(row.getString(11)));
  }

  private static RoomEvent.Content content(String type, ResultSet row, List<Attachment> files)
      throws SQLException {
    return switch (type) {
      case MESSAGE -> message(row, files);
      case EDITED ->
          new RoomEvent.MessageEdited(
              new EventId(row.getString(9)),
              Optional.ofNullable(row.getString(11)).map(MessageText::new));
      case DELETED -> new RoomEvent.MessageDeleted(new EventId(row.getString(9)));
      case ALL_DELETED -> new RoomEvent.MessagesDeleted(new Member.Id(row.getString(9)));
      case REACTION ->
          new RoomEvent.Reacted(
              new EventId(row.getString(9)),
              new Emoji(row.getString(11)),
              row.getString(10) == null);
      case PINNED ->
          new RoomEvent.MessagePinned(new EventId(row.getString(9)), row.getString(10) == null);
      case RENAMED ->
          new RoomEvent.MemberRenamed(
              new Member.Id(row.getString(9)), new MemberName(row.getString(11)));
      case UPDATED ->
          new RoomEvent.RoomUpdated(
              Optional.of(row.getString(11))
                  .filter(body -> body.startsWith(WHO_MAY_EXPORT))
                  .flatMap(body -> WhoMay.of(body.substring(WHO_MAY_EXPORT.length())))
                  .orElseThrow());
      default -> unknown(type, row);
    };
  }

  /** A message without a body has been deleted. */
  private static RoomEvent.Content message(ResultSet row, List<Attachment> files)
      throws SQLException {
    String body = row.getString(11);
    return body == null
        ? new RoomEvent.MessageGone()
        : new RoomEvent.MessageSent(
            new MessageText(body), Optional.ofNullable(row.getString(10)).map(EventId::new), files);
  }

  private static void bind(
      PreparedStatement insert,
      String type,
      @Nullable String target,
      @Nullable String replyTo,
      @Nullable String body)
      throws SQLException {
    insert.setString(9, type);
    insert.setString(10, target);
    insert.setString(11, replyTo);
    insert.setString(12, body);
  }
}
