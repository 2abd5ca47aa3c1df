package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.CommandId;
import chat.snug.room.EventLog;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.OutboxPosition;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The event log in SQL: sequences are given in the transaction that stores the events. Thread-safe.
 */
final class SqlEventLog implements EventLog {
  private final Writers writers;
  private final Dialect dialect;
  private final Metrics metrics;

  SqlEventLog(Writers writers, Dialect dialect, Metrics metrics) {
    this.writers = writers;
    this.dialect = dialect;
    this.metrics = metrics;
  }

  @Override
  public void append(Append append) {
    writers.submit(append.room(), new AppendWrite(append));
  }

  @Override
  public CompletableFuture<List<RoomEvent>> read(RoomId room, long after, long before) {
    return dialect.read(connection -> select(connection, room, after, before));
  }

  @Override
  public CompletableFuture<Optional<RoomEvent>> find(
      RoomId room, Member.Id member, CommandId commandId) {
    return dialect.read(connection -> find(connection, room, member, commandId).map(Found::event));
  }

  static List<RoomEvent> select(Connection connection, RoomId room, long after, long before)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + EventRows.COLUMNS
                + " FROM event WHERE room_id = ? AND sequence > ? AND sequence < ?"
                + " ORDER BY sequence")) {
      select.setString(1, room.value());
      select.setLong(2, after);
      select.setLong(3, before);
      try (ResultSet rows = select.executeQuery()) {
        return EventRows.readAll(rows);
      }
    }
  }

  /** The room's head, by the query of {@link Dialect#selectHeadForUpdate} or a plain one. */
  static long head(Connection connection, String query, RoomId room) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, room.value());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new RefusedException(Refusal.GONE);
        }
        return rows.getLong(1);
      }
    }
  }

  private record Found(RoomEvent event, String hash) {}

  private static Optional<Found> find(
      Connection connection, RoomId room, Member.Id member, CommandId commandId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + EventRows.COLUMNS
                + " FROM event WHERE room_id = ? AND member_id = ? AND command_id = ?")) {
      select.setString(1, room.value());
      select.setString(2, member.value());
      select.setString(3, commandId.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Found(EventRows.read(rows), rows.getString(7)))
            : Optional.empty();
      }
    }
  }

  /** One append as the writer sees it. Confined to the writer until it is answered. */
  private final class AppendWrite implements Write {
    private final Append append;
    private final List<Outcome> outcomes = new ArrayList<>();

    AppendWrite(Append append) {
      this.append = append;
    }

    @Override
    public Executor loop() {
      return append.loop();
    }

    @Override
    public void run(Connection connection) throws SQLException {
      RoomId room = append.room();
      long head = head(connection, dialect.selectHeadForUpdate(), room);
      if (head != append.checkedAt()) {
        throw new StoreException(
            "room head: " + head + " (expected: " + append.checkedAt() + ", where it was checked)");
      }
      if (!areNextOfTheirOutboxes(connection) || !insertAll(connection, head)) {
        insertOneByOne(connection, head);
      }
      long stored = outcomes.stream().filter(Outcome.Stored.class::isInstance).count();
      setHead(connection, room, head + stored);
    }

    /** As if nothing were known already; if something is, nothing stays and this is false. */
    private boolean insertAll(Connection connection, long head) throws SQLException {
      List<RoomEvent> events = new ArrayList<>();
      try (Statement savepoint = connection.createStatement();
          PreparedStatement insert = connection.prepareStatement(EventRows.INSERT)) {
        savepoint.execute("SAVEPOINT batch");
        for (RoomEvent draft : append.drafts()) {
          RoomEvent event = draft.at(head + 1 + events.size());
          events.add(event);
          EventRows.bind(insert, append.room(), event);
          insert.addBatch();
        }
        boolean all = IntStream.of(insert.executeBatch()).allMatch(count -> count == 1);
        savepoint.execute(all ? "RELEASE SAVEPOINT batch" : "ROLLBACK TO SAVEPOINT batch");
        if (!all) {
          return false;
        }
      }
      for (RoomEvent event : events) {
        applyToSeats(connection, append.room(), event);
        outcomes.add(new Outcome.Stored(event));
      }
      return true;
    }

    private void insertOneByOne(Connection connection, long before) throws SQLException {
      long head = before;
      try (PreparedStatement insert = connection.prepareStatement(EventRows.INSERT)) {
        for (RoomEvent draft : append.drafts()) {
          Outcome outcome = insert(connection, insert, append.room(), draft.at(head + 1));
          if (outcome instanceof Outcome.Stored) {
            head++;
          }
          outcomes.add(outcome);
        }
      }
    }

    /**
     * Whether every draft is the next of its outbox, if those before it in the batch are stored.
     */
    private boolean areNextOfTheirOutboxes(Connection connection) throws SQLException {
      Map<String, Long> last = new HashMap<>();
      for (RoomEvent draft : append.drafts()) {
        if (draft.order().isPresent()) {
          OutboxPosition order = draft.order().get();
          String outbox = draft.member().value() + " " + order.outbox();
          Long before = last.get(outbox);
          long number = before == null ? lastOfOutbox(connection, draft, order) : before;
          if (number != order.number() - 1) {
            return false;
          }
          last.put(outbox, order.number());
        }
      }
      return true;
    }

    @Override
    public void committed() {
      int stored = (int) outcomes.stream().filter(o -> o instanceof Outcome.Stored).count();
      if (stored > 0) {
        metrics.stored(stored);
      }
      append.answer().accept(outcomes);
    }

    @Override
    public void failed(Throwable reason) {
      append.loop().execute(() -> append.failed().accept(reason));
    }

    /** The unique index tells whether the command is known; only then is it looked up. */
    private Outcome insert(
        Connection connection, PreparedStatement insert, RoomId room, RoomEvent event)
        throws SQLException {
      if (!isNextOfItsOutbox(connection, event)) {
        return known(connection, room, event).orElseGet(Outcome.OutOfOrder::new);
      }
      EventRows.bind(insert, room, event);
      if (insert.executeUpdate() == 1) {
        applyToSeats(connection, room, event);
        return new Outcome.Stored(event);
      }
      return known(connection, room, event).orElseThrow();
    }

    /** What there is to say of a command whose id is stored already. */
    private static Optional<Outcome> known(Connection connection, RoomId room, RoomEvent event)
        throws SQLException {
      return find(connection, room, event.member(), event.commandId().orElseThrow())
          .map(found ->
              found.hash().equals(EventRows.hash(event))
                  ? new Outcome.Duplicate(found.event())
                  : new Outcome.IdReused());
    }

    private boolean isNextOfItsOutbox(Connection connection, RoomEvent event) throws SQLException {
      return event.order().isEmpty()
          || lastOfOutbox(connection, event, event.order().get())
              == event.order().get().number() - 1;
    }

    private long lastOfOutbox(Connection connection, RoomEvent event, OutboxPosition order)
        throws SQLException {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT COALESCE(MAX(outbox_number), 0) FROM event"
                  + " WHERE room_id = ? AND member_id = ? AND outbox = ?")) {
        select.setString(1, append.room().value());
        select.setString(2, event.member().value());
        select.setString(3, order.outbox());
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? rows.getLong(1) : 0;
        }
      }
    }

    private static void applyToSeats(Connection connection, RoomId room, RoomEvent event)
        throws SQLException {
      if (event.content() instanceof RoomEvent.MemberRenamed(Member.Id target, MemberName name)) {
        try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE seat SET name = ? WHERE room_id = ? AND member_id = ?")) {
          update.setString(1, name.value());
          update.setString(2, room.value());
          update.setString(3, target.value());
          update.executeUpdate();
        }
      }
    }

    private static void setHead(Connection connection, RoomId room, long head) throws SQLException {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE room_head SET head_sequence = ? WHERE room_id = ?")) {
        update.setLong(1, head);
        update.setString(2, room.value());
        update.executeUpdate();
      }
    }
  }
}
