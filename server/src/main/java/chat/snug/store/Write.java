package chat.snug.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Something that waits for the writer: SQL, and who is told what came of it. */
interface Write {
  /**
   * Does its work within the writer's transaction; if it throws, nothing of it stays. May be called
   * again from the beginning, after all that it did has been undone.
   */
  void run(WritingConnection writing) throws SQLException;

  /** What {@link #run} did is on disk. */
  void committed();

  /** What {@link #run} did is undone, or it is unknown whether it is on disk. */
  void failed(Throwable reason);

  /** Whether this takes room in the store; what makes room is done though there is none. */
  default boolean needsRoom() {
    return true;
  }

  /** Whether this is long work, done a slice at a time, between what others write. */
  default boolean isSliced() {
    return false;
  }

  /** Whether another slice is still to be done after the one that was committed. */
  default boolean hasMore() {
    return false;
  }

  /** Where {@link #committed} and {@link #failed} are called; null: on the writer's own thread. */
  default @Nullable Executor loop() {
    return null;
  }

  /** SQL with a result. */
  @FunctionalInterface
  interface Sql<T> {
    T run(Connection connection) throws SQLException;
  }

  /** A write that is answered by a future, on the writer's thread. */
  final class Of<T> implements Write {
    private final Sql<T> sql;
    private final boolean needsRoom;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;

    Of(Sql<T> sql, boolean needsRoom) {
      this.sql = sql;
      this.needsRoom = needsRoom;
    }

    @Override
    public boolean needsRoom() {
      return needsRoom;
    }

    CompletableFuture<T> answer() {
      return answer;
    }

    @Override
    public void run(WritingConnection writing) throws SQLException {
      result = sql.run(writing.connection());
    }

    @Override
    public void committed() {
      complete(result);
    }

    @Override
    public void failed(Throwable reason) {
      answer.completeExceptionally(reason);
    }

    @SuppressWarnings("NullAway") // a Sql<Void> answers null
    private void complete(@Nullable T value) {
      answer.complete(value);
    }
  }

  /** A part of long work. */
  @FunctionalInterface
  interface Slice {
    /**
     * Goes on from where the database says that the work stands, until the budget is spent.
     *
     * @return whether there is more to do
     */
    boolean run(Connection connection, SliceBudget budget) throws SQLException;
  }

  /** Long work, answered by a future when all of it is done, on the writer's thread. */
  final class InSlices implements Write {
    private final Slice slice;
    private final boolean needsRoom;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private boolean more;

    InSlices(Slice slice, boolean needsRoom) {
      this.slice = slice;
      this.needsRoom = needsRoom;
    }

    CompletableFuture<Boolean> answer() {
      return answer;
    }

    @Override
    public boolean needsRoom() {
      return needsRoom;
    }

    @Override
    public boolean isSliced() {
      return true;
    }

    @Override
    public boolean hasMore() {
      return more;
    }

    @Override
    public void run(WritingConnection writing) throws SQLException {
      more = false;
      more = slice.run(writing.connection(), new SliceBudget());
    }

    @Override
    public void committed() {
      if (!more) {
        answer.complete(true);
      }
    }

    @Override
    public void failed(Throwable reason) {
      more = false;
      answer.completeExceptionally(reason);
    }
  }
}
