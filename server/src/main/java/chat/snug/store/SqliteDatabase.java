package chat.snug.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Opens connections to one SQLite database: a write-ahead log, every commit on disk before it
 * returns, and what is deleted is overwritten.
 */
final class SqliteDatabase {
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final String WAL_LIMIT_BYTES = "67108864";

  private final String url;
  private final boolean inMemory;

  private SqliteDatabase(String url, boolean inMemory) {
    this.url = url;
    this.inMemory = inMemory;
  }

  /**
   * The database in a folder, or one in memory that lives as long as a connection to it is open.
   */
  static SqliteDatabase of(Optional<Path> folder) {
    return folder
        .map(path -> new SqliteDatabase("jdbc:sqlite:" + path.resolve("snug.db"), false))
        .orElseGet(() ->
            new SqliteDatabase(
                "jdbc:sqlite:file:snug-" + UUID.randomUUID() + "?mode=memory&cache=shared", true));
  }

  boolean isInMemory() {
    return inMemory;
  }

  /** The one connection that writes and makes checkpoints. */
  Connection openForWriting() {
    return open(config());
  }

  /** A connection that cannot write. */
  Connection openForReading() {
    Connection connection = open(config());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException failed) {
      throw new StoreException("opening the database for reading", failed);
    }
  }

  /** Brings the schema up to date. */
  void migrate() {
    SQLiteDataSource source = new SQLiteDataSource(config());
    source.setUrl(url);
    try {
      Flyway.configure(SqliteDatabase.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:chat/snug/store/migration/sqlite")
          .load()
          .migrate();
    } catch (FlywayException failed) {
      throw new StoreException("migration of the database", failed);
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, WAL_LIMIT_BYTES);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    return config;
  }

  private Connection open(SQLiteConfig config) {
    try {
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl(url);
      return source.getConnection();
    } catch (SQLException failed) {
      throw new StoreException("opening the database", failed);
    }
  }
}
