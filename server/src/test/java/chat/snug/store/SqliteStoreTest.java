package chat.snug.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.metric.Metrics;
import chat.snug.room.CommandId;
import chat.snug.room.RoomEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of a data folder. */
final class SqliteStoreTest extends EventLogContract {
  @TempDir private Path folder;

  @Override
  StoreOptions options() {
    return StoreOptions.in(folder);
  }

  @Test
  void findsEverythingAgainAfterItWasClosed() {
    append(0, message("c1", "a"), message("c2", "b"));
    var before = load();

    reopen();

    assertThat(load()).isEqualTo(before);
    assertThat(read(0, 10)).extracting(RoomEvent::sequence).containsExactly(1L, 2L);
  }

  @Test
  void letsOnlyOneServerHaveTheFolder() {
    try (Metrics metrics = new Metrics()) {
      assertThatThrownBy(() ->
              Store.open(
                  options(),
                  metrics,
                  Clock.systemUTC(),
                  failure -> {
                    throw new AssertionError(failure);
                  }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void leavesNoWordOfARemovedRoomInItsFiles() {
    append(0, message("c1", "a very secret sentence"));
    boolean before = folderContains("a very secret sentence");

    wait(store().directory().delete(ROOM, Instant.now()));

    assertThat(before).isTrue();
    Awaitility.await()
        .untilAsserted(() -> {
          wait(store().flush());
          assertThat(folderContains("a very secret sentence")).isFalse();
        });
  }

  @Test
  void leavesNoDeletedWordBehindEvenIfSomebodyWasReadingMeanwhile() throws SQLException {
    RoomEvent secret = message("c1", "a very secret sentence");
    append(0, secret);
    String url = "jdbc:sqlite:" + folder.resolve("snug.db");

    try (Connection reader = DriverManager.getConnection(url);
        Statement statement = reader.createStatement()) {
      statement.execute("BEGIN");
      statement.executeQuery("SELECT count(*) FROM event").close();
      append(
          1,
          new RoomEvent(
              0,
              secret.id(),
              1,
              ANA.id(),
              ANA.name(),
              Optional.of(new CommandId("c2")),
              Optional.empty(),
              new RoomEvent.MessageDeleted(secret.id())));
      append(2, message("c3", "somebody else does not wait for the reader"));
      assertThat(folderContains("a very secret sentence")).isTrue();
    }

    Awaitility.await()
        .untilAsserted(() -> assertThat(folderContains("a very secret sentence")).isFalse());
  }

  @Test
  void finishesADeletionThatAStopInterrupted() {
    append(0, message("c1", "a"));
    wait(store().directory().delete(ROOM, Instant.now()));

    reopen();

    Awaitility.await().untilAsserted(() -> assertThat(read(0, 10)).isEmpty());
  }

  private boolean folderContains(String text) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.endsWith("snug.lock"))
          .anyMatch(file -> contains(file, text));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), UTF_8).contains(text);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
