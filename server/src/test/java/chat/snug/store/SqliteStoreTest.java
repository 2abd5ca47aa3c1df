package chat.snug.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.metric.Metrics;
import chat.snug.room.CommandId;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.RoomEvent;
import chat.snug.room.Search;
import chat.snug.room.WhoMay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of a data folder. */
final class SqliteStoreTest extends SqlStoreContract {
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

  @Test
  void readsALogThatAnotherVersionWroteAndGoesOnInIt() {
    append(0, message("c1", "a"), message("c2", "b"));
    wait(store().flush());
    execute(
        "UPDATE event SET type = 'poll', target = 'x', body = '{}' WHERE sequence = 2",
        "INSERT INTO event (room_id, sequence, id, at, member_id, member_name, command_id,"
            + " content_hash, type, reply_to, body) SELECT room_id, 3,"
            + " '00000000000000000000000009', at, member_id, member_name, 'c3', 'h', 'message',"
            + " NULL, '"
            + "x".repeat(5_000)
            + "' FROM event WHERE sequence = 1",
        "INSERT INTO event (room_id, sequence, id, at, member_id, member_name, command_id,"
            + " content_hash, type, reply_to, body) SELECT room_id, 4,"
            + " '00000000000000000000000008', at, member_id, 'A' || char(7), 'c4', 'h',"
            + " 'room:updated', NULL, 'slowMode=5' FROM event WHERE sequence = 1",
        "UPDATE room_head SET head_sequence = 4",
        "UPDATE room SET lifetime = '3 moons', who_may_export = 'friends'",
        "UPDATE seat SET role = 'bard'");
    reopen();

    var contents = load();
    append(4, message("c5", "c"));

    assertThat(contents.head()).isEqualTo(4);
    assertThat(contents.room().lifetime()).isEqualTo(Lifetime.KEPT);
    assertThat(contents.room().whoMayExport()).isEqualTo(WhoMay.HOSTS);
    assertThat(contents.seats().getFirst().member().role()).isEqualTo(Member.Role.MEMBER);
    assertThat(read(0, 10)).extracting(RoomEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(read(1, 3).getFirst().content())
        .isEqualTo(
            new RoomEvent.Unknown("poll", Optional.of("x"), Optional.empty(), Optional.of("{}")));
    assertThat(read(2, 5)).allMatch(event -> event.content() instanceof RoomEvent.Unknown);
    Search search =
        new Search(
            List.of("c"),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            10);
    assertThat(wait(store().eventLog().search(ROOM, search)).events()).hasSize(1);
  }

  private void execute(String... statements) {
    String url = "jdbc:sqlite:" + folder.resolve("snug.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
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
