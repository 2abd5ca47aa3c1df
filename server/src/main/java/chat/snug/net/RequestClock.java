package chat.snug.net;

import chat.snug.limit.ConnectionLimiter;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that hold the server up: the first request must have begun soon, a body must
 * go on coming, and who is idle between requests goes. Also gives back what the connection counts
 * for in the limits, when it ends or becomes a WebSocket. Stands before Vert.x' own handler;
 * confined to the connection's event loop.
 */
final class RequestClock extends ChannelDuplexHandler {
  private static final Duration FIRST_HEADERS = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final Duration BODY_CHECK = Duration.ofSeconds(5);
  private static final int LEAST_BODY_BYTES = 5 * 1024;

  private final @Nullable ConnectionLimiter limiter;
  private final String address;
  private boolean halfOpen = true;
  private boolean receiving;
  private boolean counted = true;
  private long bodyBytes;
  private @Nullable ScheduledFuture<?> timer;

  /** {@code limiter} has let the connection in; null if it does not count. */
  RequestClock(@Nullable ConnectionLimiter limiter, String address) {
    this.limiter = limiter;
    this.address = address;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    closeAfter(context, FIRST_HEADERS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    end();
    super.channelInactive(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpRequest) {
      endHalfOpen();
      bodyBytes = 0;
      receiving = true;
      expectBody(context);
    }
    if (message instanceof ByteBufHolder content) {
      bodyBytes += content.content().readableBytes();
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
      cancel();
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof LastHttpContent && !receiving) {
      closeAfter(context, IDLE);
    }
    super.write(context, message, promise);
  }

  private void expectBody(ChannelHandlerContext context) {
    arm(
        context,
        () -> {
          if (bodyBytes < LEAST_BODY_BYTES) {
            context.close();
          } else {
            bodyBytes = 0;
            expectBody(context);
          }
        },
        BODY_CHECK);
  }

  private void closeAfter(ChannelHandlerContext context, Duration time) {
    arm(context, () -> context.close(), time);
  }

  private void arm(ChannelHandlerContext context, Runnable task, Duration time) {
    cancel();
    timer = context.executor().schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void endHalfOpen() {
    if (halfOpen && limiter != null) {
      limiter.halfOpenEnded(address);
    }
    halfOpen = false;
  }

  private void end() {
    cancel();
    endHalfOpen();
    if (counted && limiter != null) {
      limiter.connectionEnded(address);
    }
    counted = false;
  }
}
