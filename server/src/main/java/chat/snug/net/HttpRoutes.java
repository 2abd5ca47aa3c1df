package chat.snug.net;

import java.util.ArrayList;
import java.util.List;

/**
 * The paths that other parts of the server answer; {@code :name} stands for one part of a path.
 * Filled before the server starts.
 */
public final class HttpRoutes {
  /** How a route's handler is called. */
  enum Mode {
    /** On an event loop: it must not block. */
    QUICK,
    /** On a virtual thread. */
    BLOCKING
  }

  record Route(String method, String path, Mode mode, HttpHandler handler) {}

  private final List<Route> routes = new ArrayList<>();

  /** Answers GET requests on an event loop: the handler must not block. */
  public HttpRoutes get(String path, HttpHandler handler) {
    routes.add(new Route("GET", path, Mode.QUICK, handler));
    return this;
  }

  /** Answers requests of a method on a virtual thread; the handler may block and read the body. */
  public HttpRoutes blocking(String method, String path, HttpHandler handler) {
    routes.add(new Route(method, path, Mode.BLOCKING, handler));
    return this;
  }

  List<Route> routes() {
    return routes;
  }
}
