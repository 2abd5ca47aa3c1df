package chat.snug.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a server stops. Immutable.
 *
 * @param delay time between "not ready" and the rest, for a load balancer to notice; default 0
 * @param window time over which connections are let go when they are many; default 5 s
 * @param deadline after this much the server is gone, whatever is not done; default 25 s
 */
public record DrainOptions(Duration delay, Duration window, Duration deadline) {
  /** Checks ranges. */
  public DrainOptions {
    if (requireNonNull(delay, "delay").isNegative()
        || requireNonNull(window, "window").isNegative()
        || !requireNonNull(deadline, "deadline").isPositive()) {
      throw new IllegalArgumentException("drain: a time below zero, or no time at all");
    }
  }

  /** The defaults of the product. */
  public static DrainOptions defaults() {
    return new DrainOptions(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(25));
  }
}
