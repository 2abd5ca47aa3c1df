package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer: takes all writes that wait and commits them, as many in one transaction as the database
 * allows. While the disk is busy with one, the next gathers; so the transaction grows with the load
 * by itself.
 *
 * <p>A transaction ends when it has taken long enough; what else waits goes into the next. Long
 * work comes in slices: one after each transaction, those of different rooms in turn.
 *
 * <p>One that fails takes no other with it. Answers for one event loop come in one task. When the
 * disk is full, only what makes room is done until there is some. When the disk has failed to keep
 * what it was given, nobody is answered any more and the server must stop: after a failed fsync a
 * later one proves nothing (Rebello et al., Can Applications Recover from fsync Failures?, USENIX
 * ATC 2020). {@link #submit} is thread-safe and never blocks.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MAX_WAITING = 100_000;
  private static final int MAX_TAKEN = 4096;
  private static final long TRANSACTION_NANOS = Duration.ofMillis(50).toNanos();
  private static final long FORGET_PAUSE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long ROOM_CHECK_NANOS = Duration.ofSeconds(1).toNanos();

  /** A write, and why it failed if it did. */
  private record Outcome(Write write, @Nullable Throwable failure) {
    /** What goes wrong with one answer keeps no other from being given. */
    void tell() {
      try {
        if (failure == null) {
          write.committed();
        } else {
          write.failed(failure);
        }
      } catch (Throwable fault) {
        LOG.error("an answer of the store failed", fault);
      }
    }
  }

  private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Dialect dialect;
  private final Metrics metrics;
  private final Consumer<Throwable> fatal;
  private final Thread thread;
  private volatile boolean closing;

  /** Long work under way: its next slices, each room's turn in order. */
  private final ArrayDeque<Write> slices = new ArrayDeque<>();

  private boolean forgetDeleted;
  private long forgetNotBefore = System.nanoTime();
  private boolean full;
  private long roomCheckedAt;
  private boolean away;

  /** Starts to write; {@code number} tells this writer from others. */
  GroupCommit(int number, Dialect dialect, Metrics metrics, Consumer<Throwable> fatal) {
    this.dialect = dialect;
    this.metrics = metrics;
    this.fatal = fatal;
    this.thread = Thread.ofPlatform().name("snug-store-writer-" + number).start(this::run);
  }

  /** Queues a write; if too many wait, it is refused at once. */
  void submit(Write write) {
    if (closing) {
      write.failed(new RefusedException(Refusal.DRAINING));
    } else if (!waiting.offer(write)) {
      write.failed(new RefusedException(Refusal.BUSY));
    }
  }

  boolean isBusy() {
    return waiting.size() > MAX_WAITING / 10 * 8;
  }

  /** Completes when everything that was handed over before is on disk. */
  CompletableFuture<Boolean> flush() {
    Write.Of<Boolean> last = new Write.Of<>(_ -> true, false);
    submit(last);
    return last.answer();
  }

  /** Soon after the transaction under way, what was deleted shall be gone from every file. */
  void forgetDeletedAfterCommit() {
    forgetDeleted = true;
  }

  /** Finishes what waits, then stops. */
  @Override
  public void close() {
    closing = true;
    waiting.add(new Write.Of<>(_ -> true, false));
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Write> taken = new ArrayList<>();
    while (!closing || !waiting.isEmpty()) {
      try {
        take(taken);
        writeAll(taken);
        writeSlice();
        forgetDeleted();
      } catch (InterruptedException interrupted) {
        return;
      } catch (RuntimeException | Error fault) {
        LOG.error("store writer goes on after a fault", fault);
      } finally {
        taken.clear();
      }
    }
    slices.forEach(slice -> slice.failed(new RefusedException(Refusal.DRAINING)));
  }

  /** What waits; waits itself if there is nothing to do. */
  private void take(List<Write> taken) throws InterruptedException {
    if (slices.isEmpty()) {
      Write first =
          forgetDeleted
              ? waiting.poll(forgetNotBefore - System.nanoTime(), TimeUnit.NANOSECONDS)
              : waiting.take();
      if (first != null) {
        taken.add(first);
      }
    }
    waiting.drainTo(taken, MAX_TAKEN);
    taken.removeIf(write -> write.isSliced() && slices.add(write));
  }

  private void writeSlice() {
    Write slice = slices.poll();
    if (slice == null) {
      return;
    }
    writeAll(List.of(slice));
    if (slice.hasMore()) {
      slices.add(slice);
    }
  }

  private void writeAll(List<Write> taken) {
    for (int done = 0; done < taken.size(); ) {
      int next = Math.min(taken.size() - done, dialect.writesPerTransaction());
      try {
        done += write(taken.subList(done, done + next));
      } catch (Throwable fault) {
        LOG.error("store writer goes on after a fault", fault);
        done += next;
      }
    }
  }

  /** Answers how many of these it has done with. */
  private int write(List<Write> writes) {
    long start = System.nanoTime();
    List<Outcome> outcomes;
    WritingConnection writing = null;
    try {
      writing = dialect.takeForWriting();
      outcomes = runTogether(writes, writing);
      dialect.commit(writing.connection());
      metrics.committed(outcomes.size(), Duration.ofNanos(System.nanoTime() - start));
      away = false;
    } catch (Throwable failed) {
      outcomes = failed(writes, writing, failed);
    } finally {
      if (writing != null) {
        dialect.giveBack(writing);
      }
    }
    tell(outcomes);
    return outcomes.size();
  }

  /**
   * Runs all of them bare, since hardly one ever fails: a savepoint copies every page that is
   * touched. If one does, nothing of it has happened and they are run again, each in its savepoint.
   */
  private List<Outcome> runTogether(List<Write> writes, WritingConnection writing)
      throws SQLException {
    dialect.begin(writing.connection());
    try {
      long start = System.nanoTime();
      List<Outcome> outcomes = new ArrayList<>(writes.size());
      for (Write write : writes) {
        outcomes.add(run(write, writing));
        if (isLong(start)) {
          break;
        }
      }
      return outcomes;
    } catch (SQLException failed) {
      Dialect.Fault fault = dialect.fault(failed);
      if (fault == Dialect.Fault.FATAL || fault == Dialect.Fault.AWAY) {
        throw failed;
      }
    } catch (RuntimeException | Error failed) {
      LOG.debug("a write failed: those of its transaction are done again, one by one", failed);
    }
    rollBack(writing);
    try {
      return runApart(writes, writing);
    } catch (SQLException failed) {
      if (dialect.fault(failed) != Dialect.Fault.FULL) {
        throw failed;
      }
      becomeFull();
    }
    // who is full has rolled all of it back; what makes room is done now
    rollBack(writing);
    return runApart(writes, writing);
  }

  private Outcome run(Write write, WritingConnection writing) throws SQLException {
    if (write.needsRoom() && isFull()) {
      return new Outcome(write, new RefusedException(Refusal.STORE_FULL));
    }
    write.run(writing);
    return new Outcome(write, null);
  }

  private List<Outcome> runApart(List<Write> writes, WritingConnection writing)
      throws SQLException {
    dialect.begin(writing.connection());
    long start = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>(writes.size());
    try (Statement statement = writing.connection().createStatement()) {
      for (Write write : writes) {
        outcomes.add(runApart(write, writing, statement));
        if (isLong(start)) {
          break;
        }
      }
    }
    return outcomes;
  }

  private static boolean isLong(long start) {
    return System.nanoTime() - start > TRANSACTION_NANOS;
  }

  private Outcome runApart(Write write, WritingConnection writing, Statement statement)
      throws SQLException {
    statement.execute("SAVEPOINT one");
    Outcome outcome;
    try {
      outcome = run(write, writing);
    } catch (SQLException | RuntimeException | Error failed) {
      if (failed instanceof SQLException sql && dialect.fault(sql) == Dialect.Fault.FULL) {
        throw sql;
      }
      outcome = new Outcome(write, reason(failed));
      writing.forgetStatements();
      statement.execute("ROLLBACK TO SAVEPOINT one");
    }
    statement.execute("RELEASE SAVEPOINT one");
    return outcome;
  }

  private List<Outcome> failed(
      List<Write> writes, @Nullable WritingConnection writing, Throwable failed) {
    Throwable reason = reason(failed);
    if (writing != null) {
      rollBack(writing);
    }
    return writes.stream().map(write -> new Outcome(write, reason)).toList();
  }

  /** A full disk may have rolled back already. */
  private void rollBack(WritingConnection writing) {
    try {
      writing.forgetStatements();
      dialect.rollBack(writing.connection());
    } catch (SQLException none) {
      LOG.debug("no transaction to roll back", none);
    }
  }

  /** What to tell of a failure; logs it once, and stops the server if it must stop. */
  private Throwable reason(Throwable failed) {
    if (!(failed instanceof SQLException sql)) {
      if (!(failed instanceof RefusedException)) {
        LOG.error("write failed", failed);
      }
      return failed;
    }
    switch (dialect.fault(sql)) {
      case FULL -> {
        becomeFull();
        return new RefusedException(Refusal.STORE_FULL);
      }
      case AWAY -> {
        if (!away) {
          LOG.warn("the database does not take writes for now: {}", sql.toString());
        }
        away = true;
      }
      case FATAL -> fatal.accept(failed);
      case OTHER -> LOG.error("write failed", failed);
    }
    return new StoreException("a write to the database", failed);
  }

  private void becomeFull() {
    if (!full) {
      LOG.error("the store is full: nothing new is stored until there is room");
      dialect.full();
    }
    full = true;
    roomCheckedAt = System.nanoTime();
  }

  private boolean isFull() {
    if (full && System.nanoTime() - roomCheckedAt > ROOM_CHECK_NANOS) {
      roomCheckedAt = System.nanoTime();
      full = !dialect.hasRoom();
      if (!full) {
        LOG.warn("the store has room again");
      }
    }
    return full;
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
    byLoop.forEach((loop, told) -> {
      try {
        loop.execute(() -> told.forEach(Outcome::tell));
      } catch (RejectedExecutionException stopped) {
        LOG.warn("{} answers of the store have nobody to go to", told.size());
      }
    });
  }

  /** Tries until it has succeeded: a reader may be in the way. Waits for nobody. */
  private void forgetDeleted() {
    if (!forgetDeleted || System.nanoTime() - forgetNotBefore < 0) {
      return;
    }
    WritingConnection writing = null;
    try {
      writing = dialect.takeForWriting();
      forgetDeleted = !dialect.forgetDeleted(writing.connection());
    } catch (SQLException | RuntimeException failed) {
      LOG.warn("after a deletion: {}", failed.toString());
    } finally {
      forgetNotBefore = System.nanoTime() + FORGET_PAUSE_NANOS;
      if (writing != null) {
        dialect.giveBack(writing);
      }
    }
  }
}
