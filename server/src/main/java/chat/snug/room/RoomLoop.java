package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event loop as one room sees it, and the room's bulkhead: what is thrown in a task of the room
 * goes no further. The room has failed then, and what it had begun is not gone on with.
 *
 * <p>Everything is caught, errors too: a stack that was too deep or a class that is not there says
 * nothing about other rooms, and a server that shall end when memory does is told so by a flag of
 * the JVM. Confined to the event loop, but for {@link #execute} and {@link #schedule}.
 */
final class RoomLoop {
  private final ScheduledExecutorService loop;
  private Consumer<Throwable> failed = _ -> {};
  private Consumer<Throwable> reported = _ -> {};

  /** How often all that was begun was given up. */
  private final AtomicInteger failures = new AtomicInteger();

  RoomLoop(ScheduledExecutorService loop) {
    this.loop = requireNonNull(loop, "loop");
  }

  /**
   * Says who hears of faults.
   *
   * @param roomFailed called when the room has failed
   * @param onlyReported called when something failed that has changed nothing in the room
   */
  void onFault(Consumer<Throwable> roomFailed, Consumer<Throwable> onlyReported) {
    failed = roomFailed;
    reported = onlyReported;
  }

  /** The event loop itself. */
  ScheduledExecutorService eventLoop() {
    return loop;
  }

  /** Runs a task on the loop, even if the room fails before. */
  void execute(Runnable task) {
    loop.execute(() -> guard(task));
  }

  /** Runs a task later, unless the room fails before. */
  ScheduledFuture<?> schedule(Runnable task, Duration delay) {
    int before = failures.get();
    return loop.schedule(
        () -> guard(before, task), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Runs a task now. */
  void guard(Runnable task) {
    try {
      task.run();
    } catch (Throwable fault) {
      fail(fault);
    }
  }

  /** The room has failed. */
  void fail(Throwable fault) {
    failed.accept(fault);
  }

  /** What was begun until now is not gone on with. */
  void giveUp() {
    failures.incrementAndGet();
  }

  /** Something went wrong that has changed nothing in the room. */
  void report(Throwable fault) {
    reported.accept(fault);
  }

  /** Goes on on the loop with what a future brings, unless the room fails before. */
  <T> void after(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> next) {
    int before = failures.get();
    future.whenCompleteAsync(
        (value, failure) -> guard(before, () -> next.accept(value, failure)), loop);
  }

  /** Goes on on the loop with what a request has asked for. The request is answered in any case. */
  <T> void then(CompletableFuture<T> future, Request request, Consumer<T> next) {
    int before = failures.get();
    future.whenCompleteAsync((value, failure) -> goOn(before, value, failure, request, next), loop);
  }

  /** The same at once, for a future that completes on the loop. */
  <T> void thenAtOnce(CompletableFuture<T> future, Request request, Consumer<T> next) {
    int before = failures.get();
    future.whenComplete((value, failure) -> goOn(before, value, failure, request, next));
  }

  /** Does something for a request; whatever comes of it, the request is answered. */
  void run(Request request, Runnable work) {
    try {
      work.run();
    } catch (RefusedException refused) {
      request.refuse(refused);
    } catch (Throwable fault) {
      if (request.onlyReads()) {
        request.refuse(new RefusedException(Refusal.INTERNAL));
        report(fault);
      } else {
        fail(fault);
        request.refuse(new RefusedException(Refusal.UNAVAILABLE));
      }
    }
  }

  /** The same future, whose failures are refusals: what a port fails with is no fault of a room. */
  static <T> CompletableFuture<T> refusing(CompletableFuture<T> future) {
    return future.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(RefusedException.of(failure)));
  }

  private <T> void goOn(
      int before, T value, @Nullable Throwable failure, Request request, Consumer<T> next) {
    if (before != failures.get()) {
      request.refuse(new RefusedException(Refusal.UNAVAILABLE));
      return;
    }
    run(
        request,
        () -> {
          if (failure != null) {
            throw unchecked(failure);
          }
          next.accept(value);
        });
  }

  private static RuntimeException unchecked(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RuntimeException known ? known : new CompletionException(cause);
  }

  private void guard(int before, Runnable task) {
    if (before == failures.get()) {
      guard(task);
    }
  }
}
