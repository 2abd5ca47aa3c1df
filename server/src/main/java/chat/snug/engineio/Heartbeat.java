package chat.snug.engineio;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pings a client and waits for its pong (Engine.IO 4, §Heartbeat). While a session is on its way to
 * another transport the ping is held: its answer could cross the change. Confined to the session's
 * event loop.
 */
final class Heartbeat {
  /** What beats. */
  interface Owner {
    void sendPing();

    /** Whether a second transport is on probation. */
    boolean isUpgrading();

    /** Whether the client is not read from, and so cannot be heard. */
    boolean isPaused();

    /** No pong came in time. */
    void fellSilent();
  }

  private final ScheduledExecutorService loop;
  private final EngineOptions options;
  private final Owner owner;

  /** The next ping, or the end of the wait for a pong. */
  private @Nullable ScheduledFuture<?> timer;

  private boolean held;

  /** A pong is awaited, and nothing has come since the ping. */
  private boolean mayWaitLonger;

  private boolean stopped;

  Heartbeat(ScheduledExecutorService loop, EngineOptions options, Owner owner) {
    this.loop = loop;
    this.options = options;
    this.owner = owner;
  }

  /** The first ping comes after the interval. */
  void start() {
    arm(this::ping, options.pingInterval());
  }

  /** The next ping comes within this time at the latest. */
  void beatWithin(Duration time) {
    if (time.compareTo(options.pingInterval()) < 0) {
      arm(this::ping, time);
    }
  }

  /**
   * Something else than a pong came. On a slow link the pong may stand behind it: so once for each
   * ping the wait for the pong begins anew, as in the reference implementation.
   */
  void heard() {
    if (mayWaitLonger) {
      mayWaitLonger = false;
      arm(this::pongMissing, options.pingTimeout());
    }
  }

  void pong() {
    mayWaitLonger = false;
    if (!held) {
      start();
    }
  }

  /** The probation is over: a ping that was held goes out. */
  void release() {
    if (held) {
      held = false;
      ping();
    }
  }

  void stop() {
    stopped = true;
    cancel();
  }

  private void ping() {
    if (stopped) {
      return;
    }
    if (owner.isUpgrading()) {
      held = true;
      return;
    }
    mayWaitLonger = true;
    arm(this::pongMissing, options.pingTimeout());
    owner.sendPing();
  }

  /** Who takes what is sent is there, though nobody listens to the answer. */
  private void pongMissing() {
    if (owner.isPaused()) {
      arm(this::pongMissing, options.pingTimeout());
    } else {
      owner.fellSilent();
    }
  }

  private void arm(Runnable task, Duration time) {
    cancel();
    if (!stopped) {
      timer = loop.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
