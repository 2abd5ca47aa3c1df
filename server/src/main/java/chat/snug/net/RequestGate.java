package chat.snug.net;

import chat.snug.limit.ConnectionLimiter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Looks at each HTTP request before it is routed: refuses what nobody could route, and who asks too
 * often. Such a request costs its sender the connection. Thread-safe.
 */
final class RequestGate implements Handler<HttpServerRequest> {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Router router;
  private final Forwarding forwarding;
  private final ConnectionLimiter limiter;
  private final Predicate<HttpServerRequest> isOfSession;

  /**
   * In front of this router.
   *
   * @param isOfSession whether a request belongs to a session that is open, which has bounds of its
   *     own
   */
  RequestGate(
      Router router,
      Forwarding forwarding,
      ConnectionLimiter limiter,
      Predicate<HttpServerRequest> isOfSession) {
    this.router = router;
    this.forwarding = forwarding;
    this.limiter = limiter;
    this.isOfSession = isOfSession;
    // what the library cannot route is the client's fault: without this it would be logged as an
    // error
    router.errorHandler(BAD_REQUEST, context -> hangUp(context.request(), BAD_REQUEST));
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !path.startsWith("/") || !isWellFormed(path)) {
      hangUp(request, BAD_REQUEST);
      return;
    }
    Duration wait = isOfSession.test(request) ? Duration.ZERO : limiter.request(client(request));
    if (wait.isZero()) {
      router.handle(request);
    } else {
      request.response().putHeader("Retry-After", String.valueOf(wait.toSeconds() + 1));
      hangUp(request, TOO_MANY_REQUESTS);
    }
  }

  /**
   * Whether every percent sign of a path is followed by two hexadecimal digits (RFC 3986, §2.1). A
   * query is never malformed ({@link QueryString}).
   */
  static boolean isWellFormed(String uri) {
    for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
      if (at + 2 >= uri.length()
          || Character.digit(uri.charAt(at + 1), 16) < 0
          || Character.digit(uri.charAt(at + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private String client(HttpServerRequest request) {
    return forwarding.client(request.remoteAddress().hostAddress(), request.headers()::getAll);
  }

  private static void hangUp(HttpServerRequest request, int status) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed() && !response.headWritten()) {
      response
          .setStatusCode(status)
          .putHeader("Connection", "close")
          .end()
          .onComplete(_ -> request.connection().close());
    }
  }
}
