package chat.snug.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An event loop whose time stands still until a test moves it. Runs everything on the test's own
 * thread, in order.
 */
public final class TestLoop extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Scheduled> timers =
      new PriorityQueue<>(
          Comparator.<Scheduled>comparingLong(task -> task.dueNanos)
              .thenComparingLong(task -> task.order));
  private long nowNanos;
  private long order;

  /** Runs what is queued, and what that queues. */
  public void run() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }

  /** Moves time on, running what becomes due on the way. */
  public void advance(Duration time) {
    long end = nowNanos + time.toNanos();
    run();
    while (!timers.isEmpty() && timers.peek().dueNanos <= end) {
      Scheduled timer = timers.poll();
      nowNanos = timer.dueNanos;
      timer.run();
      run();
    }
    nowNanos = end;
  }

  /** Timers that are armed. */
  public long armedTimers() {
    return timers.stream().filter(timer -> !timer.isCancelled()).count();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(1_800_000_000).plusNanos(nowNanos);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Scheduled scheduled = new Scheduled(task, nowNanos + unit.toNanos(delay), order++);
    timers.add(scheduled);
    return scheduled;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long dueNanos;
    private final long order;

    @SuppressWarnings("NullAway") // a task has no result
    Scheduled(Runnable task, long dueNanos, long order) {
      super(task, null);
      this.dueNanos = dueNanos;
      this.order = order;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - nowNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
