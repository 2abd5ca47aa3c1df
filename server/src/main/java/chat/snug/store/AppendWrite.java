package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.EventLog.Append;
import chat.snug.room.EventLog.Outcome;
import chat.snug.room.Member;
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
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** One append as the writer sees it. Confined to the writer until it is answered. */
final class AppendWrite implements Write {
  private static final String SELECT_LAST_OF_OUTBOX =
      "SELECT COALESCE(MAX(outbox_number), 0) FROM event"
          + " WHERE room_id = ? AND member_id = ? AND outbox = ?";
  private static final String UPDATE_HEAD =
      "UPDATE room_head SET head_sequence = ? WHERE room_id = ?";

  private final Append append;
  private final Dialect dialect;
  private final Deletions deletions;
  private final SearchIndex index;
  private final Metrics metrics;
  private final List<Outcome> outcomes = new ArrayList<>();

  /** Whether the index holds words that are others now. */
  private boolean wordsChanged;

  AppendWrite(
      Append append, Dialect dialect, Deletions deletions, SearchIndex index, Metrics metrics) {
    this.append = append;
    this.dialect = dialect;
    this.deletions = deletions;
    this.index = index;
    this.metrics = metrics;
  }

  @Override
  public Executor loop() {
    return append.loop();
  }

  @Override
  public void run(WritingConnection writing) throws SQLException {
    outcomes.clear();
    wordsChanged = false;
    List<RoomEvent> drafts = append.take();
    RoomId room = append.room();
    long head = SqlEventLog.head(writing.prepared(dialect.selectHeadForUpdate()), room);
    if (head != append.checkedAt()) {
      throw new StoreException(
          "room head: " + head + " (expected: " + append.checkedAt() + ", where it was checked)");
    }
    if (!dialect.sparesRoundTrips() || !insertAtOnce(writing, head, drafts)) {
      insertOneByOne(writing, head, drafts);
    }
    setHead(writing, room, head + stored());
  }

  /** Inserts all drafts in one round trip, if they allow it. */
  private boolean insertAtOnce(WritingConnection writing, long head, List<RoomEvent> drafts)
      throws SQLException {
    return drafts.size() > 1
        && drafts.stream().allMatch(draft -> isSimple(draft.content()))
        && areNextOfTheirOutboxes(writing, drafts)
        && insertAll(writing, head, drafts);
  }

  private int stored() {
    int stored = 0;
    for (Outcome outcome : outcomes) {
      stored += outcome instanceof Outcome.Stored ? 1 : 0;
    }
    return stored;
  }

  /** Whether it touches nothing that another draft of the batch may touch. */
  private static boolean isSimple(RoomEvent.Content content) {
    return switch (content) {
      case RoomEvent.MessageSent sent -> sent.attachments().isEmpty() && sent.replyTo().isEmpty();
      case RoomEvent.MemberRenamed _, RoomEvent.RoomUpdated _ -> true;
      case RoomEvent.Change _,
          RoomEvent.MessagesDeleted _,
          RoomEvent.MessageNow _,
          RoomEvent.MessageGone _,
          RoomEvent.Unknown _ ->
          false;
    };
  }

  /** As if nothing were known already; if something is, nothing stays and this is false. */
  private boolean insertAll(WritingConnection writing, long head, List<RoomEvent> drafts)
      throws SQLException {
    List<RoomEvent> events = new ArrayList<>();
    PreparedStatement insert = writing.prepared(EventRows.INSERT);
    try (Statement savepoint = writing.connection().createStatement()) {
      savepoint.execute("SAVEPOINT batch");
      for (RoomEvent draft : drafts) {
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
      EventEffects.apply(writing.connection(), append.room(), event);
      outcomes.add(new Outcome.Stored(event));
    }
    return true;
  }

  private void insertOneByOne(WritingConnection writing, long before, List<RoomEvent> drafts)
      throws SQLException {
    long head = before;
    for (RoomEvent draft : drafts) {
      Outcome outcome = insert(writing, append.room(), draft.at(head + 1));
      if (outcome instanceof Outcome.Stored) {
        head++;
      }
      outcomes.add(outcome);
    }
  }

  /** Whether every draft is the next of its outbox, if those before it in the batch are stored. */
  private boolean areNextOfTheirOutboxes(WritingConnection writing, List<RoomEvent> drafts)
      throws SQLException {
    Map<String, Long> last = new HashMap<>();
    for (RoomEvent draft : drafts) {
      if (draft.order().isPresent()) {
        OutboxPosition order = draft.order().get();
        String outbox = draft.member().value() + " " + order.outbox();
        Long before = last.get(outbox);
        long number = before == null ? lastOfOutbox(writing, draft, order) : before;
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
    int stored = stored();
    if (stored > 0) {
      metrics.stored(stored);
    }
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Stored(RoomEvent event)
          && event.content() instanceof RoomEvent.MessagesDeleted(Member.Id target)) {
        deletions.removeMessages(append.room(), target);
      }
    }
    if (wordsChanged) {
      index.refresh(append.room());
    }
    append.answer().accept(outcomes);
  }

  @Override
  public void failed(Throwable reason) {
    append.loop().execute(() -> append.failed().accept(reason));
  }

  /** The unique index tells whether the command is known; only then is it looked up. */
  private Outcome insert(WritingConnection writing, RoomId room, RoomEvent event)
      throws SQLException {
    Connection connection = writing.connection();
    if (!isNextOfItsOutbox(writing, event)) {
      return known(connection, room, event).orElseGet(Outcome.OutOfOrder::new);
    }
    Optional<RoomEvent> target = Optional.empty();
    if (event.content() instanceof RoomEvent.Change change) {
      Optional<Outcome> known = known(connection, room, event);
      if (known.isPresent()) {
        return known.get();
      }
      try {
        target = SqlEventLog.find(connection, room, change.target());
        append.rules().check(target.orElseThrow(ChangeRules::noMessage), event);
        MessageRows.checkBounds(connection, room, target.get().sequence(), change, event.member());
        if (change instanceof RoomEvent.MessagePinned(_, boolean on) && on) {
          append.rules().checkPinned(othersPinned(connection, room, target.get()));
        }
      } catch (RefusedException refused) {
        return new Outcome.Refused(refused);
      }
    }
    if (event.content() instanceof RoomEvent.MessageSent sent && refersToSomething(sent)) {
      Optional<Outcome> known = known(connection, room, event);
      if (known.isPresent()) {
        return known.get();
      }
      if (sent.replyTo().isPresent()
          && !SqlEventLog.isMessage(connection, room, sent.replyTo().get())) {
        return new Outcome.Refused(
            new RefusedException(Refusal.NOT_FOUND, "What this answers is no message here."));
      }
      if (!FileRows.areWaiting(connection, room, event.member(), sent.attachments())) {
        return new Outcome.Refused(
            new RefusedException(Refusal.NOT_FOUND, "A file of this message is not there."));
      }
      FileRows.claim(connection, room, event.member(), event.sequence(), sent.attachments());
    }
    PreparedStatement insert = writing.prepared(EventRows.INSERT);
    EventRows.bind(insert, room, event);
    if (insert.executeUpdate() == 1) {
      apply(connection, room, event, target);
      return new Outcome.Stored(event);
    }
    return known(connection, room, event).orElseThrow();
  }

  /** Whether something must be there for it to be stored. */
  private static boolean refersToSomething(RoomEvent.MessageSent sent) {
    return !sent.attachments().isEmpty() || sent.replyTo().isPresent();
  }

  private static int othersPinned(Connection connection, RoomId room, RoomEvent message)
      throws SQLException {
    List<Long> pinned = MessageRows.pinned(connection, room);
    return pinned.contains(message.sequence()) ? 0 : pinned.size();
  }

  private void apply(
      Connection connection, RoomId room, RoomEvent event, Optional<RoomEvent> target)
      throws SQLException {
    if (target.isPresent()) {
      EventEffects.applyTo(target.get(), connection, room, event);
      if (event.content() instanceof RoomEvent.MessageEdited
          || event.content() instanceof RoomEvent.MessageDeleted) {
        wordsChanged |= SearchIndex.change(connection, room, target.get().sequence());
      }
    } else {
      EventEffects.apply(connection, room, event);
    }
    if (event.content() instanceof RoomEvent.MessageDeleted) {
      deletions.forget(room);
    }
  }

  /** What there is to say of a command whose id is stored already. */
  private static Optional<Outcome> known(Connection connection, RoomId room, RoomEvent event)
      throws SQLException {
    CommandId id = event.commandId().orElseThrow();
    Optional<SqlEventLog.Known> known = SqlEventLog.known(connection, room, event.member(), id);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        known.get().hash().equals(EventRows.hash(event))
            ? new Outcome.Duplicate(
                SqlEventLog.find(connection, room, event.member(), id).orElseThrow())
            : new Outcome.IdReused());
  }

  private boolean isNextOfItsOutbox(WritingConnection writing, RoomEvent event)
      throws SQLException {
    return event.order().isEmpty()
        || lastOfOutbox(writing, event, event.order().get()) == event.order().get().number() - 1;
  }

  private long lastOfOutbox(WritingConnection writing, RoomEvent event, OutboxPosition order)
      throws SQLException {
    PreparedStatement select = writing.prepared(SELECT_LAST_OF_OUTBOX);
    select.setString(1, append.room().value());
    select.setString(2, event.member().value());
    select.setString(3, order.outbox());
    try (ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static void setHead(WritingConnection writing, RoomId room, long head)
      throws SQLException {
    PreparedStatement update = writing.prepared(UPDATE_HEAD);
    update.setLong(1, head);
    update.setString(2, room.value());
    update.executeUpdate();
  }
}
