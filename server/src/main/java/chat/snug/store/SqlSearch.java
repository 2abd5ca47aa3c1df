package chat.snug.store;

import chat.snug.room.Attachment;
import chat.snug.room.Found;
import chat.snug.room.Member;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Search;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks for messages. A room is taken into the index when it is searched, from where the index
 * ended the last time: so that messages which nobody ever looks for cost nothing when they are
 * stored. Edits and deletions change the index in their own transactions. Thread-safe.
 */
final class SqlSearch {
  private static final int EVENTS_PER_SLICE = 1_000;
  private static final int NEIGHBOURHOOD = 4;

  private final Writers writers;
  private final Dialect dialect;

  SqlSearch(Writers writers, Dialect dialect) {
    this.writers = writers;
    this.dialect = dialect;
  }

  CompletableFuture<Found> search(RoomId room, Search search) {
    return bringUpToDate(room)
        .thenCompose(_ -> dialect.read(connection -> find(connection, room, search)));
  }

  /** A message has another text; nothing happens if it is not in the index yet. */
  static void change(Connection connection, String room, RoomEvent message, String text)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE message_search SET folded = ? WHERE room_id = ? AND sequence = ?",
        folded(text, attachments(message)),
        room,
        message.sequence());
  }

  private CompletableFuture<Boolean> bringUpToDate(RoomId room) {
    return dialect
        .read(connection -> indexed(connection, room) >= head(connection, room))
        .thenCompose(isLevel ->
            isLevel
                ? CompletableFuture.completedFuture(true)
                : writers
                    .submit(room, connection -> indexSlice(connection, room))
                    .thenCompose(_ -> bringUpToDate(room)));
  }

  private boolean indexSlice(Connection connection, RoomId room) throws SQLException {
    SqlEventLog.head(connection, dialect.selectHeadForUpdate(), room);
    long after = indexed(connection, room);
    List<RoomEvent> events =
        SqlEventLog.selectAsTheyAre(connection, room, after, after + 1 + EVENTS_PER_SLICE);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO message_search (room_id, sequence, folded) VALUES (?, ?, ?)"
                + " ON CONFLICT (room_id, sequence) DO NOTHING")) {
      for (RoomEvent event : events) {
        RoomEvent.MessageSent message = message(event);
        if (message != null) {
          insert.setString(1, room.value());
          insert.setLong(2, event.sequence());
          insert.setString(3, folded(message.text().value(), message.attachments()));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
    long reached = events.isEmpty() ? after : events.getLast().sequence();
    Sql.update(
        connection,
        "INSERT INTO search_head (room_id, sequence) VALUES (?, ?)"
            + " ON CONFLICT (room_id) DO UPDATE SET sequence = EXCLUDED.sequence",
        room.value(),
        reached);
    return true;
  }

  private Found find(Connection connection, RoomId room, Search search) throws SQLException {
    List<Long> sequences = sequences(connection, room, search);
    boolean more = sequences.size() > search.limit();
    List<RoomEvent> found = new ArrayList<>();
    Map<Long, RoomEvent> neighbours = new LinkedHashMap<>();
    for (long sequence : sequences.subList(0, Math.min(sequences.size(), search.limit()))) {
      List<RoomEvent> around =
          SqlEventLog.selectAsTheyAre(
              connection, room, sequence - NEIGHBOURHOOD, sequence + NEIGHBOURHOOD);
      for (RoomEvent event : around) {
        if (event.sequence() == sequence) {
          found.add(event);
        }
      }
      addNeighbours(around, sequence, neighbours);
    }
    found.forEach(event -> neighbours.remove(event.sequence()));
    return new Found(found, List.copyOf(neighbours.values()), more);
  }

  /** The last message before it and the first one after it. */
  private static void addNeighbours(
      List<RoomEvent> around, long sequence, Map<Long, RoomEvent> neighbours) {
    RoomEvent before = null;
    for (RoomEvent event : around) {
      if (message(event) == null || event.sequence() == sequence) {
        continue;
      }
      if (event.sequence() > sequence) {
        neighbours.put(event.sequence(), event);
        break;
      }
      before = event;
    }
    if (before != null) {
      neighbours.put(before.sequence(), before);
    }
  }

  private List<Long> sequences(Connection connection, RoomId room, Search search)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder(
            "SELECT found.sequence FROM message_search AS found JOIN event"
                + " ON event.room_id = found.room_id AND event.sequence = found.sequence"
                + " WHERE found.room_id = ? AND found.sequence < ?");
    List<Object> parameters = new ArrayList<>();
    parameters.add(room.value());
    parameters.add(before(connection, room, search));
    search
        .from()
        .map(Member.Id::value)
        .ifPresent(member -> {
          sql.append(" AND event.member_id = ?");
          parameters.add(member);
        });
    search.has().ifPresent(has -> sql.append(condition(has)));
    for (String word : search.words()) {
      sql.append(" AND ").append(dialect.contains(word));
      parameters.add(dialect.containsParameter(word));
    }
    sql.append(" ORDER BY found.sequence DESC LIMIT ").append(search.limit() + 1);
    try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < parameters.size(); i++) {
        select.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        List<Long> sequences = new ArrayList<>();
        while (rows.next()) {
          sequences.add(rows.getLong(1));
        }
        return sequences;
      }
    }
  }

  private static long before(Connection connection, RoomId room, Search search)
      throws SQLException {
    long before = search.before().orElse(Long.MAX_VALUE);
    return search.until().isPresent()
        ? Math.min(before, SqlEventLog.sequenceAt(connection, room, search.until().getAsLong()))
        : before;
  }

  private static String condition(Search.Has has) {
    String file =
        " AND EXISTS (SELECT 1 FROM file"
            + " WHERE file.room_id = found.room_id AND file.sequence = found.sequence";
    return switch (has) {
      case FILE -> file + ")";
      case IMAGE -> file + " AND file.width IS NOT NULL)";
      case LINK -> " AND (found.folded LIKE '%http://%' OR found.folded LIKE '%https://%')";
    };
  }

  private static long indexed(Connection connection, RoomId room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT sequence FROM search_head WHERE room_id = ?")) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static long head(Connection connection, RoomId room) throws SQLException {
    return SqlEventLog.head(connection, SqlEventLog.SELECT_HEAD, room);
  }

  private static String folded(String text, List<Attachment> attachments) {
    StringBuilder all = new StringBuilder(text);
    for (Attachment attachment : attachments) {
      all.append('\n').append(attachment.name());
      attachment.description().ifPresent(words -> all.append('\n').append(words));
    }
    return Search.fold(all.toString());
  }

  private static List<Attachment> attachments(RoomEvent event) {
    RoomEvent.MessageSent message = message(event);
    return message == null ? List.of() : message.attachments();
  }

  private static RoomEvent.@Nullable MessageSent message(RoomEvent event) {
    return switch (event.content()) {
      case RoomEvent.MessageSent sent -> sent;
      case RoomEvent.MessageNow(RoomEvent.MessageSent sent, _, _) -> sent;
      case RoomEvent.MessageGone _,
          RoomEvent.MessagesDeleted _,
          RoomEvent.MemberRenamed _,
          RoomEvent.RoomUpdated _,
          RoomEvent.Change _ ->
          null;
    };
  }
}
