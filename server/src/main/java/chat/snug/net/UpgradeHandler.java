package chat.snug.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands right behind the HTTP decoder and takes WebSocket connections over: an upgrade below the
 * Engine.IO path that passes every check never reaches Vert.x. The 101 is written, all handlers but
 * TLS and our own leave the pipeline, and the connection moves to the event loop of the session
 * that it upgrades. Whatever else comes goes on untouched. Confined to the connection's event loop.
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  /** Vert.x' name for the handler that this one stands behind. */
  static final String HTTP_DECODER = "httpDecoder";

  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final EngineEndpoint endpoint;
  private final String enginePath;
  private final OpenRequests requests;
  private final Function<EventLoop, FrameWriter> writers;

  /** An upgrade that has been accepted and whose end is awaited. */
  private @Nullable EngineRequest accepted;

  /** {@code requests} of the connection before the upgrade. */
  UpgradeHandler(
      EngineEndpoint endpoint,
      String enginePath,
      OpenRequests requests,
      Function<EventLoop, FrameWriter> writers) {
    this.endpoint = endpoint;
    this.enginePath = enginePath;
    this.requests = requests;
    this.writers = writers;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (accepted == null && message instanceof HttpRequest request) {
      accepted = acceptable(context.channel(), request);
    }
    EngineRequest upgrade = accepted;
    if (upgrade == null) {
      context.fireChannelRead(message);
      return;
    }
    boolean last = message instanceof LastHttpContent;
    if (message instanceof HttpContent) {
      ReferenceCountUtil.release(message);
    }
    if (last) {
      takeOver(context, upgrade);
    }
  }

  private @Nullable EngineRequest acceptable(Channel channel, HttpRequest request) {
    boolean asks = request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (!asks || !request.uri().startsWith(enginePath) || request.decoderResult().isFailure()) {
      return null;
    }
    EngineRequest upgrade =
        EngineRequest.of(
            endpoint.forwarding(),
            NetServer.address(channel),
            request.method().name(),
            request.uri(),
            request.headers()::getAll);
    boolean acceptable =
        upgrade.isUpgrade()
            && !requests.isOwing()
            && upgrade.method().equals("GET")
            && upgrade.transport().equals(WebSocketTransport.NAME)
            && endpoint.check(upgrade).isEmpty();
    return acceptable ? upgrade : null;
  }

  private void takeOver(ChannelHandlerContext context, EngineRequest upgrade) {
    Channel channel = context.channel();
    Optional<EngineSession> session = upgrade.sid().flatMap(endpoint.sessions()::find);
    if (upgrade.sid().isPresent() && session.isEmpty()) {
      channel.close();
      return;
    }
    if (session.isEmpty() && !endpoint.admit(upgrade.remoteAddress())) {
      refuse(context);
      return;
    }
    EventLoop home = session.map(found -> (EventLoop) found.loop()).orElseGet(channel::eventLoop);
    EngineRequest.Upgrade asked = upgrade.upgrade().orElseThrow();
    WebSocketTransport transport =
        new WebSocketTransport(
            endpoint.sessions().options().maxPayloadBytes(), asked.textOnly(), writers.apply(home));
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(this, "websocket", transport);
    strip(pipeline, transport);
    Runnable begin =
        () -> {
          ChannelHandlerContext begun = pipeline.context(transport);
          begun.writeAndFlush(answer(asked));
          transport.begin(begun, _ -> attach(upgrade, channel, transport, session));
        };
    if (home == channel.eventLoop()) {
      begin.run();
    } else {
      move(channel, home, begin);
    }
  }

  private static void refuse(ChannelHandlerContext context) {
    String answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: "
            + EngineEndpoint.retryAfterSeconds()
            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    context
        .writeAndFlush(Unpooled.copiedBuffer(answer, ISO_8859_1))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static void move(Channel channel, EventLoop home, Runnable then) {
    channel
        .deregister()
        .addListener(_ ->
            home.register(channel)
                .addListener(registered -> {
                  if (registered.isSuccess()) {
                    then.run();
                  } else {
                    channel.close();
                  }
                }));
  }

  private static ByteBuf answer(EngineRequest.Upgrade asked) {
    String protocol =
        asked.protocol().map(first -> "Sec-WebSocket-Protocol: " + first + "\r\n").orElse("");
    return Unpooled.copiedBuffer(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + acceptValue(asked.key())
            + "\r\n"
            + protocol
            + "\r\n",
        ISO_8859_1);
  }

  private EngineSession attach(
      EngineRequest upgrade,
      Channel channel,
      WebSocketTransport transport,
      Optional<EngineSession> upgrading) {
    if (upgrading.isPresent()) {
      if (!upgrading.get().offerUpgrade(transport)) {
        transport.close(CloseReason.PROTOCOL_ERROR);
      }
      return upgrading.get();
    }
    return endpoint.open(transport, channel.eventLoop(), upgrade.remoteAddress());
  }

  /**
   * Takes out all of Vert.x, and its close listeners, which would keep its objects alive. The
   * decoder goes last: it hands on what it has read beyond the request.
   */
  private static void strip(ChannelPipeline pipeline, WebSocketTransport keep) {
    ChannelHandler decoder = pipeline.get(HTTP_DECODER);
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (handler != keep && handler != decoder && !(handler instanceof SslHandler)) {
        if (handler instanceof VertxHandler<?> vertx && vertx.getConnection() != null) {
          forget(pipeline.channel(), vertx.getConnection());
        }
        pipeline.remove(handler);
      }
    }
    if (decoder != null) {
      pipeline.remove(decoder);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the listener's type is Vert.x' own business
  private static void forget(Channel channel, ConnectionBase connection) {
    if (connection.closeFuture() instanceof GenericFutureListener listener) {
      channel.closeFuture().removeListener(listener);
    }
  }

  /** RFC 6455, §4.2.2. */
  private static String acceptValue(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-1", impossible);
    }
  }
}
