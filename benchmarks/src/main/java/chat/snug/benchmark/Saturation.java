package chat.snug.benchmark;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Looks for the highest rate of messages in one room of 1,000 at which 99 of 100 deliveries come
 * within 100 ms and none is lost: doubles it until that fails, then halves the gap.
 */
final class Saturation {
  private static final double FIRST_RATE = 20;
  private static final double LAST_RATE = 20_000;
  private static final int STEPS = 3;
  private static final double MAX_MILLIS = 100;
  private static final double MIN_SHARE = 0.97;
  private static final int MEMBERS = 1_000;

  /** One load at this many messages a second. */
  @FunctionalInterface
  interface Attempt {
    Measured at(double rate) throws IOException;
  }

  private final Attempt attempt;
  private final Map<Figure, Double> best = new EnumMap<>(Figure.class);

  Saturation(Attempt attempt) {
    this.attempt = attempt;
  }

  /** The figures at the highest rate that was held; none if the first was not. */
  Map<Figure, Double> find() throws IOException {
    double held = 0;
    double tried = FIRST_RATE;
    while (tried <= LAST_RATE && holds(tried)) {
      held = tried;
      tried *= 2;
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = (held + tried) / 2;
      if (holds(middle)) {
        held = middle;
      } else {
        tried = middle;
      }
    }
    return best;
  }

  private boolean holds(double rate) throws IOException {
    Measured measured = attempt.at(rate);
    boolean holds =
        measured.lost() == 0
            && measured.p99Millis() < MAX_MILLIS
            && measured.rate() > rate * MEMBERS * MIN_SHARE;
    if (holds) {
      best.put(Figure.RATE, measured.rate());
      best.put(Figure.P50, measured.p50Millis());
      best.put(Figure.P99, measured.p99Millis());
      best.put(Figure.CPU, measured.cpuMicros());
    }
    return holds;
  }
}
