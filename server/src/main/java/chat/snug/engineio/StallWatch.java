package chat.snug.engineio;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices when something waits for a client and nothing of it is taken for a whole time. Confined
 * to the session's event loop.
 */
final class StallWatch {
  private final ScheduledExecutorService loop;
  private final Duration patience;
  private final LongSupplier progress;
  private final BooleanSupplier somethingWaits;
  private final Runnable stalled;
  private @Nullable ScheduledFuture<?> timer;
  private long before;
  private boolean stopped;

  /** {@code progress} changes whenever the client has taken something. */
  StallWatch(
      ScheduledExecutorService loop,
      Duration patience,
      LongSupplier progress,
      BooleanSupplier somethingWaits,
      Runnable stalled) {
    this.loop = loop;
    this.patience = patience;
    this.progress = progress;
    this.somethingWaits = somethingWaits;
    this.stalled = stalled;
  }

  /** Something waits. */
  void watch() {
    if (timer == null && !stopped) {
      before = progress.getAsLong();
      timer = loop.schedule(this::look, patience.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void look() {
    timer = null;
    if (!somethingWaits.getAsBoolean()) {
      return;
    }
    if (progress.getAsLong() == before) {
      stalled.run();
    } else {
      watch();
    }
  }
}
