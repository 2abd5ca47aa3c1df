package chat.snug.net;

/** Serves the requests of one path. Called on an event loop: it must not block. */
@FunctionalInterface
public interface HttpHandler {
  /** Answers the exchange, now or later. */
  void handle(HttpExchange exchange);
}
