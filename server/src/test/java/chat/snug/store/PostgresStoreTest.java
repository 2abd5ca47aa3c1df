package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.metric.Metrics;
import chat.snug.room.EventLog;
import chat.snug.room.RoomEvent;
import chat.snug.testing.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in a real PostgreSQL. */
@Tag("slow")
final class PostgresStoreTest extends SqlStoreContract {
  private static final String END_ALL_OTHERS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE application_name = 'snug' AND pid <> pg_backend_pid()";

  private final String address = TestDatabase.create();

  @Override
  StoreOptions options() {
    return StoreOptions.at(address);
  }

  @Test
  void findsEverythingAgainAfterItWasClosed() {
    append(0, message("c1", "a"), message("c2", "b"));
    var before = load();

    reopen();

    assertThat(load()).isEqualTo(before);
  }

  @Test
  void letsOnlyOneServerHaveTheDatabase() {
    try (Metrics metrics = new Metrics()) {
      assertThatThrownBy(() -> Store.open(options(), metrics, Clock.systemUTC(), _ -> {}))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void goesOnWhenTheDatabaseHasCutEveryConnection() {
    append(0, message("c1", "a"));

    TestDatabase.execute(END_ALL_OTHERS);

    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> {
          long head = load().head();
          append(head, message("c2", "b"));
          assertThat(read(0, 10)).extracting(RoomEvent::sequence).containsExactly(1L, 2L);
        });
  }

  @Test
  void losesNoAppendAndStoresNoneTwiceWhileConnectionsAreCut() {
    List<Long> acked = new ArrayList<>();
    int number = 0;
    for (int cut = 0; cut < 20; cut++) {
      CompletableFuture<List<EventLog.Outcome>> last = new CompletableFuture<>();
      for (int i = 0; i < 5; i++) {
        number++;
        last = tryToAppend(number);
      }
      TestDatabase.execute(END_ALL_OTHERS);
      if (!last.isCompletedExceptionally()) {
        acked.add((long) number);
      }
    }

    List<Long> sequences = new ArrayList<>();
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> {
          sequences.clear();
          read(0, 1000).forEach(event -> sequences.add(event.sequence()));
          assertThat(sequences).hasSize((int) load().head());
        });
    assertThat(sequences).doesNotHaveDuplicates().isSorted();
    assertThat(sequences).hasSizeGreaterThanOrEqualTo(acked.size());
  }

  @Test
  void readsOnAndStoresNothingWhileTheDatabaseTakesNoWrites() {
    append(0, message("c1", "a"));
    String name = address.substring(address.lastIndexOf('/') + 1);
    TestDatabase.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    TestDatabase.execute(END_ALL_OTHERS);

    Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(read(0, 10)).hasSize(1));
    assertThatThrownBy(() -> append(1, message("c2", "b"))).isInstanceOf(StoreException.class);
    TestDatabase.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = off");
    TestDatabase.execute(END_ALL_OTHERS);

    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> {
          append(load().head(), message("c3", "c"));
          assertThat(read(0, 10)).hasSize(2);
        });
  }

  @Test
  void saysThatItCannotBeReached() {
    try (Metrics metrics = new Metrics()) {
      assertThatThrownBy(() ->
              Store.open(
                  StoreOptions.at("postgresql://postgres@127.0.0.1:1/none"),
                  metrics,
                  Clock.systemUTC(),
                  _ -> {}))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mysql://host/db", "postgresql://host", "postgresql://ho st/db"})
  void refusesAnAddressThatIsNone(String wrong) {
    assertThatThrownBy(() -> StoreOptions.at(wrong)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsUserAndPasswordAndNeverShowsThePassword() {
    StoreOptions options = StoreOptions.at("postgresql://an%40na:p+w%2Fd@db:5433/snug?ssl=true");

    assertThat(options)
        .isInstanceOfSatisfying(
            StoreOptions.Postgres.class,
            postgres -> {
              assertThat(postgres.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/snug?ssl=true");
              assertThat(postgres.user()).hasValue("an@na");
              assertThat(postgres.password()).hasValue("p+w/d");
            });
    assertThat(options.toString()).doesNotContain("p+w");
  }

  private CompletableFuture<List<EventLog.Outcome>> tryToAppend(int number) {
    try {
      return CompletableFuture.completedFuture(append(load().head(), message("c" + number, "t")));
    } catch (RuntimeException cut) {
      return CompletableFuture.failedFuture(cut);
    }
  }
}
