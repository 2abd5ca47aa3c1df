package chat.snug.store;

import chat.snug.room.ChangeRules;
import chat.snug.room.Emoji;
import chat.snug.room.EventId;
import chat.snug.room.EventRange;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.Reactions;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What has become of messages since they were sent. Stateless. */
final class MessageRows {
  private static final String IN_RANGE = " WHERE room_id = ? AND sequence > ? AND sequence < ?";

  private MessageRows() {}

  /** The events of a range, with each message as it is now: again as many as the range allows. */
  static List<RoomEvent> asTheyAre(
      Connection connection, RoomId room, List<RoomEvent> events, EventRange range)
      throws SQLException {
    if (events.isEmpty()) {
      return events;
    }
    EventRange read =
        new EventRange(
            events.getFirst().sequence() - 1,
            events.getLast().sequence() + 1,
            range.maxWeight(),
            range.fromEnd());
    Map<Long, Optional<MessageText>> texts = texts(connection, room, read);
    Map<Long, Reactions> reactions = reactions(connection, room, read);
    if (texts.isEmpty() && reactions.isEmpty()) {
      return events;
    }
    return range.cut(
        events.stream()
            .map(event ->
                event.content() instanceof RoomEvent.MessageSent sent
                    ? asItIs(event, sent, texts, reactions)
                    : event)
            .toList());
  }

  /**
   * Sequences of the pinned messages, in the order in which they were pinned: the last ones, where
   * there are more than there may be, from before there was a bound.
   */
  static List<Long> pinned(Connection connection, RoomId room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence FROM message_now WHERE room_id = ? AND pinned_by IS NOT NULL"
                + " ORDER BY pinned_by DESC LIMIT "
                + ChangeRules.MAX_PINNED)) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        List<Long> sequences = new ArrayList<>();
        while (rows.next()) {
          sequences.addFirst(rows.getLong(1));
        }
        return sequences;
      }
    }
  }

  /**
   * Checks whether there may be one more of such changes; counts, since reading all of them would
   * cost each change what all before it have cost.
   */
  static void checkBounds(
      Connection connection, RoomId room, long sequence, RoomEvent.Change change, Member.Id member)
      throws SQLException {
    switch (change) {
      case RoomEvent.MessageEdited edited ->
          ChangeRules.checkEdits(edits(connection, room, edited.target()));
      case RoomEvent.Reacted(_, Emoji emoji, boolean on) -> {
        if (on) {
          checkReactions(connection, room, sequence, emoji, member);
        }
      }
      case RoomEvent.MessageDeleted _, RoomEvent.MessagePinned _ -> {}
    }
  }

  private static int edits(Connection connection, RoomId room, EventId target) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM event"
                + " WHERE room_id = ? AND target = ? AND type = 'message:edited'")) {
      select.setString(1, room.value());
      select.setString(2, target.value());
      try (ResultSet count = select.executeQuery()) {
        count.next();
        return count.getInt(1);
      }
    }
  }

  private static void checkReactions(
      Connection connection, RoomId room, long sequence, Emoji emoji, Member.Id member)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COUNT(*), COUNT(DISTINCT emoji),"
                + " SUM(CASE WHEN emoji = ? THEN 1 ELSE 0 END),"
                + " SUM(CASE WHEN emoji = ? AND member_id = ? THEN 1 ELSE 0 END),"
                + " SUM(LENGTH(member_id) + 4 * LENGTH(member_name))"
                + " FROM reaction WHERE room_id = ? AND sequence = ?")) {
      select.setString(1, emoji.value());
      select.setString(2, emoji.value());
      select.setString(3, member.value());
      select.setString(4, room.value());
      select.setLong(5, sequence);
      try (ResultSet counts = select.executeQuery()) {
        counts.next();
        boolean isNew = counts.getInt(4) == 0;
        if (isNew) {
          int emojis = counts.getInt(2) + (counts.getInt(3) == 0 ? 1 : 0);
          int total = counts.getInt(1) + 1;
          Reactions.check(emojis, total, counts.getInt(5) + total * Reactions.LEAST_WEIGHT);
        }
      }
    }
  }

  static Set<EventId> pinnedIds(Connection connection, RoomId room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM event WHERE room_id = ? AND sequence IN"
                + " (SELECT sequence FROM message_now"
                + " WHERE room_id = ? AND pinned_by IS NOT NULL)")) {
      select.setString(1, room.value());
      select.setString(2, room.value());
      try (ResultSet rows = select.executeQuery()) {
        Set<EventId> ids = new HashSet<>();
        while (rows.next()) {
          ids.add(new EventId(rows.getString(1)));
        }
        return ids;
      }
    }
  }

  private static RoomEvent asItIs(
      RoomEvent event,
      RoomEvent.MessageSent sent,
      Map<Long, Optional<MessageText>> texts,
      Map<Long, Reactions> reactions) {
    Optional<MessageText> text = texts.get(event.sequence());
    Reactions those = reactions.getOrDefault(event.sequence(), Reactions.none());
    if (text == null && those.isEmpty()) {
      return event;
    }
    if (text != null && text.isEmpty()) {
      return event.with(EventRows.unreadable());
    }
    RoomEvent.MessageSent now =
        new RoomEvent.MessageSent(
            text == null ? sent.text() : text.get(), sent.replyTo(), sent.attachments());
    return event.with(new RoomEvent.MessageNow(now, text != null, those));
  }

  /** Last texts, by sequence; empty where another version has stored what is none here. */
  private static Map<Long, Optional<MessageText>> texts(
      Connection connection, RoomId room, EventRange range) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence, body FROM message_now" + IN_RANGE + " AND body IS NOT NULL")) {
      bind(select, room, range);
      try (ResultSet rows = select.executeQuery()) {
        Map<Long, Optional<MessageText>> texts = new HashMap<>();
        while (rows.next()) {
          texts.put(rows.getLong(1), readable(MessageText::new, rows.getString(2)));
        }
        return texts;
      }
    }
  }

  /** What is beyond the weight would be cut in any case, and is not read. */
  private static Map<Long, Reactions> reactions(
      Connection connection, RoomId room, EventRange range) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sequence, emoji, member_id, member_name FROM reaction"
                + IN_RANGE
                + " ORDER BY sequence"
                + (range.fromEnd() ? " DESC" : "")
                + ", reacted_by LIMIT ?")) {
      bind(select, room, range);
      select.setInt(
          4, Math.max(Reactions.MAX_TOTAL, range.maxWeight() / Reactions.LEAST_WEIGHT) + 1);
      try (ResultSet rows = select.executeQuery()) {
        Map<Long, Map<Emoji, List<Reactions.Reactor>>> members = new HashMap<>();
        while (rows.next()) {
          Optional<Emoji> emoji = readable(Emoji::new, rows.getString(2));
          if (emoji.isPresent()) {
            members
                .computeIfAbsent(rows.getLong(1), _ -> new LinkedHashMap<>())
                .computeIfAbsent(emoji.get(), _ -> new ArrayList<>())
                .add(
                    new Reactions.Reactor(
                        new Member.Id(rows.getString(3)), MemberName.stored(rows.getString(4))));
          }
        }
        Map<Long, Reactions> reactions = new HashMap<>();
        members.forEach((sequence, of) -> reactions.put(sequence, Reactions.of(of)));
        return reactions;
      }
    }
  }

  /** The value, unless it is one that only another version knows. */
  static <T> Optional<T> readable(Function<String, T> read, String stored) {
    try {
      return Optional.of(read.apply(stored));
    } catch (RefusedException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static void bind(PreparedStatement select, RoomId room, EventRange range)
      throws SQLException {
    select.setString(1, room.value());
    select.setLong(2, range.after());
    select.setLong(3, range.before());
  }
}
