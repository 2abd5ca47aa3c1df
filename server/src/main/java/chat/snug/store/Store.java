package chat.snug.store;

import static java.util.Objects.requireNonNull;

import chat.snug.file.FileIndex;
import chat.snug.metric.Metrics;
import chat.snug.room.EventLog;
import chat.snug.room.RoomDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The store of one server. Thread-safe. */
public final class Store implements AutoCloseable {
  private final Dialect dialect;
  private final Writers writers;
  private final SqlEventLog eventLog;
  private final SqlRoomDirectory directory;
  private final SqlFileIndex fileIndex;

  private Store(Dialect dialect, Metrics metrics, InstantSource clock, Consumer<Throwable> fatal) {
    this.dialect = dialect;
    this.writers = new Writers(dialect, metrics, fatal);
    Deletions deletions = new Deletions(writers, dialect);
    SearchIndex index = new SearchIndex(writers, dialect);
    this.eventLog = new SqlEventLog(writers, dialect, deletions, index, metrics);
    this.directory = new SqlRoomDirectory(writers, dialect, deletions, clock);
    this.fileIndex = new SqlFileIndex(writers, dialect);
    deletions.resume();
    index.resume();
  }

  /**
   * Opens the store, and brings its schema up to date.
   *
   * @param fatal called when nothing that is written can be trusted to stay: the server must stop
   *     at once and say nothing more to anybody
   * @throws StoreException if it is in use by another server, cannot be reached or written, or is
   *     unsound
   */
  public static Store open(
      StoreOptions options, Metrics metrics, InstantSource clock, Consumer<Throwable> fatal) {
    Dialect dialect =
        switch (requireNonNull(options, "options")) {
          case StoreOptions.InFolder(Path folder, long maxBytes) ->
              SqliteDialect.in(folder, maxBytes);
          case StoreOptions.InMemory(long maxBytes) -> SqliteDialect.inMemory(maxBytes);
          case StoreOptions.Postgres postgres -> new PostgresDialect(postgres);
        };
    return new Store(dialect, metrics, clock, fatal);
  }

  /** The rooms' events. */
  public EventLog eventLog() {
    return eventLog;
  }

  /** The rooms, their codes and seats. */
  public RoomDirectory directory() {
    return directory;
  }

  /** The rows of the files. */
  public FileIndex fileIndex() {
    return fileIndex;
  }

  /** Whether so much waits to be written that nobody new should be let in. */
  public boolean isBusy() {
    return writers.isBusy();
  }

  /** False once something could not be read that is there: a human must look at it. */
  public boolean isSound() {
    return dialect.health().isSound();
  }

  /** Completes when everything that was handed over before is on disk. */
  public CompletableFuture<Void> flush() {
    return writers.flush();
  }

  /** Stores what waits, then closes. */
  @Override
  public void close() {
    writers.close();
    dialect.close();
  }
}
