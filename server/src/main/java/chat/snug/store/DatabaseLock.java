package chat.snug.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a PostgreSQL database for one server alone, by an advisory lock that goes with its
 * connection; if that is lost, it is taken again as soon as the database is back. Two servers would
 * not harm the log, whose order is the database's, but their people would not see each other.
 */
final class DatabaseLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLock.class);

  /** "snug" in ASCII. */
  private static final long KEY = 0x736e7567;

  /** The connection of a server that was killed is noticed by the database within this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration CHECK = Duration.ofSeconds(5);

  private final DataSource source;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("snug-store-lock").factory());
  private @Nullable Connection holder;

  private DatabaseLock(DataSource source) {
    this.source = source;
  }

  /**
   * Takes the lock.
   *
   * @throws StoreException if another server has it
   */
  static DatabaseLock take(DataSource source) {
    DatabaseLock lock = new DatabaseLock(source);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!lock.tryTake()) {
        if (System.nanoTime() > end) {
          lock.close();
          throw new StoreException("database: in use by another server");
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (SQLException failed) {
      lock.close();
      throw new StoreException("database: cannot be locked", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException("database: interrupted while it was locked", interrupted);
    }
    lock.watch.scheduleWithFixedDelay(
        lock::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    return lock;
  }

  @Override
  public synchronized void close() {
    watch.shutdownNow();
    drop();
  }

  private synchronized void check() {
    try {
      if (holder != null && holder.isValid(2)) {
        return;
      }
      drop();
      if (!tryTake()) {
        LOG.error("another server has taken the database while it was away from this one");
      }
    } catch (SQLException away) {
      LOG.debug("the database is away", away);
    }
  }

  private synchronized boolean tryTake() throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement();
        ResultSet taken = statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
      if (taken.next() && taken.getBoolean(1)) {
        holder = connection;
        return true;
      }
    }
    connection.close();
    return false;
  }

  private void drop() {
    Connection connection = holder;
    holder = null;
    if (connection == null) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock(" + KEY + ")");
    } catch (SQLException gone) {
      LOG.debug("the lock went with its connection", gone);
    }
    try {
      connection.close();
    } catch (SQLException failed) {
      LOG.debug("a connection was not given back", failed);
    }
  }
}
