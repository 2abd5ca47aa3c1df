package chat.snug.net;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.EngineSessions;
import chat.snug.engineio.Transport;
import chat.snug.limit.ConnectionLimiter;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Engine.IO over HTTP: checks every request, and serves those of the polling transport.
 * Thread-safe.
 */
final class EngineEndpoint {
  private final EngineSessions sessions;
  private static final int RETRY_MIN_SECONDS = 2;
  private static final int RETRY_MAX_SECONDS = 10;

  private final OriginPolicy policy;
  private final Forwarding forwarding;
  private final ConnectionLimiter limiter;
  private final LongAdder pollBytes;
  private volatile boolean draining;

  EngineEndpoint(
      EngineSessions sessions,
      OriginPolicy policy,
      Forwarding forwarding,
      ConnectionLimiter limiter,
      LongAdder pollBytes) {
    this.pollBytes = pollBytes;
    this.sessions = sessions;
    this.policy = policy;
    this.forwarding = forwarding;
    this.limiter = limiter;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  /** Whether one more session of this address may be opened now. */
  boolean admit(String address) {
    return !draining && limiter.admitSession(address, sessions.count());
  }

  /** Opens a session that has been admitted. */
  EngineSession open(Transport transport, EventLoop loop, String address) {
    return sessions.open(transport, loop, address, () -> limiter.sessionEnded(address));
  }

  /** When those who are not let in may ask again, in s: not all at once. */
  static int retryAfterSeconds() {
    return ThreadLocalRandom.current().nextInt(RETRY_MIN_SECONDS, RETRY_MAX_SECONDS + 1);
  }

  EngineSessions sessions() {
    return sessions;
  }

  /** Requests whose answers wait for something to say, or for room for more of what they bring. */
  long heldRequests() {
    return sessions.all().stream()
        .mapToLong(session ->
            session.transport() instanceof PollingTransport polling ? polling.heldRequests() : 0)
        .sum();
  }

  /** From now on no session is opened; those that are there go on. */
  void drain() {
    draining = true;
  }

  /** Whether a request names a session that is open. */
  boolean isOfOpenSession(HttpServerRequest request) {
    String sid = QueryString.parse(request.uri()).get("sid");
    return sid != null && sessions.find(sid).isPresent();
  }

  /** Checks in the order of the reference implementation; empty if there is nothing to refuse. */
  Optional<EngineError> check(EngineRequest request) {
    boolean webSocket = request.transport().equals(WebSocketTransport.NAME);
    if (!webSocket && !request.transport().equals(PollingTransport.NAME)) {
      return Optional.of(EngineError.UNKNOWN_TRANSPORT);
    }
    if (!policy.allowsHost(request.host())
        || !policy.allowsOrigin(request.origin(), request.host())) {
      return Optional.of(EngineError.FORBIDDEN);
    }
    return request.sid().isPresent()
        ? checkSession(request, request.sid().get())
        : checkHandshake(request, webSocket);
  }

  /** Serves a request that is not an upgrade. */
  void handle(HttpServerRequest request) {
    PollExchange exchange = new PollExchange(request, policy);
    if (request.method().equals(HttpMethod.OPTIONS)) {
      exchange.answerPreflight();
      return;
    }
    EngineRequest engineRequest =
        EngineRequest.of(
            forwarding,
            request.remoteAddress().hostAddress(),
            request.method().name(),
            request.uri(),
            request.headers()::getAll);
    Optional<EngineError> error = check(engineRequest);
    if (error.isPresent()) {
      exchange.refuse(error.get());
    } else if (engineRequest.isUpgrade()) {
      exchange.refuse(EngineError.BAD_REQUEST);
    } else if (engineRequest.sid().isPresent()) {
      continueSession(exchange, engineRequest.sid().get());
    } else if (admit(engineRequest.remoteAddress())) {
      openSession(exchange, engineRequest.remoteAddress());
    } else {
      exchange.refuseAndHangUp(503);
    }
  }

  private Optional<EngineError> checkSession(EngineRequest request, String sid) {
    Optional<EngineSession> session = sessions.find(sid);
    if (session.isEmpty()) {
      return Optional.of(EngineError.UNKNOWN_SESSION);
    }
    boolean mismatch =
        !request.isUpgrade()
            && (!request.transport().equals(PollingTransport.NAME)
                || !(session.get().transport() instanceof PollingTransport));
    return mismatch ? Optional.of(EngineError.BAD_REQUEST) : Optional.empty();
  }

  private static Optional<EngineError> checkHandshake(EngineRequest request, boolean webSocket) {
    if (!request.method().equals("GET")) {
      return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
    }
    if (webSocket != request.isUpgrade()) {
      return Optional.of(EngineError.BAD_REQUEST);
    }
    return request.version().equals("4")
        ? Optional.empty()
        : Optional.of(EngineError.UNSUPPORTED_VERSION);
  }

  private void openSession(PollExchange exchange, String address) {
    EventLoop loop = ContextInternal.current().nettyEventLoop();
    PollingTransport transport = new PollingTransport(sessions.options().maxPollBytes(), pollBytes);
    EngineSession session = open(transport, loop, address);
    transport.attach(session);
    hold(exchange, transport, session);
  }

  private void continueSession(PollExchange exchange, String sid) {
    Optional<EngineSession> found = sessions.find(sid);
    if (found.isEmpty() || !(found.get().transport() instanceof PollingTransport transport)) {
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    HttpMethod method = exchange.request().method();
    if (method.equals(HttpMethod.GET)) {
      hold(exchange, transport, found.get());
    } else if (method.equals(HttpMethod.POST)) {
      receive(exchange, transport, found.get());
    } else {
      exchange.refuse(EngineError.BAD_REQUEST);
    }
  }

  private static void hold(
      PollExchange exchange, PollingTransport transport, EngineSession session) {
    exchange
        .request()
        .response()
        .closeHandler(_ -> session.loop().execute(() -> transport.pollAborted(exchange)));
    session.loop().execute(() -> transport.poll(exchange));
  }

  private void receive(PollExchange exchange, PollingTransport transport, EngineSession session) {
    HttpServerRequest request = exchange.request();
    String contentType = request.getHeader("Content-Type");
    if (contentType != null && contentType.startsWith("application/octet-stream")) {
      session.loop().execute(() -> session.fail(CloseReason.PROTOCOL_ERROR));
      exchange.refuse(EngineError.BAD_REQUEST);
      return;
    }
    IncomingPost.receive(exchange, transport, session, sessions.options().maxBodyBytes());
  }
}
