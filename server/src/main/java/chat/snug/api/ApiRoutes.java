package chat.snug.api;

import static java.util.Objects.requireNonNull;

import chat.snug.metric.Metrics;
import chat.snug.net.HttpAnswer;
import chat.snug.net.HttpExchange;
import chat.snug.net.HttpRoutes;
import java.util.function.BooleanSupplier;

/** Health and metrics. Thread-safe. */
public final class ApiRoutes {
  private static final String JSON = "application/json";

  private final Metrics metrics;
  private final BooleanSupplier ready;

  /**
   * Makes the routes.
   *
   * @param ready whether new connections are welcome
   */
  public ApiRoutes(Metrics metrics, BooleanSupplier ready) {
    this.metrics = requireNonNull(metrics, "metrics");
    this.ready = requireNonNull(ready, "ready");
  }

  /** Adds {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
  public HttpRoutes addTo(HttpRoutes routes) {
    return routes
        .get("/health/live", exchange -> health(exchange, true))
        .get("/health/ready", exchange -> health(exchange, ready.getAsBoolean()))
        .get(
            "/metrics",
            exchange ->
                exchange.respond(HttpAnswer.of(200, Metrics.CONTENT_TYPE, metrics.scrape())));
  }

  private static void health(HttpExchange exchange, boolean good) {
    String body = "{\"status\":\"%s\"}".formatted(good ? "up" : "down");
    exchange.respond(HttpAnswer.of(good ? 200 : 503, JSON, body));
  }
}
