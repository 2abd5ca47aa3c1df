package chat.snug.net;

import java.util.LinkedHashMap;
import java.util.Map;

/** The paths that other parts of the server answer. Filled before the server starts. */
public final class HttpRoutes {
  private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();

  /** Answers GET requests of exactly this path. */
  public HttpRoutes get(String path, HttpHandler handler) {
    handlers.put(path, handler);
    return this;
  }

  Map<String, HttpHandler> handlers() {
    return handlers;
  }
}
