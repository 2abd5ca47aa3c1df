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
}
