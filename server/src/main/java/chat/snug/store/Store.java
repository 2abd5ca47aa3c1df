package chat.snug.store;

import static java.util.Objects.requireNonNull;

import chat.snug.metric.Metrics;
import chat.snug.room.EventLog;
import chat.snug.room.RoomDirectory;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The store of one server. Thread-safe. */
public final class Store implements AutoCloseable {
  private final Optional<FolderLock> lock;
  private final GroupCommit writer;
  private final Readers readers;
  private final SqlEventLog eventLog;
  private final SqlRoomDirectory directory;

  private Store(
      Optional<FolderLock> lock, SqliteDatabase database, Metrics metrics, InstantSource clock) {
    this.lock = lock;
    Connection connection = database.openForWriting();
    database.migrate();
    this.writer = new GroupCommit(connection, metrics);
    this.readers = new Readers(database, writer);
    this.eventLog = new SqlEventLog(writer, readers, metrics);
    this.directory = new SqlRoomDirectory(writer, readers, clock);
    directory.finishDeletions();
  }

  /**
   * Opens the store, and brings its schema up to date.
   *
   * @throws StoreException if the folder is in use or cannot be written, or the database is unsound
   */
  public static Store open(StoreOptions options, Metrics metrics, InstantSource clock) {
    Optional<FolderLock> lock = requireNonNull(options, "options").folder().map(FolderLock::take);
    try {
      return new Store(lock, SqliteDatabase.of(options.folder()), metrics, clock);
    } catch (RuntimeException failed) {
      lock.ifPresent(FolderLock::close);
      throw failed;
    }
  }

  /** The rooms' events. */
  public EventLog eventLog() {
    return eventLog;
  }

  /** The rooms, their codes and seats. */
  public RoomDirectory directory() {
    return directory;
  }

  /** Completes when everything that was handed over before is on disk. */
  public CompletableFuture<Void> flush() {
    return writer.submit(_ -> true).thenAccept(_ -> {});
  }

  /** Stores what waits, then closes. */
  @Override
  public void close() {
    readers.close();
    writer.close();
    lock.ifPresent(FolderLock::close);
  }
}
