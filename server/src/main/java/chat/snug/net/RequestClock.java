package chat.snug.net;

import chat.snug.limit.ConnectionLimiter;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
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

  /** A mobile network may stand still for some seconds, in the middle of a body. */
  private static final Duration BODY_STALL = Duration.ofSeconds(20);

  private static final Duration BODY_CHECK = Duration.ofSeconds(5);

  /** From then on a body must come at {@link #LEAST_BYTES_PER_SECOND} on average. */
  private static final Duration BODY_GRACE = Duration.ofSeconds(30);

  /** Half of what the slowest links in use, GPRS, bring. */
  private static final int LEAST_BYTES_PER_SECOND = 256;

  /** The operating system takes more only when a good part of its buffer has been taken. */
  private static final Duration ANSWER_STALL = Duration.ofSeconds(60);

  private final @Nullable ConnectionLimiter limiter;
  private final String address;
  private final OpenRequests requests;
  private final Duration idle;
  private boolean halfOpen = true;
  private boolean receiving;
  private boolean counted = true;
  private long bodyBytes;
  private long bodyBegan;
  private long bodyCame;
  private @Nullable ScheduledFuture<?> timer;

  /**
   * {@code limiter} has let the connection in, null if it does not count; {@code idle} is how long
   * the connection may stand between two requests.
   */
  RequestClock(
      @Nullable ConnectionLimiter limiter, String address, OpenRequests requests, Duration idle) {
    this.limiter = limiter;
    this.address = address;
    this.requests = requests;
    this.idle = idle;
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
      bodyBegan = context.executor().ticker().nanoTime();
      bodyCame = bodyBegan;
      receiving = true;
      expectBody(context);
    }
    if (message instanceof ByteBufHolder content && content.content().isReadable()) {
      bodyBytes += content.content().readableBytes();
      bodyCame = context.executor().ticker().nanoTime();
    }
    if (message instanceof LastHttpContent) {
      receiving = false;
      requests.cameWhole();
      if (requests.isOwing()) {
        cancel();
      } else {
        closeAfter(context, idle);
      }
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (!(message instanceof LastHttpContent) || isInterim(message)) {
      super.write(context, message, promise);
      return;
    }
    requests.answered();
    ChannelPromise written = promise.unvoid();
    super.write(context, message, written);
    if (!written.isDone() && !receiving) {
      expectTaking(context);
    }
    written.addListener(result -> {
      if (result.isSuccess()) {
        taken(context);
      }
    });
  }

  /** An answer has been taken to its end. */
  private void taken(ChannelHandlerContext context) {
    if (receiving) {
      // nobody waits for the rest of it
      closeAfter(context, BODY_CHECK);
    } else if (!requests.isOwing()) {
      closeAfter(context, idle);
    }
  }

  /** On a slow link an answer takes longer than a connection may be idle. */
  private void expectTaking(ChannelHandlerContext context) {
    long before = progress(context);
    arm(
        context,
        () -> {
          if (progress(context) == before) {
            context.close();
          } else {
            expectTaking(context);
          }
        },
        ANSWER_STALL);
  }

  private static long progress(ChannelHandlerContext context) {
    ChannelOutboundBuffer pending = context.channel().unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes() * 17 + pending.currentProgress();
  }

  /** {@code 100 Continue} answers nothing. */
  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response && response.status().code() < 200;
  }

  private void expectBody(ChannelHandlerContext context) {
    arm(
        context,
        () -> {
          if (bodyIsLate(context.executor().ticker().nanoTime())) {
            context.close();
          } else {
            expectBody(context);
          }
        },
        BODY_CHECK);
  }

  private boolean bodyIsLate(long now) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(now - bodyBegan);
    return now - bodyCame >= BODY_STALL.toNanos()
        || (seconds >= BODY_GRACE.toSeconds() && bodyBytes < seconds * LEAST_BYTES_PER_SECOND);
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
    requests.forget();
    endHalfOpen();
    if (counted && limiter != null) {
      limiter.connectionEnded(address);
    }
    counted = false;
  }
}
