package chat.snug.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the server tells of itself. */
final class MetricsTest {
  @Test
  void countsWhatIsDoneAndAsksForWhatIsSo() {
    try (Metrics metrics = new Metrics()) {
      AtomicLong connections = new AtomicLong(3);
      metrics.connections(connections::get);
      metrics.stored(2);
      metrics.stored(3);
      metrics.refused();
      metrics.lagBegan();
      metrics.lagBegan();
      metrics.lagEnded();
      metrics.committed(4, Duration.ofMillis(5));
      connections.incrementAndGet();

      assertThat(metrics.scrape().lines())
          .contains(
              "snug_messages_total 5.0",
              "snug_refusals_total 1.0",
              "snug_lags_total 2.0",
              "snug_lagging 1.0",
              "snug_connections 4.0");
    }
  }
}
