package chat.snug.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * The tables of SQLite: scripts that run once each, in their order. How many have run is the
 * database's own {@code user_version} (SQLite, PRAGMA user_version). Flyway costs a start a third
 * of its time, and what it guards beyond this, several servers at once, a folder's lock rules out
 * (ADR 17).
 */
final class SqliteSchema {
  private static final List<String> SCRIPTS =
      List.of(
          "V001__rooms.sql",
          "V002__changed_messages.sql",
          "V003__files.sql",
          "V004__search.sql",
          "V005__who_may_export.sql",
          "V006__descriptions_of_files.sql",
          "V007__who_has_left.sql",
          "V008__what_came.sql",
          "V009__events_by_id.sql",
          "V010__words_to_change.sql",
          "V011__words_folded_anew.sql");

  private SqliteSchema() {}

  /**
   * Runs what has not run yet, all of it or nothing.
   *
   * @throws StoreException if a script fails, or the folder is of a newer version of Snug
   */
  static void bringUpToDate(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        runMissing(statement);
        statement.execute("COMMIT");
      } catch (SQLException | RuntimeException failed) {
        rollBack(statement, failed);
        throw failed;
      }
    } catch (SQLException failed) {
      throw new StoreException("bringing the tables up to date", failed);
    }
  }

  /** A full disk may have done so by itself. */
  private static void rollBack(Statement statement, Exception cause) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException failed) {
      cause.addSuppressed(failed);
    }
  }

  /** Writes nothing if all have run: a full disk must not keep a server from its start. */
  private static void runMissing(Statement statement) throws SQLException {
    int counted = number(statement, "PRAGMA user_version");
    if (counted == SCRIPTS.size()) {
      return;
    }
    int version = Math.max(counted, adoptFromFlyway(statement));
    if (version > SCRIPTS.size()) {
      throw new StoreException(
          "the data folder was used by a newer version of Snug: its tables are of version "
              + version
              + ", this one knows "
              + SCRIPTS.size());
    }
    for (String script : SCRIPTS.subList(version, SCRIPTS.size())) {
      statement.executeUpdate(read(script)); // the driver's only way to run several statements
    }
    statement.execute("PRAGMA user_version = " + SCRIPTS.size());
  }

  /** Folders of the first versions: Flyway counted there. */
  private static int adoptFromFlyway(Statement statement) throws SQLException {
    String tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'flyway_schema_history'";
    if (number(statement, tables) == 0) {
      return 0;
    }
    int version =
        number(
            statement,
            "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success");
    statement.execute("DROP TABLE flyway_schema_history");
    return version;
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      return found.getInt(1);
    }
  }

  private static String read(String script) {
    try (InputStream bytes =
        Objects.requireNonNull(
            SqliteSchema.class.getResourceAsStream("migration/sqlite/" + script))) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
