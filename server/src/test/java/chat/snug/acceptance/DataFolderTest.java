package chat.snug.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.snug.store.StoreException;
import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The folder that keeps everything: who reads it, and what happens when it is damaged. */
final class DataFolderTest {
  private static final String SEAT = "S".repeat(43);

  @TempDir private Path parent;

  private Path data() {
    return parent.resolve("data");
  }

  private TestServer start() {
    return TestServer.start("--data", data().toString());
  }

  @Test
  void isForTheServersUserAlone() throws IOException {
    talk();

    assertThat(permissions(data())).isEqualTo("rwx------");
    assertThat(ofOthers()).isEmpty();
  }

  @Test
  void keepsWhatLiesInAFolderThatOthersMayEnterToItself() throws IOException {
    Files.createDirectory(data(), PosixFilePermissions.asFileAttribute(perms("rwxr-xr-x")));
    for (String file : List.of("snug.db", "snug.lock")) {
      Files.createFile(
          data().resolve(file), PosixFilePermissions.asFileAttribute(perms("rw-r--r--")));
    }
    Files.createDirectory(
        data().resolve("files"), PosixFilePermissions.asFileAttribute(perms("rwxr-xr-x")));

    talk();

    assertThat(permissions(data())).isEqualTo("rwxr-xr-x");
    assertThat(ofOthers()).isEmpty();
  }

  @Test
  void saysWhyItCannotBeOpened() throws IOException {
    Files.createDirectories(data());
    Files.writeString(data().resolve("snug.db"), "this is no database at all ".repeat(100));

    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not a database");
  }

  @Test
  void saysOnceThatItIsDamagedAndIsNotReadyAnyMore() throws IOException, SQLException {
    String room = talk();
    overwriteRootOf("event");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger("chat.snug.store");
    log.addAppender(lines);

    try (TestServer server = start();
        TestClient ana = TestClient.connect(server.port())) {
      boolean readyBefore = server.get("/health/ready").statusCode() == 200;
      for (int i = 0; i < 3; i++) {
        JsonNode answer = ana.call("room:join", "room", room, "token", SEAT);
        assertThat(answer.at("/error/code").asString()).isEqualTo("unavailable");
      }

      assertThat(readyBefore).isTrue();
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(lines.list)
          .filteredOn(line -> line.getFormattedMessage().contains("SQLITE_CORRUPT"))
          .hasSize(1);
    } finally {
      log.detachAppender(lines);
    }
  }

  /** Makes a room that stays, says something in it, and stops. Answers the room's id. */
  private String talk() {
    try (TestServer server = start();
        TestClient ana = TestClient.connect(server.port())) {
      JsonNode made =
          ana.call("room:create", "name", "Ana", "lifetime", "kept", "token", SEAT, "cid", "c")
              .get("room");
      String room = made.get("id").asString();
      ana.call("message:send", "room", room, "cid", "c1", "text", "hello");
      return room;
    }
  }

  private void overwriteRootOf(String table) throws IOException, SQLException {
    Path file = data().resolve("snug.db");
    long page;
    long size;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      size = number(statement, "PRAGMA page_size");
      page = number(statement, "SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("damaged ".repeat(512).getBytes(UTF_8)), (page - 1) * size);
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }

  /** What of the server's data others could read if they came into the folder. */
  private List<String> ofOthers() throws IOException {
    try (Stream<Path> entries = Files.list(data())) {
      return entries
          .filter(entry -> !entry.getFileName().toString().contains("sqlitejdbc"))
          .filter(entry -> !entry.endsWith("ballast"))
          .filter(entry -> !permissions(entry).endsWith("------"))
          .map(entry -> entry.getFileName().toString())
          .toList();
    }
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Set<PosixFilePermission> perms(String text) {
    return PosixFilePermissions.fromString(text);
  }
}
