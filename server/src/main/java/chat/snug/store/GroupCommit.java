package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The writer: takes all writes that wait, of all rooms, and commits them in one transaction. While
 * the disk is busy with one, the next gathers; so the transaction grows with the load by itself.
 *
 * <p>Each write has a savepoint: one that fails takes no other with it. Answers for one event loop
 * come in one task. {@link #submit} is thread-safe and never blocks.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MAX_WAITING = 100_000;
  private static final int MAX_WRITES = 4096;

  /** A write, and why it failed if it did. */
  private record Outcome(Write write, @Nullable Throwable failure) {
    void tell() {
      if (failure == null) {
        write.committed();
      } else {
        write.failed(failure);
      }
    }
  }

  private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Connection connection;
  private final Metrics metrics;
  private final Thread thread;
  private volatile boolean closing;
  private boolean truncateLog;

  GroupCommit(Connection connection, Metrics metrics) {
    this.connection = connection;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().name("snug-store-writer").start(this::run);
  }

  /** Queues a write; if too many wait, it is refused at once. */
  void submit(Write write) {
    if (closing) {
      write.failed(new RefusedException(Refusal.DRAINING));
    } else if (!waiting.offer(write)) {
      write.failed(new RefusedException(Refusal.BUSY));
    }
  }

  <T> CompletableFuture<T> submit(Write.Sql<T> sql) {
    Write.Of<T> write = new Write.Of<>(sql);
    submit(write);
    return write.answer();
  }

  /** After the transaction under way, what was deleted shall leave the write-ahead log, too. */
  void truncateLogAfterCommit() {
    truncateLog = true;
  }

  /** Finishes what waits, then stops. */
  @Override
  public void close() {
    closing = true;
    waiting.add(new Write.Of<>(_ -> true));
    try {
      thread.join();
      connection.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (SQLException failed) {
      LOG.warn("store could not be closed cleanly", failed);
    }
  }

  private void run() {
    List<Write> writes = new ArrayList<>();
    while (!closing || !waiting.isEmpty()) {
      try {
        writes.add(waiting.take());
        waiting.drainTo(writes, MAX_WRITES - 1);
        tell(transact(writes));
        truncateLogIfAsked();
      } catch (InterruptedException interrupted) {
        return;
      } catch (RuntimeException fault) {
        LOG.error("store writer goes on after a fault", fault);
      } finally {
        writes.clear();
      }
    }
  }

  private List<Outcome> transact(List<Write> writes) {
    long start = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>(writes.size());
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      for (Write write : writes) {
        outcomes.add(run(write, statement));
      }
      statement.execute("COMMIT");
      metrics.committed(writes.size(), Duration.ofNanos(System.nanoTime() - start));
      return outcomes;
    } catch (SQLException failed) {
      LOG.error("transaction of {} writes failed", writes.size(), failed);
      rollBack();
      Throwable reason = reason(failed);
      return writes.stream().map(write -> new Outcome(write, reason)).toList();
    }
  }

  private Outcome run(Write write, Statement statement) throws SQLException {
    statement.execute("SAVEPOINT one");
    try {
      write.run(connection);
      statement.execute("RELEASE one");
      return new Outcome(write, null);
    } catch (SQLException | RuntimeException failed) {
      if (!(failed instanceof RefusedException)) {
        LOG.error("write failed", failed);
      }
      statement.execute("ROLLBACK TO one");
      statement.execute("RELEASE one");
      return new Outcome(write, reason(failed));
    }
  }

  private void rollBack() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException none) {
      LOG.debug("no transaction to roll back", none);
    }
  }

  private static Throwable reason(Exception failed) {
    if (failed instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL) {
      return new RefusedException(Refusal.STORE_FULL);
    }
    return failed instanceof RefusedException || failed instanceof StoreException
        ? failed
        : new StoreException("a write to the database", failed);
  }

  private static void tell(List<Outcome> outcomes) {
    IdentityHashMap<Executor, List<Outcome>> byLoop = new IdentityHashMap<>();
    for (Outcome outcome : outcomes) {
      Executor loop = outcome.write().loop();
      if (loop == null) {
        outcome.tell();
      } else {
        byLoop.computeIfAbsent(loop, _ -> new ArrayList<>()).add(outcome);
      }
    }
    byLoop.forEach((loop, told) -> loop.execute(() -> told.forEach(Outcome::tell)));
  }

  private void truncateLogIfAsked() {
    if (!truncateLog) {
      return;
    }
    truncateLog = false;
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException failed) {
      LOG.warn("write-ahead log could not be truncated", failed);
    }
  }
}
