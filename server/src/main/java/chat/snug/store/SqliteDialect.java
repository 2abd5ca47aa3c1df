package chat.snug.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/**
 * SQLite in a folder, which is this server's alone: a write-ahead log, one connection that writes
 * and makes checkpoints, every commit on disk before it returns, and what is deleted is
 * overwritten. Or in memory, where everything goes through that one connection.
 */
final class SqliteDialect implements Dialect {
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final int READERS = 2;
  private static final int SEARCHERS = 1;
  private static final int PRIMARY_CODE = 0xFF;
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_NOTADB = 26;
  private static final String WAL_LIMIT_BYTES = "67108864";

  /** 32 MiB: what is written often meets in the log, and goes to the database once. */
  private static final String CHECKPOINT_PAGES = "8192";

  /** 16 MiB for each connection, if it comes to it: the last pages of some thousand rooms. */
  private static final String CACHE_PAGES = "4096";

  /** When it has been full, this part of it must be free for things to be as they were. */
  private static final int SPARE_SHARE = 50;

  /** A few ms at worst. */
  private static final int CHARACTERS_TAKEN_OUT = 64;

  private final Optional<Path> folder;
  private final Optional<FolderLock> lock;
  private final Optional<Ballast> ballast;
  private final String url;
  private final WritingConnection writing;
  private final StoreHealth health = new StoreHealth();
  private final long maxPages;

  /** In memory there is no other connection: readers and the writer take turns, fairly. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
  private final List<Connection> connections = new ArrayList<>();

  /** SQLite's native calls would pin a virtual thread. */
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().name("snug-store-reader-", 1).factory());

  /** Has a connection of its own, since it asks one question at a time. */
  private final ExecutorService searcher =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("snug-store-searcher").factory());

  private SqliteDialect(Optional<Path> folder, long maxBytes) {
    this.folder = folder;
    lock = folder.map(FolderLock::take);
    ballast = folder.map(Ballast::new);
    url =
        folder
            .map(path -> "jdbc:sqlite:" + path.resolve("snug.db"))
            .orElseGet(
                () -> "jdbc:sqlite:file:snug-" + UUID.randomUUID() + "?mode=memory&cache=shared");
    try {
      folder.ifPresent(SqliteLibrary::unpack);
      writing = new WritingConnection(open());
      SqliteSchema.bringUpToDate(writing.connection());
      maxPages = setSize(writing.connection(), maxBytes);
      if (folder.isPresent()) {
        openReaders();
      }
    } catch (RuntimeException failed) {
      searcher.close();
      readers.close();
      lock.ifPresent(FolderLock::close);
      throw failed;
    }
    ballast.ifPresent(weight -> readers.execute(weight::load));
  }

  /** Beyond so many bytes it is full, as a disk is. */
  static SqliteDialect in(Path folder, long maxBytes) {
    return new SqliteDialect(Optional.of(folder), maxBytes);
  }

  static SqliteDialect inMemory(long maxBytes) {
    return new SqliteDialect(Optional.empty(), maxBytes);
  }

  /** What is there already may be more: it stays, and can be read and deleted. */
  private static long setSize(Connection connection, long maxBytes) {
    try {
      long pages = Math.max(1, maxBytes / number(connection, "PRAGMA page_size"));
      execute(connection, "PRAGMA max_page_count = " + pages);
      return pages;
    } catch (SQLException failed) {
      throw new StoreException("setting the size of the database", failed);
    }
  }

  @Override
  public StoreHealth health() {
    return health;
  }

  @Override
  public int writers() {
    return 1;
  }

  @Override
  public int writesPerTransaction() {
    return Integer.MAX_VALUE;
  }

  @Override
  public WritingConnection takeForWriting() {
    if (folder.isEmpty()) {
      turn.lock();
    }
    return writing;
  }

  @Override
  public void giveBack(WritingConnection given) {
    if (turn.isHeldByCurrentThread()) {
      turn.unlock();
    }
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    execute(connection, "COMMIT");
  }

  @Override
  public void rollBack(Connection connection) throws SQLException {
    execute(connection, "ROLLBACK");
  }

  @Override
  public String selectHeadForUpdate() {
    return "SELECT head_sequence FROM room_head WHERE room_id = ?";
  }

  /** The index is one for all rooms: only the part that the window lies in is looked at. */
  @Override
  public String contains(String word, SearchWindow window) {
    String ids = " FROM message_search AS part WHERE " + window.condition("part");
    return Dialect.isIndexed(word)
        ? "found.id IN (SELECT rowid FROM message_search_index WHERE message_search_index MATCH ?"
            + " AND rowid BETWEEN (SELECT MIN(id)"
            + ids
            + ") AND (SELECT MAX(id)"
            + ids
            + "))"
        : "found.folded LIKE ? ESCAPE '\\'";
  }

  @Override
  public String containsParameter(String word) {
    return Dialect.isIndexed(word) ? "\"" + word.replace("\"", "\"\"") + "\"" : Dialect.like(word);
  }

  @Override
  public int charactersTakenOutAtOnce() {
    return CHARACTERS_TAKEN_OUT;
  }

  @Override
  public void flushIndex(Connection connection) throws SQLException {
    execute(connection, "INSERT INTO message_search_index (message_search_index) VALUES ('flush')");
  }

  @Override
  public boolean sparesRoundTrips() {
    return false;
  }

  @Override
  public Fault fault(SQLException failure) {
    int code =
        failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code & PRIMARY_CODE : 0;
    return switch (code) {
      case SQLITE_FULL -> Fault.FULL;
      case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB -> Fault.FATAL;
      default -> Fault.OTHER;
    };
  }

  @Override
  public boolean hasRoom() {
    boolean room = hasFreePages() && ballast.map(Ballast::isRoom).orElse(true);
    if (room) {
      ballast.ifPresent(Ballast::load);
    }
    return room;
  }

  /** Asked by the writer alone. */
  private boolean hasFreePages() {
    try {
      Connection connection = writing.connection();
      long used =
          number(connection, "PRAGMA page_count") - number(connection, "PRAGMA freelist_count");
      return used < maxPages - maxPages / SPARE_SHARE;
    } catch (SQLException failed) {
      return false;
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }

  @Override
  public void full() {
    ballast.ifPresent(Ballast::drop);
  }

  /** Without patience: who reads for long must not hold up those who write. */
  @Override
  public boolean forgetDeleted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      try (ResultSet done = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        return done.getInt(1) == 0;
      } finally {
        statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      }
    }
  }

  @Override
  public <T> CompletableFuture<T> read(Write.Sql<T> query) {
    return CompletableFuture.supplyAsync(
        () -> folder.isPresent() ? run(query) : runInTurn(query), readers);
  }

  @Override
  public <T> CompletableFuture<T> search(Write.Sql<T> query) {
    return CompletableFuture.supplyAsync(
        () -> folder.isPresent() ? run(query) : runInTurn(query), searcher);
  }

  @Override
  public void close() {
    searcher.close();
    readers.close();
    connections.add(writing.connection());
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException failed) {
        throw new StoreException("closing the database", failed);
      }
    }
    lock.ifPresent(FolderLock::close);
  }

  private <T> T runInTurn(Write.Sql<T> query) {
    turn.lock();
    try {
      return query.run(writing.connection());
    } catch (SQLException failed) {
      throw health.readFailed(failed, fault(failed));
    } finally {
      turn.unlock();
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
      throw health.readFailed(failed, fault(failed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException("a read from the database", interrupted);
    }
  }

  private void openReaders() {
    for (int i = 0; i < READERS + SEARCHERS; i++) {
      Connection connection = open();
      try {
        execute(connection, "PRAGMA query_only = ON");
      } catch (SQLException failed) {
        throw new StoreException("opening the database for reading", failed);
      }
      connections.add(connection);
    }
    idle.addAll(connections);
  }

  private Connection open() {
    try {
      return source().getConnection();
    } catch (SQLException failed) {
      throw new StoreException("opening the database", failed);
    }
  }

  private SQLiteDataSource source() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, WAL_LIMIT_BYTES);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, CHECKPOINT_PAGES);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, CACHE_PAGES);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setGetGeneratedKeys(false); // else every insert is followed by a query for its row id
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
