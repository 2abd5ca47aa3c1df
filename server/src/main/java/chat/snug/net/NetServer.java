package chat.snug.net;

import static java.util.Objects.requireNonNull;

import chat.snug.engineio.EngineSessions;
import chat.snug.limit.ConnectionLimiter;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The port: HTTP, WebSocket and the page, several event loops behind one address. Thread-safe.
 *
 * <p>Life: {@link #create}, {@link #start}, {@link #drain}, {@link #close}.
 */
public final class NetServer {
  private static final int RECEIVE_BUFFER_BYTES = 2048;
  private static final int SEND_BUFFER_BYTES = 128 * 1024;
  private static final int TLS_HANDSHAKE_SECONDS = 5;
  private static final int BACKLOG = 4096;
  private static final String HTTP_ENCODER = "httpEncoder";
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Tokens travel in the query, and some are long. */
  private static final int MAX_URI_BYTES = 16 * 1024;

  private static final int COMPRESSION_THRESHOLD_BYTES = 1024;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final NetOptions options;
  private final Vertx vertx;
  private final List<EventLoop> loops = new ArrayList<>();
  private final IdentityHashMap<EventLoop, FrameWriter> writers = new IdentityHashMap<>();

  /**
   * The memory of all WebSocket connections, in and out. Not pooled: so that it knows to the byte
   * what is in use, a message for many once.
   */
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);

  /** Polling answers that are not written yet. */
  private final LongAdder pollBytes = new LongAdder();

  /** Other answers that are not written yet. */
  private final HttpBytes answers = new HttpBytes();

  private final OriginPolicy policy;
  private final Forwarding forwarding;
  private final StaticFiles files;
  private final LongAdder openRequests = new LongAdder();
  private volatile @Nullable EngineEndpoint endpoint;
  private volatile int port;

  private NetServer(NetOptions options) {
    this.options = options;
    this.policy = new OriginPolicy(options.origins(), options.anyOrigin());
    this.forwarding = new Forwarding(options.trustedProxies(), options.tls().isPresent());
    this.files = new StaticFiles(new PageHeaders(options.origins()), answers);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(options.eventLoops())
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    ((VertxInternal) vertx)
        .nettyEventLoopGroup()
        .forEach(executor -> {
          EventLoop loop = (EventLoop) executor;
          loops.add(loop);
          writers.put(loop, new FrameWriter(loop, memory));
        });
  }

  /** Makes the event loops; nothing is bound yet. */
  public static NetServer create(NetOptions options) {
    return new NetServer(requireNonNull(options, "options"));
  }

  /** The event loops that connections live on; rooms may live there too. */
  public List<ScheduledExecutorService> loops() {
    return List.copyOf(loops);
  }

  /**
   * Binds and serves.
   *
   * @param limiter says who may connect
   * @throws NetException if the port cannot be bound
   */
  public void start(EngineSessions sessions, HttpRoutes routes, ConnectionLimiter limiter) {
    EngineEndpoint engine = new EngineEndpoint(sessions, policy, forwarding, limiter, pollBytes);
    endpoint = engine;
    Future<String> deployed =
        vertx.deployVerticle(
            () -> new Listener(engine, routes, limiter),
            new DeploymentOptions().setInstances(options.eventLoops()));
    await(deployed, "cannot listen on " + options.host() + ":" + options.port());
  }

  /** Bytes that wait in connections to be written, or have come of what is not whole. */
  public long heldBytes() {
    return memory.metric().usedDirectMemory() + pollBytes.sum();
  }

  /** Bytes of other answers over HTTP that their clients have not taken yet. */
  public long answerBytes() {
    return answers.waiting();
  }

  /** The port that is bound, also when a free one was asked for. */
  public int port() {
    return port;
  }

  /**
   * Whether the operating system's own event notification is used (epoll), not the portable one.
   */
  public boolean isNative() {
    return vertx.isNativeTransportEnabled();
  }

  /**
   * About how many requests came whole and have no answer yet, but for polls that are held for
   * their session.
   */
  public long unansweredRequests() {
    EngineEndpoint engine = endpoint;
    return Math.max(0, openRequests.sum() - (engine == null ? 0 : engine.heldRequests()));
  }

  /** The address at the other end of a connection. */
  static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }

  /** Opens no new sessions from now on. */
  public void drain() {
    EngineEndpoint engine = endpoint;
    if (engine != null) {
      engine.drain();
    }
  }

  /** Unbinds, closes every connection and stops the event loops. */
  public void close() {
    await(vertx.close(), "cannot stop");
  }

  private static void await(Future<?> future, String failure) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new NetException(failure + ": " + failed.getCause(), failed);
    } catch (TimeoutException late) {
      throw new NetException(failure + ": not within " + START_LIMIT, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new NetException(failure + ": interrupted", interrupted);
    }
  }

  /** One HTTP server, on one event loop; all of them share the port. */
  private final class Listener extends VerticleBase {
    private final EngineEndpoint engine;
    private final HttpRoutes routes;
    private final ConnectionLimiter limiter;

    Listener(EngineEndpoint engine, HttpRoutes routes, ConnectionLimiter limiter) {
      this.engine = engine;
      this.routes = routes;
      this.limiter = limiter;
    }

    @Override
    public Future<?> start() {
      HttpServer server = vertx.createHttpServer(httpOptions());
      server.connectionHandler(this::connected);
      server.requestHandler(new RequestGate(router(), forwarding, limiter, this::isOfOpenSession));
      server.invalidRequestHandler(Listener::refuseUnreadable);
      return server.listen(address()).onSuccess(bound -> port = bound.actualPort());
    }

    private boolean isOfOpenSession(HttpServerRequest request) {
      return request.uri().startsWith(options.enginePath()) && engine.isOfOpenSession(request);
    }

    /** Several servers that ask for port 0 would each get another one. */
    private SocketAddress address() {
      return options.port() == 0
          ? SocketAddress.sharedRandomPort(1, options.host())
          : SocketAddress.inetSocketAddress(options.port(), options.host());
    }

    private HttpServerOptions httpOptions() {
      HttpServerOptions http =
          new HttpServerOptions()
              .setAcceptBacklog(BACKLOG)
              .setTcpNoDelay(true)
              .setSendBufferSize(SEND_BUFFER_BYTES)
              .setMaxHeaderSize(MAX_HEADER_BYTES)
              .setMaxInitialLineLength(MAX_URI_BYTES)
              .setHttp2ClearTextEnabled(false)
              .setUseAlpn(false)
              .setHandle100ContinueAutomatically(true)
              .setCompressionSupported(true)
              .setCompressionContentSizeThreshold(COMPRESSION_THRESHOLD_BYTES)
              .setPerFrameWebSocketCompressionSupported(false)
              .setPerMessageWebSocketCompressionSupported(false);
      options
          .tls()
          .ifPresent(tls ->
              http.setSsl(true)
                  .setSslHandshakeTimeout(TLS_HANDSHAKE_SECONDS)
                  .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                  .setKeyCertOptions(
                      new PemKeyCertOptions()
                          .setCertPath(tls.certificate().toString())
                          .setKeyPath(tls.key().toString())));
      return http;
    }

    private void connected(HttpConnection connection) {
      Channel channel = ((ConnectionBase) connection).channelHandlerContext().channel();
      String address = NetServer.address(channel);
      boolean counts = !forwarding.isTrusted(address);
      if (counts && !limiter.admitConnection(address)) {
        channel.close();
        return;
      }
      OpenRequests requests = new OpenRequests(openRequests);
      channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(RECEIVE_BUFFER_BYTES));
      channel
          .pipeline()
          .addAfter(
              HTTP_ENCODER,
              "clock",
              new RequestClock(counts ? limiter : null, address, requests, options.idle()));
      channel
          .pipeline()
          .addAfter(
              UpgradeHandler.HTTP_DECODER,
              "upgrade",
              new UpgradeHandler(
                  engine,
                  options.enginePath(),
                  requests,
                  loop -> requireNonNull(writers.get(loop), "writer of the event loop")));
    }

    private Router router() {
      Router router = Router.router(vertx);
      String enginePath = options.enginePath();
      router
          .route(enginePath.substring(0, enginePath.length() - 1) + "*")
          .handler(context -> engine.handle(context.request()));
      add(router, HttpRoutes.Audience.OPERATORS);
      router.route().handler(this::checkHost);
      add(router, HttpRoutes.Audience.PEOPLE);
      router.route().handler(this::serveFile);
      return router;
    }

    private void add(Router router, HttpRoutes.Audience audience) {
      for (HttpRoutes.Route route : routes.routes()) {
        if (route.audience() == audience) {
          router
              .route(HttpMethod.valueOf(route.method()), route.path())
              .handler(context -> answer(context, route));
        }
      }
    }

    /** Any page may read the status: what is unreadable names no origin. */
    private static void refuseUnreadable(HttpServerRequest request) {
      Throwable cause = request.decoderResult().cause();
      int status =
          cause instanceof TooLongHttpLineException
              ? 414
              : cause instanceof TooLongHttpHeaderException ? 431 : 400;
      request
          .response()
          .setStatusCode(status)
          .putHeader("Access-Control-Allow-Origin", "*")
          .putHeader("Connection", "close")
          .end()
          .onComplete(_ -> request.connection().close());
    }

    private void checkHost(RoutingContext context) {
      HttpServerRequest request = context.request();
      Optional<String> host =
          forwarding.host(request.remoteAddress().hostAddress(), request.headers()::getAll);
      if (policy.allowsHost(host)) {
        context.next();
      } else {
        answer(
            context.request(),
            421,
            "This Snug does not know the name it was called by. If the name is right, start it with"
                + " --origin and the address of this page, for example --origin"
                + " https://chat.example.org");
      }
    }

    private void answer(RoutingContext context, HttpRoutes.Route route) {
      boolean blocking = route.mode() == HttpRoutes.Mode.BLOCKING;
      boolean takesBody = blocking && context.request().method() != HttpMethod.GET;
      Exchange exchange = new Exchange(vertx, context, forwarding, answers, takesBody);
      if (blocking) {
        Thread.ofVirtual().name("snug-http").start(() -> route.handler().handle(exchange));
      } else {
        route.handler().handle(exchange);
      }
    }

    private void serveFile(RoutingContext context) {
      HttpServerRequest request = context.request();
      boolean reads =
          request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
      boolean secure =
          forwarding.isSecure(request.remoteAddress().hostAddress(), request.headers()::getAll);
      if (reads && answers.isFull()) {
        request.response().putHeader("Retry-After", "2");
        answer(request, 503, "Too much is under way. Try again.");
      } else if (!reads
          || !(files.serve(request, secure) || files.serveNotFound(request, secure))) {
        answer(request, 404, "There is nothing here.");
      }
    }

    private static void answer(HttpServerRequest request, int status, String text) {
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .putHeader("X-Content-Type-Options", "nosniff")
          .end(text + "\n");
    }
  }
}
