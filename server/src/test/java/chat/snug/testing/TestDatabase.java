package chat.snug.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server of the test's own, with commits that wait for the disk, and databases on
 * it. Started once for all tests of a run.
 */
public final class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  private static final class Running {
    private static final EmbeddedPostgres SERVER = start();
  }

  /** A server that this test may stop and kill. */
  public static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("max_connections", "100")
          .start();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The address of a new, empty database on the shared server. */
  public static String create() {
    return create(Running.SERVER);
  }

  /** The address of a new, empty database on this server. */
  public static String create(EmbeddedPostgres server) {
    String name = "snug_" + NUMBER.incrementAndGet();
    execute(server, "CREATE DATABASE " + name);
    return "postgresql://postgres@127.0.0.1:" + server.getPort() + "/" + name;
  }

  /** Does something to the server as its owner. */
  public static void execute(EmbeddedPostgres server, String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  /**
   * Kills a process of the server, which makes it drop everything and recover from its log, as
   * after a crash.
   */
  public static void crash(EmbeddedPostgres server) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
      pid.next();
      ProcessHandle.of(pid.getLong(1)).orElseThrow().destroyForcibly();
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
    Awaitility.await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.isValid(5);
          }
        });
  }

  /** Does something to the shared server as its owner. */
  public static void execute(String sql) {
    execute(Running.SERVER, sql);
  }
}
