package chat.snug.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads on a few platform threads, each with a connection (SQLite's native calls would pin a
 * virtual thread). A database in memory has but one connection: there the writer reads.
 * Thread-safe.
 */
final class Readers implements AutoCloseable {
  private static final int THREADS = 2;

  private final GroupCommit writer;
  private final boolean inMemory;
  private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService threads;

  Readers(SqliteDatabase database, GroupCommit writer) {
    this.writer = writer;
    this.inMemory = database.isInMemory();
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("snug-store-reader-", 1).factory());
    for (int i = 0; i < THREADS && !inMemory; i++) {
      connections.add(database.openForReading());
    }
    idle.addAll(connections);
  }

  <T> CompletableFuture<T> read(Write.Sql<T> query) {
    return inMemory
        ? writer.submit(query)
        : CompletableFuture.supplyAsync(() -> run(query), threads);
  }

  @Override
  public void close() {
    threads.close();
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException failed) {
        throw new StoreException("closing a reader", failed);
      }
    }
  }

  private <T> T run(Write.Sql<T> query) {
    try {
      Connection connection = idle.take();
      try {
        return query.run(connection);
      } finally {
        idle.add(connection);
      }
    } catch (SQLException failed) {
      throw new StoreException("a read from the database", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException("a read from the database was interrupted", interrupted);
    }
  }
}
