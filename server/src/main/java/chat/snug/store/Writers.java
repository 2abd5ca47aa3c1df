package chat.snug.store;

import chat.snug.metric.Metrics;
import chat.snug.room.RoomId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The writers of a store: all that is written of one room goes to the same one. Thread-safe. */
final class Writers implements AutoCloseable {
  private final List<GroupCommit> writers;

  /** {@code fatal} is called when nothing that is written can be trusted any more. */
  Writers(Dialect dialect, Metrics metrics, Consumer<Throwable> fatal) {
    writers =
        IntStream.rangeClosed(1, dialect.writers())
            .mapToObj(number -> new GroupCommit(number, dialect, metrics, fatal))
            .toList();
  }

  void submit(RoomId room, Write write) {
    of(room).submit(write);
  }

  <T> CompletableFuture<T> submit(RoomId room, Write.Sql<T> sql) {
    Write.Of<T> write = new Write.Of<>(sql, true);
    submit(room, write);
    return write.answer();
  }

  /** Writes that make room, and are done though there is none. */
  <T> CompletableFuture<T> delete(RoomId room, Write.Sql<T> sql) {
    Write.Of<T> write = new Write.Of<>(sql, false);
    submit(room, write);
    return write.answer();
  }

  /**
   * Work of any length, a slice at a time, between what others write.
   *
   * @param needsRoom whether it waits for room if there is none
   */
  CompletableFuture<Boolean> inSlices(RoomId room, boolean needsRoom, Write.Slice slice) {
    Write.InSlices write = new Write.InSlices(slice, needsRoom);
    submit(room, write);
    return write.answer();
  }

  /** After the transaction under way, what was deleted shall be gone from every file. */
  void forgetDeleted(RoomId room) {
    of(room).forgetDeletedAfterCommit();
  }

  boolean isBusy() {
    return writers.stream().anyMatch(GroupCommit::isBusy);
  }

  /** Completes when everything that was handed over before is on disk. */
  CompletableFuture<Void> flush() {
    return CompletableFuture.allOf(
        writers.stream().map(GroupCommit::flush).toArray(CompletableFuture[]::new));
  }

  @Override
  public void close() {
    writers.forEach(GroupCommit::close);
  }

  private GroupCommit of(RoomId room) {
    return writers.get(Math.floorMod(room.hashCode(), writers.size()));
  }
}
