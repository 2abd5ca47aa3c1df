package chat.snug.net;

import static java.util.Objects.requireNonNull;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSession;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Collects the body of a POST within the bound, as long as its session lives. Confined to the
 * request's event loop, except where it says so.
 */
final class IncomingPost {
  private final PollExchange exchange;
  private final PollingTransport transport;
  private final EngineSession session;
  private final int maxBytes;
  private final Context context = requireNonNull(Vertx.currentContext(), "context");
  private PiecedBytes bytes = new PiecedBytes();

  /** It is whole, or given up: whatever comes still is nobody's. */
  private boolean over;

  private IncomingPost(
      PollExchange exchange, PollingTransport transport, EngineSession session, int maxBytes) {
    this.exchange = exchange;
    this.transport = transport;
    this.session = session;
    this.maxBytes = maxBytes;
  }

  /** Hands the body on to the transport when it is whole. To be called on the request's loop. */
  static void receive(
      PollExchange exchange, PollingTransport transport, EngineSession session, int maxBytes) {
    IncomingPost post = new IncomingPost(exchange, transport, session, maxBytes);
    session.loop().execute(() -> transport.startReceiving(post));
    HttpServerRequest request = exchange.request();
    request.exceptionHandler(_ -> post.aborted());
    request.handler(post::add);
    request.endHandler(_ -> post.complete());
  }

  /** The session is gone, or has no use for this: the rest is not waited for. From any thread. */
  void abandon() {
    context.runOnContext(_ -> {
      if (!over) {
        letGo();
        exchange.refuseAndHangUp(EngineError.BAD_REQUEST.status());
      }
    });
  }

  private void add(Buffer chunk) {
    if (over) {
      return;
    }
    int length = bytes.length() + chunk.length();
    if (length > maxBytes) {
      refuse(413, CloseReason.PAYLOAD_TOO_LARGE);
    } else if (!session.mayKeep(length)) {
      refuse(503, CloseReason.TOO_SLOW);
    } else {
      int before = bytes.capacity();
      bytes.add(chunk);
      session.kept(bytes.capacity() - before);
    }
  }

  private void refuse(int status, CloseReason reason) {
    letGo();
    exchange.refuseAndHangUp(status);
    session.loop().execute(() -> session.fail(reason));
  }

  private void complete() {
    if (!over) {
      over = true;
      String payload = bytes.text();
      session
          .loop()
          .execute(() -> {
            transport.received(exchange, payload);
            session.kept(-bytes.capacity());
          });
    }
  }

  private void aborted() {
    if (!over) {
      letGo();
      session.loop().execute(() -> session.transportClosed(transport, CloseReason.TRANSPORT_ERROR));
    }
  }

  /** Keeps it no more. */
  private void letGo() {
    over = true;
    session.kept(-bytes.capacity());
    bytes = new PiecedBytes();
  }
}
