package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import chat.snug.metric.Metrics;
import chat.snug.room.ChangeRules;
import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.EventLog;
import chat.snug.room.EventRange;
import chat.snug.room.Found;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Search;
import chat.snug.room.Seat;
import chat.snug.room.SeatToken;
import chat.snug.room.StoredRoom;
import chat.snug.room.WhoMay;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/** All rooms share one writer: nobody's work there may hold up the others. */
@Tag("slow")
final class SharedWriterTest {
  private static final RoomId BIG = new RoomId("AAAAAAAAAAAAAAAAAAAAAA");
  private static final RoomId SMALL = new RoomId("BBBBBBBBBBBBBBBBBBBBBB");
  private static final Member ANA =
      new Member(new Member.Id("ana"), MemberName.of("Ana"), Member.Role.HOST);
  private static final int BATCH = 20;

  /** Acks of another room that must come while long work is under way. */
  private static final int MEANWHILE = 5;

  /** Letters that change their number or their length when they are compared. */
  private static final String ODD =
      "\u0130I\u00df \u1e9e\ud83d\ude00\ud835\udcb3 \ufdfa e\u0301 \u4e2d\u6587 \u200d ";

  private static final String INDEXED =
      "SELECT count(*) FROM message_search WHERE room_id = '" + BIG.value() + "'";

  @TempDir private Path folder;
  private final Metrics metrics = new Metrics();
  private final Random random = new Random(1);
  private final AtomicLong commands = new AtomicLong();
  private final List<EventId> ids = new ArrayList<>();
  private Store store;
  private long headOfSmall;

  @BeforeEach
  void open() {
    store = reopened();
    create(BIG, "WARM");
    create(SMALL, "CASY");
  }

  @AfterEach
  void close() {
    store.close();
    metrics.close();
  }

  @Test
  void findsAnEventByItsIdAtTheSameCostHoweverManyShareItsTime() throws SQLException {
    fill(1_000, _ -> "a");
    long few = stepsToFind(ids.getLast());
    fill(9_000, _ -> "a");
    long many = stepsToFind(ids.getLast());

    assertThat(many).isLessThan(2 * few);
  }

  @Test
  void storesForOthersWhileARoomIsSearchedForTheFirstTime() {
    fill(40, _ -> words(4_000));

    CompletableFuture<Found> search = search("needle");

    assertThat(acksUntil(search::isDone)).isGreaterThan(MEANWHILE);
    assertThat(PortsFixture.wait(search).events()).isEmpty();
  }

  @Test
  void storesForOthersWhileAllThatAMemberSentIsRemoved() {
    fill(BATCH, _ -> words(4_000));
    PortsFixture.wait(search("needle"));

    append(BIG, BATCH, List.of(event(new RoomEvent.MessagesDeleted(ANA.id()))));

    assertThat(
            PortsFixture.wait(
                store.eventLog().read(BIG, EventRange.first(0, BATCH + 1, Integer.MAX_VALUE))))
        .hasSize(BATCH)
        .allSatisfy(event -> assertThat(event.content()).isInstanceOf(RoomEvent.MessageGone.class));
    assertThat(acksUntil(() -> number(INDEXED) == 0)).isGreaterThan(MEANWHILE);
  }

  @Test
  void storesForOthersWhileManyLongMessagesAreEdited() {
    fill(BATCH, _ -> words(4_000));
    PortsFixture.wait(search("needle"));

    CompletableFuture<List<EventLog.Outcome>> edited =
        begin(
            BIG, BATCH, ids.stream().map(id -> event(edit(id, "needle " + words(3_990)))).toList());

    assertThat(acksUntil(() -> number(INDEXED + " AND folded LIKE 'needle%'") == BATCH))
        .isGreaterThan(MEANWHILE);
    assertThat(PortsFixture.wait(edited)).allSatisfy(SharedWriterTest::isStored);
  }

  @Test
  void storesForOthersWhileManyLongMessagesAreDeleted() throws SQLException {
    fill(BATCH, _ -> words(4_000));
    PortsFixture.wait(search("needle"));

    CompletableFuture<List<EventLog.Outcome>> deleted =
        begin(BIG, BATCH, ids.stream().map(id -> event(new RoomEvent.MessageDeleted(id))).toList());

    assertThat(acksUntil(() -> number(INDEXED) == 0)).isGreaterThan(MEANWHILE);
    assertThat(PortsFixture.wait(deleted)).allSatisfy(SharedWriterTest::isStored);
    assertThatTheIndexHoldsWhatItShould();
  }

  @Test
  void findsTheNewWordsAndNotTheOldOnesAsSoonAsAnEditIsStored() throws SQLException {
    fill(BATCH, _ -> ODD + "formerly " + words(200));
    PortsFixture.wait(search("needle"));

    append(
        BIG,
        BATCH,
        ids.stream().map(id -> event(edit(id, "nowadays " + ODD + words(200)))).toList());

    assertThat(PortsFixture.wait(search("nowadays")).events()).hasSize(BATCH);
    assertThat(PortsFixture.wait(search("formerly")).events()).isEmpty();
    assertThatTheIndexHoldsWhatItShould();
  }

  @Test
  void goesOnAfterAStopWithTheWordsThatWereStillToBeRemoved() throws SQLException {
    fill(BATCH, _ -> "needle");
    PortsFixture.wait(search("needle"));
    store.close();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE event SET body = NULL");
      statement.execute(
          "INSERT INTO search_change (room_id, sequence)"
              + " SELECT room_id, sequence FROM message_search");
    }

    store = reopened();

    Awaitility.await().until(() -> number(INDEXED) == 0);
  }

  @Test
  void storesForOthersWhileARoomIsRemoved() {
    fill(BATCH, _ -> words(4_000));
    PortsFixture.wait(search("needle"));

    PortsFixture.wait(store.directory().delete(BIG, Instant.now()));

    assertThat(acksUntil(() -> number(INDEXED) == 0)).isGreaterThan(MEANWHILE);
  }

  @Test
  void readsNoMoreTextsForAShortWordThanItMayAndSaysWhereToGoOn() throws SQLException {
    fill(BATCH, _ -> "zz");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute(
          "WITH RECURSIVE number(n) AS (SELECT 21 UNION ALL SELECT n + 1 FROM number WHERE n <"
              + " 50100) INSERT INTO event (room_id, sequence, id, at, member_id, member_name,"
              + " content_hash, type, body) SELECT '"
              + BIG.value()
              + "', n, printf('%026d', n), 1, 'ana', 'Ana', '', 'message', 'aa' FROM number");
      statement.execute(
          "INSERT INTO message_search (room_id, sequence, folded)"
              + " SELECT room_id, sequence, body FROM event");
      for (String head :
          List.of(
              "INSERT INTO search_head (room_id, sequence) VALUES ('",
              "REPLACE INTO room_head (room_id, head_sequence) VALUES ('")) {
        statement.execute(head + BIG.value() + "', 50100)");
      }
      statement.execute("COMMIT");
    }

    Found first = PortsFixture.wait(search("zz", OptionalLong.empty()));
    Found next = PortsFixture.wait(search("zz", OptionalLong.of(first.before())));

    assertThat(first.events()).isEmpty();
    assertThat(first.more()).isTrue();
    assertThat(first.before()).isEqualTo(50_101 - 50_000);
    assertThat(next.events()).hasSize(20);
    assertThat(next.more()).isFalse();
  }

  /** Words that hardly ever come twice, as in the worst of rooms. */
  private String words(int length) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private CompletableFuture<Found> search(String word) {
    return search(word, OptionalLong.empty());
  }

  private CompletableFuture<Found> search(String word, OptionalLong before) {
    return store
        .eventLog()
        .search(
            BIG,
            new Search(
                List.of(word),
                Optional.empty(),
                Optional.empty(),
                before,
                OptionalLong.empty(),
                20));
  }

  /** How many messages another room has acked, one after the other, before this is so. */
  private int acksUntil(BooleanSupplier done) {
    int acks = -1; // the last one may have waited for the whole work
    while (!done.getAsBoolean()) {
      append(SMALL, headOfSmall, List.of(event(message("a"))));
      headOfSmall++;
      acks++;
    }
    return acks;
  }

  private void fill(int count, IntFunction<String> text) {
    for (int i = 0; i < count; i += BATCH) {
      List<RoomEvent> drafts = new ArrayList<>();
      for (int j = 0; j < BATCH; j++) {
        drafts.add(event(message(text.apply(i))));
        ids.add(drafts.getLast().id());
      }
      append(BIG, ids.size() - BATCH, drafts);
    }
  }

  private void append(RoomId room, long checkedAt, List<RoomEvent> drafts) {
    assertThat(PortsFixture.wait(begin(room, checkedAt, drafts)))
        .allSatisfy(SharedWriterTest::isStored);
  }

  private static void isStored(EventLog.Outcome outcome) {
    assertThat(outcome).isInstanceOf(EventLog.Outcome.Stored.class);
  }

  private CompletableFuture<List<EventLog.Outcome>> begin(
      RoomId room, long checkedAt, List<RoomEvent> drafts) {
    CompletableFuture<List<EventLog.Outcome>> answer = new CompletableFuture<>();
    store
        .eventLog()
        .append(
            new EventLog.Append(
                room,
                checkedAt,
                drafts,
                new ChangeRules(Duration.ofDays(1), Set.of()),
                Runnable::run,
                answer::complete,
                answer::completeExceptionally));
    return answer;
  }

  private static RoomEvent.Content edit(EventId message, String text) {
    return new RoomEvent.MessageEdited(message, Optional.of(new MessageText(text)));
  }

  private RoomEvent event(RoomEvent.Content content) {
    return new RoomEvent(
        0,
        EventId.draw(1, random),
        1,
        ANA.id(),
        ANA.name(),
        Optional.of(new CommandId("c" + commands.incrementAndGet())),
        Optional.empty(),
        content);
  }

  private static RoomEvent.Content message(String text) {
    return new RoomEvent.MessageSent(new MessageText(text), Optional.empty(), List.of());
  }

  /** Steps of SQLite's virtual machine, in tens: the same on every machine. */
  private long stepsToFind(EventId id) throws SQLException {
    AtomicLong steps = new AtomicLong();
    try (Connection connection = connect()) {
      ProgressHandler.setHandler(
          connection,
          10,
          new ProgressHandler() {
            @Override
            protected int progress() {
              steps.incrementAndGet();
              return 0;
            }
          });
      assertThat(SqlEventLog.find(connection, BIG, id)).isPresent();
      ProgressHandler.clearHandler(connection);
    }
    return steps.get();
  }

  /** SQLite compares all that is in the index with the rows that it is made of. */
  private void assertThatTheIndexHoldsWhatItShould() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatCode(() ->
              statement.execute(
                  "INSERT INTO message_search_index (message_search_index, rank)"
                      + " VALUES ('integrity-check', 1)"))
          .doesNotThrowAnyException();
    }
  }

  private int number(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getInt(1);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("snug.db"));
  }

  private Store reopened() {
    return Store.open(
        StoreOptions.in(folder),
        metrics,
        Clock.systemUTC(),
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private void create(RoomId id, String code) {
    StoredRoom room =
        new StoredRoom(
            id,
            new RoomCode(code),
            "epoch",
            "",
            Lifetime.EMPTY,
            Instant.ofEpochMilli(1),
            WhoMay.EVERYONE);
    PortsFixture.wait(
        store
            .directory()
            .create(room, new Seat(new SeatToken.Hash("host"), ANA), Optional.empty()));
  }
}
