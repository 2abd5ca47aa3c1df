package chat.snug.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL: several writers, one transaction for each room's batch, which holds the row of the
 * room's head until it is over; so the order of the commits is the order of the sequences. READ
 * COMMITTED: what comes after the lock must see what the last holder has committed.
 */
final class PostgresDialect implements Dialect {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDialect.class);
  private static final int WRITERS = 4;
  private static final int READERS = 8;
  private static final int SEARCHERS = 2;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** An answer that takes longer never comes; whether a commit was done is unknown then. */
  private static final String ANSWER_LIMIT_SECONDS = "20";

  /** A standby did not confirm in time: the commit counts here, and perhaps nowhere else. */
  private static final String STANDBY_WARNING = "01000";

  private final StoreHealth health = new StoreHealth();
  private final HikariDataSource pool;
  private final DatabaseLock lock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Virtual threads are many; connections for reading are few. */
  private final Semaphore reading = new Semaphore(READERS);

  private final Semaphore searching = new Semaphore(SEARCHERS);

  PostgresDialect(StoreOptions.Postgres options) {
    try {
      pool = new HikariDataSource(config(options));
    } catch (HikariPool.PoolInitializationException failed) {
      throw new StoreException(
          "PostgreSQL cannot be reached", Optional.ofNullable(failed.getCause()).orElse(failed));
    }
    try {
      lock = DatabaseLock.take(pool);
      migrate();
      warnIfNotDurable();
    } catch (RuntimeException failed) {
      pool.close();
      throw failed;
    }
  }

  @Override
  public StoreHealth health() {
    return health;
  }

  @Override
  public int writers() {
    return WRITERS;
  }

  @Override
  public int writesPerTransaction() {
    return 1;
  }

  @Override
  public WritingConnection takeForWriting() throws SQLException {
    return new WritingConnection(pool.getConnection());
  }

  /** The pool closes the statements; the driver keeps what the server has prepared. */
  @Override
  public void giveBack(WritingConnection writing) {
    try {
      writing.connection().close();
    } catch (SQLException failed) {
      LOG.debug("a connection was not given back", failed);
    }
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.clearWarnings();
    connection.commit();
    SQLWarning warning = connection.getWarnings();
    if (warning != null && STANDBY_WARNING.equals(warning.getSQLState())) {
      throw new SQLException("committed here, but not confirmed by a standby", "08007", warning);
    }
  }

  @Override
  public void rollBack(Connection connection) throws SQLException {
    connection.rollback();
  }

  @Override
  public String selectHeadForUpdate() {
    return "SELECT head_sequence FROM room_head WHERE room_id = ? FOR UPDATE";
  }

  @Override
  public String contains(String word, SearchWindow window) {
    return "found.folded LIKE ?";
  }

  @Override
  public String containsParameter(String word) {
    return Dialect.like(word);
  }

  /** All of them: what the index has of a row is removed when the row is, by a vacuum. */
  @Override
  public int charactersTakenOutAtOnce() {
    return Integer.MAX_VALUE - 1;
  }

  @Override
  public void flushIndex(Connection connection) {}

  @Override
  public boolean sparesRoundTrips() {
    return true;
  }

  /** By the class of the SQLSTATE (PostgreSQL, Appendix A). */
  @Override
  public Fault fault(SQLException failure) {
    String state = failure.getSQLState() == null ? "08000" : failure.getSQLState();
    if (state.equals("53100")) {
      return Fault.FULL;
    }
    boolean away =
        state.startsWith("08")
            || state.startsWith("57")
            || state.startsWith("53")
            || state.equals("25006");
    return away ? Fault.AWAY : Fault.OTHER;
  }

  /** There is no other way to find out than to try. */
  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void full() {}

  /** The server overwrites and recycles its log in its own time. */
  @Override
  public boolean forgetDeleted(Connection connection) {
    return true;
  }

  @Override
  public <T> CompletableFuture<T> read(Write.Sql<T> query) {
    return CompletableFuture.supplyAsync(() -> run(query, reading), threads);
  }

  @Override
  public <T> CompletableFuture<T> search(Write.Sql<T> query) {
    return CompletableFuture.supplyAsync(() -> run(query, searching), threads);
  }

  @Override
  public void close() {
    threads.close();
    lock.close();
    pool.close();
  }

  private <T> T run(Write.Sql<T> query, Semaphore permits) {
    permits.acquireUninterruptibly();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(true);
      return query.run(connection);
    } catch (SQLException failed) {
      throw health.readFailed(failed, fault(failed));
    } finally {
      permits.release();
    }
  }

  private static HikariConfig config(StoreOptions.Postgres options) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("snug-store");
    config.setJdbcUrl(options.jdbcUrl());
    options.user().ifPresent(config::setUsername);
    options.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(WRITERS + READERS + SEARCHERS + 1);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
    config.setInitializationFailTimeout(CONNECT_LIMIT.toMillis());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.addDataSourceProperty("ApplicationName", "snug");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_LIMIT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", ANSWER_LIMIT_SECONDS);
    return config;
  }

  private void migrate() {
    try {
      Flyway.configure(PostgresDialect.class.getClassLoader())
          .dataSource(pool)
          .locations("classpath:chat/snug/store/migration/postgresql")
          .load()
          .migrate();
    } catch (FlywayException failed) {
      throw new StoreException("migration of the database", failed);
    }
  }

  private void warnIfNotDurable() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet settings =
            statement.executeQuery(
                "SELECT name, setting FROM pg_settings"
                    + " WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'off'")) {
      while (settings.next()) {
        LOG.warn(
            "PostgreSQL runs with {} = off: a message that was acked may be lost at a power cut",
            settings.getString(1));
      }
    } catch (SQLException failed) {
      throw new StoreException("reading the settings of the database", failed);
    }
  }
}
