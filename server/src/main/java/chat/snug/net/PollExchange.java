package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * One HTTP request of Engine.IO and its answer. May be answered from any event loop, once; the
 * answer is written on the request's own.
 */
final class PollExchange {
  private final HttpServerRequest request;
  private final Context context;
  private final OriginPolicy policy;

  /** To be made on the request's event loop. */
  PollExchange(HttpServerRequest request, OriginPolicy policy) {
    this.request = request;
    this.context = requireNonNull(Vertx.currentContext(), "context");
    this.policy = policy;
  }

  HttpServerRequest request() {
    return request;
  }

  /** Fails if the connection has gone before the payload was written. */
  Future<Void> answer(byte[] payload) {
    return respond(200, "text/plain; charset=UTF-8", payload);
  }

  void answerOk() {
    respond(200, "text/html", "ok".getBytes(UTF_8));
  }

  void answerPreflight() {
    respond(204, "text/plain; charset=UTF-8", new byte[0]);
  }

  void refuse(EngineError error) {
    respond(error.status(), "application/json", error.json().getBytes(UTF_8));
  }

  /**
   * Closes the connection at once. {@code HttpConnection.close} would first wait until all is
   * written, for as long as the client likes.
   */
  void hangUp() {
    context.runOnContext(
        _ -> ((ConnectionBase) request.connection()).channelHandlerContext().close());
  }

  /** An answer after which the connection is closed, since its request was not read to the end. */
  void refuseAndHangUp(int status) {
    context.runOnContext(_ -> hangUp(status));
  }

  private void hangUp(int status) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      headers(response).putHeader("Connection", "close").setStatusCode(status);
      if (status == 503) {
        response.putHeader("Retry-After", String.valueOf(EngineEndpoint.retryAfterSeconds()));
      }
      response.end().onComplete(_ -> request.connection().close());
    }
  }

  private Future<Void> respond(int status, String contentType, byte[] body) {
    Promise<Void> written = Promise.promise();
    context.runOnContext(_ -> {
      HttpServerResponse response = request.response();
      if (response.ended() || response.closed()) {
        written.fail("the connection has gone");
        return;
      }
      headers(response).putHeader("Content-Type", contentType).setStatusCode(status);
      (status == 204 ? response.end() : response.end(Buffer.buffer(body))).onComplete(written);
    });
    return written.future();
  }

  /** A page that may connect may send headers of its own: a stock client has an option for them. */
  private String askedHeaders() {
    String asked = request.getHeader("Access-Control-Request-Headers");
    return asked == null || asked.isBlank() ? "Content-Type" : asked;
  }

  private HttpServerResponse headers(HttpServerResponse response) {
    Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
    policy
        .allowOriginHeader(origin)
        .ifPresent(allowed -> {
          response.putHeader("Access-Control-Allow-Origin", allowed);
          response.putHeader("Access-Control-Allow-Methods", "GET,POST,OPTIONS");
          response.putHeader("Access-Control-Allow-Headers", askedHeaders());
          if (!allowed.equals("*")) {
            response.putHeader("Access-Control-Allow-Credentials", "true");
          }
        });
    String version = request.getHeader("Sec-WebSocket-Version");
    if (version != null && !version.equals("13")) {
      // RFC 6455, §4.4
      response.putHeader("Sec-WebSocket-Version", "13");
    }
    return response
        .putHeader("Vary", "Origin, Access-Control-Request-Headers")
        .putHeader("Cache-Control", "no-store, no-transform")
        .putHeader("X-Accel-Buffering", "no")
        .putHeader("X-Content-Type-Options", "nosniff");
  }
}
