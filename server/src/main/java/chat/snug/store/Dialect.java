package chat.snug.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * All that differs between the databases: how connections are made and guarded, what a transaction
 * is, and what an error means. Thread-safe but for what is done with a connection.
 */
interface Dialect extends AutoCloseable {
  /** What an error of the database means for the store. */
  enum Fault {
    /** There is no room left to write. */
    FULL,
    /** The disk has lied: nothing that is written from now on can be trusted to stay. */
    FATAL,
    /** The database is not there, or takes no writes, for now. */
    AWAY,
    /** One write is wrong. */
    OTHER
  }

  /** What its reads have told of it. */
  StoreHealth health();

  /** How many writers may work at the same time; each room has one of them. */
  int writers();

  /** How many writes, of different rooms, may share one transaction. */
  int writesPerTransaction();

  /** A connection for one transaction, to be given back by {@link #giveBack}. */
  WritingConnection takeForWriting() throws SQLException;

  /** The transaction is over. */
  void giveBack(WritingConnection writing);

  void begin(Connection connection) throws SQLException;

  /** Commits; if this throws, it is unknown whether it did. */
  void commit(Connection connection) throws SQLException;

  void rollBack(Connection connection) throws SQLException;

  /** Selects a room's head, and keeps others from changing it until the transaction is over. */
  String selectHeadForUpdate();

  /** Whether statements travel, so that it pays to send many at once. */
  boolean sparesRoundTrips();

  Fault fault(SQLException failure);

  /**
   * A condition on {@code found}, a row of the search table: its text contains a folded word. Has
   * one parameter, which {@link #containsParameter} makes.
   *
   * @param window where it is looked for
   */
  String contains(String word, SearchWindow window);

  /** Whether such a word is found without reading every text: by its parts of three characters. */
  static boolean isIndexed(String word) {
    return word.codePointCount(0, word.length()) >= 3;
  }

  /** The parameter of {@link #contains}. */
  String containsParameter(String word);

  /** A pattern of LIKE for texts that contain this word; escaped by a backslash. */
  static String like(String word) {
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  /** How many characters of a message's words are taken out of the index in one step. */
  int charactersTakenOutAtOnce();

  /** Does now what the index has put off until the commit, so that it can be timed. */
  void flushIndex(Connection connection) throws SQLException;

  /** Whether there is room to write again after it was {@link Fault#FULL}; asked now and then. */
  boolean hasRoom();

  /** There is no room to write: sets free what was kept for that. */
  void full();

  /**
   * Between two transactions: what was deleted shall be gone from every file.
   *
   * @return false if somebody who reads is in the way: to be tried again
   */
  boolean forgetDeleted(Connection connection) throws SQLException;

  /** Reads, on a thread that may block. */
  <T> CompletableFuture<T> read(Write.Sql<T> query);

  /** Reads what may take a while; {@link #read} does not wait for it. */
  <T> CompletableFuture<T> search(Write.Sql<T> query);

  @Override
  void close();
}
