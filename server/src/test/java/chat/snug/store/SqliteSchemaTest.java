package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of a data folder, from whatever version it was. */
final class SqliteSchemaTest {
  private static final int NEWEST = 11;

  @TempDir private Path folder;

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("snug.db");
  }

  private int number(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.getInt(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void bringUpToDate() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      SqliteSchema.bringUpToDate(connection);
    }
  }

  private void flywayUpTo(String version) {
    Flyway.configure()
        .dataSource(url(), null, null)
        .locations("classpath:chat/snug/store/migration/sqlite")
        .target(version)
        .load()
        .migrate();
  }

  @Test
  void anEmptyFolderGetsAllOfThem() throws SQLException {
    bringUpToDate();
    bringUpToDate();

    assertThat(number("PRAGMA user_version")).isEqualTo(NEWEST);
    assertThat(number("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")).isEqualTo(4);
    assertThat(number("SELECT count(description) FROM file")).isZero();
  }

  @Test
  void aFolderThatIsUpToDateIsNotWrittenTo() throws SQLException {
    bringUpToDate();
    try (Connection other = DriverManager.getConnection(url());
        Statement statement = other.createStatement()) {
      int before = dataVersion(statement);

      bringUpToDate();

      assertThat(dataVersion(statement)).isEqualTo(before);
    }
  }

  /** Changes when another connection has committed something. */
  private static int dataVersion(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("PRAGMA data_version")) {
      return found.getInt(1);
    }
  }

  @Test
  void aFolderThatFlywayLookedAfterKeepsWhatItHasAndGetsTheRest() throws SQLException {
    flywayUpTo("3");
    run("INSERT INTO room_head VALUES ('a room', 7)");

    bringUpToDate();

    assertThat(number("PRAGMA user_version")).isEqualTo(NEWEST);
    assertThat(number("SELECT head_sequence FROM room_head")).isEqualTo(7);
    assertThat(number("SELECT count(description) FROM file")).isZero();
    assertThat(number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'flyway%'")).isZero();
  }

  @Test
  void anIndexOfWordsThatWereFoldedOtherwiseBeginsAnew() throws SQLException {
    flywayUpTo("10");
    run("INSERT INTO search_head VALUES ('a room', 1)");
    run("INSERT INTO message_search VALUES (1, 'a room', 1, 'don\u2019t panic')");

    bringUpToDate();

    assertThat(number("SELECT count(*) FROM search_head")).isZero();
    assertThat(number("SELECT count(*) FROM message_search")).isZero();
    String index = "SELECT count(*) FROM message_search_index WHERE message_search_index MATCH ";
    assertThat(number(index + "'\"panic\"'")).isZero();
    run("INSERT INTO message_search VALUES (1, 'a room', 1, 'don''t panic')");
    assertThat(number(index + "'\"panic\"'")).isOne();
    run("DELETE FROM message_search");
    assertThat(number(index + "'\"panic\"'")).isZero();
  }

  @Test
  void aFolderOfANewerVersionIsLeftAsItIs() throws SQLException {
    bringUpToDate();
    run("PRAGMA user_version = " + (NEWEST + 1));

    assertThatThrownBy(this::bringUpToDate)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer version of Snug")
        .hasMessageContaining("are of version " + (NEWEST + 1) + ", this one knows " + NEWEST);
    assertThat(number("PRAGMA user_version")).isEqualTo(NEWEST + 1);
  }

  @Test
  void aScriptThatFailsLeavesNothingBehind() throws SQLException {
    flywayUpTo("2");
    run("CREATE TABLE message_search_index (a)");

    assertThatThrownBy(this::bringUpToDate)
        .isInstanceOf(StoreException.class)
        .hasRootCauseMessage(
            "[SQLITE_ERROR] SQL error or missing database (table message_search_index already"
                + " exists)");
    assertThat(number("PRAGMA user_version")).isZero();
    assertThat(number("SELECT count(*) FROM sqlite_schema WHERE name = 'file'")).isZero();
    assertThat(number("SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"))
        .isEqualTo(2);
  }
}
