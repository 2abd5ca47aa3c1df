package chat.snug.store;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Looks for messages, a window of the room after the other, the newest first: each is a task of its
 * own, so that searches take turns. Thread-safe.
 */
final class SqlSearch {
  private static final int NEIGHBOURHOOD = 4;

  /** What one answer takes on the wire at most, in bytes. */
  private static final int MAX_WEIGHT = 512 * 1024;

  /** Windows of one search: then it says how far it has come. */
  private static final int MAX_WINDOWS = 50;

  /** Messages of a window whose texts are read, and of one where the index tells which to read. */
  private static final int READ_WINDOW = 1_000;

  private static final int INDEXED_WINDOW = 10_000;

  /** Searches of all rooms at the same time. */
  private static final int MAX_AT_ONCE = 64;

  private final Dialect dialect;
  private final SearchIndex index;
  private final Semaphore underWay = new Semaphore(MAX_AT_ONCE);

  SqlSearch(Dialect dialect, SearchIndex index) {
    this.dialect = dialect;
    this.index = index;
  }

  CompletableFuture<Found> search(RoomId room, Search search) {
    if (!underWay.tryAcquire()) {
      return CompletableFuture.failedFuture(new RefusedException(Refusal.BUSY));
    }
    return index
        .bringUpToDate(room)
        .thenCompose(_ -> dialect.search(connection -> before(connection, room, search)))
        .thenCompose(before -> new Scan(room, search).lookBefore(before, 0))
        .whenComplete((_, _) -> underWay.release());
  }

  /** One search as it goes through the windows. Confined to one task after the other. */
  private final class Scan {
    private final RoomId room;
    private final Search search;
    private final int size;
    private final List<Long> found = new ArrayList<>();

    Scan(RoomId room, Search search) {
      this.room = room;
      this.search = search;
      this.size =
          search.words().stream().anyMatch(Dialect::isIndexed) ? INDEXED_WINDOW : READ_WINDOW;
    }

    CompletableFuture<Found> lookBefore(long before, int windows) {
      boolean full = found.size() > search.limit();
      if (full || before <= 1 || windows == MAX_WINDOWS) {
        return dialect.search(connection -> answer(connection, full, before));
      }
      SearchWindow window = new SearchWindow(room, Math.max(1, before - size), before);
      return dialect
          .search(connection -> found.addAll(sequences(connection, window)))
          .thenCompose(_ -> lookBefore(window.from(), windows + 1));
    }

    /** As many of the messages, each with its neighbours, as an answer may weigh; at least one. */
    private Found answer(Connection connection, boolean full, long reached) throws SQLException {
      List<RoomEvent> events = new ArrayList<>();
      Map<Long, RoomEvent> neighbours = new LinkedHashMap<>();
      int weight = 0;
      long last = reached;
      boolean cut = full;
      for (long sequence : found.subList(0, Math.min(found.size(), search.limit()))) {
        Map<Long, RoomEvent> those = new LinkedHashMap<>();
        List<RoomEvent> around =
            SqlEventLog.selectAsTheyAre(
                connection, room, sequence - NEIGHBOURHOOD, sequence + NEIGHBOURHOOD);
        addNeighbours(around, sequence, those);
        List<RoomEvent> here =
            around.stream()
                .filter(event -> event.sequence() == sequence)
                .filter(event -> SearchIndex.message(event) != null)
                .toList();
        weight +=
            Stream.concat(here.stream(), those.values().stream()).mapToInt(RoomEvent::weight).sum();
        if (weight > MAX_WEIGHT && !events.isEmpty()) {
          cut = true;
          break;
        }
        events.addAll(here);
        neighbours.putAll(those);
        last = sequence;
      }
      events.forEach(event -> neighbours.remove(event.sequence()));
      long before = cut ? last : reached;
      return new Found(events, List.copyOf(neighbours.values()), cut || before > 1, before);
    }

    private List<Long> sequences(Connection connection, SearchWindow window) throws SQLException {
      StringBuilder sql =
          new StringBuilder(
              "SELECT found.sequence FROM message_search AS found JOIN event"
                  + " ON event.room_id = found.room_id AND event.sequence = found.sequence"
                  + " WHERE "
                  + window.condition("found")
                  + " AND NOT "
                  + EventRows.IS_DOOMED);
      List<Object> parameters = new ArrayList<>();
      search
          .from()
          .map(Member.Id::value)
          .ifPresent(member -> {
            sql.append(" AND event.member_id = ?");
            parameters.add(member);
          });
      search.has().ifPresent(has -> sql.append(condition(has)));
      for (String word : search.words()) {
        sql.append(" AND ").append(dialect.contains(word, window));
        parameters.add(dialect.containsParameter(word));
      }
      sql.append(" ORDER BY found.sequence DESC LIMIT ").append(search.limit() + 1 - found.size());
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
  }

  /** The last message before it and the first one after it. */
  private static void addNeighbours(
      List<RoomEvent> around, long sequence, Map<Long, RoomEvent> neighbours) {
    RoomEvent before = null;
    for (RoomEvent event : around) {
      if (SearchIndex.message(event) == null || event.sequence() == sequence) {
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

  /** Where to begin: right behind the last message that may be found. */
  private static long before(Connection connection, RoomId room, Search search)
      throws SQLException {
    long head = SqlEventLog.head(connection, SqlEventLog.SELECT_HEAD, room);
    long before = Math.min(search.before().orElse(Long.MAX_VALUE), head + 1);
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
      case LINK ->
          " AND (found.folded LIKE '%http://%' OR found.folded LIKE '%https://%'"
              + " OR found.folded LIKE '%www._%')";
    };
  }
}
