package chat.snug.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import chat.snug.limit.AddressRanges;
import chat.snug.metric.Metrics;
import chat.snug.net.HttpAnswer;
import chat.snug.net.HttpExchange;
import chat.snug.net.HttpRoutes;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;

/** Health and metrics. Thread-safe. */
public final class ApiRoutes {
  private static final String JSON = "application/json";

  private final Metrics metrics;
  private final AddressRanges metricsReaders;
  private final BooleanSupplier ready;

  /**
   * Makes the routes.
   *
   * @param metricsReaders who may read the figures
   * @param ready whether new connections are welcome
   */
  public ApiRoutes(Metrics metrics, AddressRanges metricsReaders, BooleanSupplier ready) {
    this.metrics = requireNonNull(metrics, "metrics");
    this.metricsReaders = requireNonNull(metricsReaders, "metricsReaders");
    this.ready = requireNonNull(ready, "ready");
  }

  /** The description of all routes, as it is served. */
  private static String openApi() {
    try (InputStream file = ApiRoutes.class.getResourceAsStream("openapi.json")) {
      return new String(requireNonNull(file, "openapi.json").readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("openapi.json", broken);
    }
  }

  /**
   * Adds {@code /api/openapi.json}, {@code /health/live}, {@code /health/ready} and {@code
   * /metrics}.
   */
  public HttpRoutes addTo(HttpRoutes routes) {
    String description = openApi();
    return routes
        .get(
            "/api/openapi.json",
            exchange -> exchange.respond(HttpAnswer.of(200, JSON, description)))
        .probe("/health/live", exchange -> health(exchange, true))
        .probe("/health/ready", exchange -> health(exchange, ready.getAsBoolean()))
        .probe("/metrics", this::figures);
  }

  /** Figures tell what goes on, by the second: they are for who runs the server. */
  private void figures(HttpExchange exchange) {
    boolean mayRead = exchange.isDirect() && metricsReaders.contains(exchange.remoteAddress());
    exchange.respond(
        mayRead
            ? HttpAnswer.of(200, Metrics.CONTENT_TYPE, metrics.scrape())
            : Problems.of(
                new RefusedException(
                    Refusal.FORBIDDEN,
                    "The figures are for the addresses of --metrics.addresses.")));
  }

  private static void health(HttpExchange exchange, boolean good) {
    String body = "{\"status\":\"%s\"}".formatted(good ? "up" : "down");
    exchange.respond(HttpAnswer.of(good ? 200 : 503, JSON, body));
  }
}
