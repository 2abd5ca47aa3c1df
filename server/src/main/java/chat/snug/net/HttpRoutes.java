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

  /** Who asks. */
  enum Audience {
    /** By a name that the server knows. */
    PEOPLE,
    /**
     * Probes and collectors, by whatever name or none: HTTP/1.0 has no Host, and in a cluster a
     * server is called by the name of its service. Nothing that a page of another name must not
     * read may be answered here.
     */
    OPERATORS
  }

  record Route(String method, String path, Mode mode, Audience audience, HttpHandler handler) {}

  private final List<Route> routes = new ArrayList<>();

  /** Answers GET requests on an event loop: the handler must not block. */
  public HttpRoutes get(String path, HttpHandler handler) {
    routes.add(new Route("GET", path, Mode.QUICK, Audience.PEOPLE, handler));
    return this;
  }

  /** Answers GET and HEAD requests under any name, on an event loop: for operators' probes. */
  public HttpRoutes probe(String path, HttpHandler handler) {
    for (String method : List.of("GET", "HEAD")) {
      routes.add(new Route(method, path, Mode.QUICK, Audience.OPERATORS, handler));
    }
    return this;
  }

  /** Answers requests of a method on a virtual thread; the handler may block and read the body. */
  public HttpRoutes blocking(String method, String path, HttpHandler handler) {
    routes.add(new Route(method, path, Mode.BLOCKING, Audience.PEOPLE, handler));
    return this;
  }

  List<Route> routes() {
    return routes;
  }
}
