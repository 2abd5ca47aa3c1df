package chat.snug.net;

/** Serves the requests of one route. */
@FunctionalInterface
public interface HttpHandler {
  /** Answers the exchange, now or later. */
  void handle(HttpExchange exchange);
}
