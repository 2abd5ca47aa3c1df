package chat.snug.net;

import static java.util.concurrent.TimeUnit.SECONDS;

import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EncodedMessage;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.OutboundQueue;
import chat.snug.engineio.Transport;
import chat.snug.limit.Rate;
import chat.snug.limit.TokenBucket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has been taken over: frames in, frames out, and nothing of HTTP left. The last
 * handler of its pipeline. Confined to the session's event loop, which is the connection's own.
 */
final class WebSocketTransport extends ChannelInboundHandlerAdapter
    implements Transport, FrameDecoder.Listener {
  static final String NAME = "websocket";

  /** RFC 6455 pings of a client; its own heartbeat is a packet. */
  private static final Rate PINGS = Rate.perSecond(10, 20);

  /** A peer that does not take the close frame in this time is not waited for. */
  private static final int CLOSE_SECONDS = 5;

  /** What is handed to the connection at once; a larger message goes piece by piece. */
  private static final int PIECE_BYTES = 128 * 1024;

  private final FrameDecoder decoder;
  private final FrameWriter writer;
  private final boolean textOnly;
  private @Nullable ChannelHandlerContext context;
  private @Nullable EngineSession session;

  /** Bytes of a frame that is not complete, or that came before {@link #begin}. */
  private @Nullable ByteBuf rest;

  private final TokenBucket pings;

  /** The size of {@code rest}, for other threads. */
  private volatile int restBytes;

  /** Bytes of fragments that the session was told of. */
  private int fragmentBytes;

  private long taken;
  private boolean flushDue;
  private boolean closed;

  /** {@code textOnly}: the client takes no bytes. */
  WebSocketTransport(int maxMessageBytes, boolean textOnly, FrameWriter writer) {
    this.decoder = new FrameDecoder(maxMessageBytes);
    this.textOnly = textOnly;
    this.writer = writer;
    this.pings = new TokenBucket(PINGS, System.nanoTime());
  }

  /** Starts to read, after the 101 has been written and the connection is on its event loop. */
  void begin(ChannelHandlerContext context, Function<WebSocketTransport, EngineSession> attach) {
    this.context = context;
    context.channel().config().setAllocator(writer.memory());
    EngineSession attached = attach.apply(this);
    session = attached;
    ByteBuf early = rest;
    rest = null;
    if (early != null) {
      channelRead(context, early);
    }
    if (!context.channel().isActive()) {
      channelInactive(context);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isWritable() {
    return context != null && !closed && context.channel().isWritable();
  }

  @Override
  public void drain(OutboundQueue queue) {
    ChannelHandlerContext connection = context;
    while (connection != null && isWritable()) {
      OutboundQueue.Piece piece = textOnly ? next(queue) : queue.pollPiece(PIECE_BYTES);
      if (piece == null) {
        return;
      }
      write(connection, piece);
    }
  }

  @Override
  public boolean take(EncodedMessage message) {
    ChannelHandlerContext connection = context;
    if (connection == null || message.byteCount() > PIECE_BYTES || !isWritable()) {
      return false;
    }
    write(connection, OutboundQueue.Piece.of(textOnly ? message.withoutBytes() : message));
    return true;
  }

  @Override
  public long progress() {
    ChannelOutboundBuffer pending =
        context == null ? null : context.channel().unsafe().outboundBuffer();
    return pending == null
        ? taken
        : taken * 31 + pending.totalPendingWriteBytes() * 17 + pending.currentProgress();
  }

  @Override
  public int heldBytes() {
    ChannelOutboundBuffer pending =
        context == null ? null : context.channel().unsafe().outboundBuffer();
    int sent = pending == null ? 0 : (int) pending.totalPendingWriteBytes();
    return sent + restBytes;
  }

  @Override
  public void setReading(boolean on) {
    if (context != null) {
      context.channel().config().setAutoRead(on);
    }
  }

  @Override
  public void close(CloseReason reason) {
    sendClose(reason.webSocketCode());
  }

  @Override
  public void cut(CloseReason reason) {
    if (context != null && reason == CloseReason.TOO_SLOW && heldBytes() > 0) {
      hangUp(context);
    } else {
      end(reason.webSocketCode());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object received) {
    ByteBuf bytes = joinRest(connection, (ByteBuf) received);
    if (session == null) {
      rest = bytes;
      return;
    }
    try {
      decoder.decode(bytes, this);
    } catch (FrameDecoder.FrameException broken) {
      bytes.skipBytes(bytes.readableBytes());
      fail(broken.reason());
    }
    keepRest(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    closed = true;
    if (rest != null) {
      rest.release();
      rest = null;
    }
    keepFragments(0);
    if (session != null) {
      session.transportClosed(this, CloseReason.TRANSPORT_CLOSED);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext connection) {
    if (session != null && isWritable() && session.transport() == this) {
      session.transportWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
    fail(CloseReason.TRANSPORT_ERROR);
    connection.close();
  }

  @Override
  public void text(String text) {
    if (session != null && !closed) {
      session.receiveText(this, text);
    }
  }

  @Override
  public void binary(byte[] bytes) {
    if (session != null && !closed) {
      session.receiveBinary(this, bytes);
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (context == null || closed) {
      return;
    }
    if (pings.tryTake(System.nanoTime()) > 0) {
      fail(CloseReason.TOO_MANY_PINGS);
    } else {
      context.write(frame(0x8A, payload), context.voidPromise());
      flushLater(context);
    }
  }

  @Override
  public void pong() {}

  @Override
  public void close(int code) {
    end(code);
  }

  /** Who takes nothing does not take a close frame either, and what waits is to be let go. */
  private void end(int code) {
    if (context != null) {
      context.flush();
      if (isWritable()) {
        sendClose(code);
      } else {
        hangUp(context);
      }
    }
  }

  private void hangUp(ChannelHandlerContext connection) {
    closed = true;
    connection.close();
  }

  private void sendClose(int code) {
    if (closed || context == null) {
      return;
    }
    closed = true;
    boolean without = code == 1005;
    byte[] payload = without ? new byte[0] : new byte[] {(byte) (code >>> 8), (byte) code};
    Channel channel = context.channel();
    channel.config().setAutoRead(true);
    var hangUp = channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS, SECONDS);
    channel.closeFuture().addListener(_ -> hangUp.cancel(false));
    context.writeAndFlush(frame(0x88, payload)).addListener(ChannelFutureListener.CLOSE);
  }

  void flush(ChannelHandlerContext connection) {
    flushDue = false;
    connection.flush();
  }

  private void fail(CloseReason reason) {
    EngineSession attached = session;
    if (attached != null) {
      attached.transportClosed(this, reason);
    }
    close(reason);
  }

  /** Bytes are written otherwise for who takes none, so that a message goes as a whole. */
  private static OutboundQueue.@Nullable Piece next(OutboundQueue queue) {
    EncodedMessage message = queue.poll();
    return message == null ? null : OutboundQueue.Piece.of(message.withoutBytes());
  }

  private void write(ChannelHandlerContext connection, OutboundQueue.Piece piece) {
    taken++;
    writer.write(connection, piece);
    flushLater(connection);
  }

  private void flushLater(ChannelHandlerContext connection) {
    if (!flushDue) {
      flushDue = true;
      writer.flushLater(connection);
    }
  }

  private ByteBuf joinRest(ChannelHandlerContext connection, ByteBuf bytes) {
    ByteBuf before = rest;
    if (before == null) {
      return bytes;
    }
    rest = null;
    ByteBuf joined =
        before.writableBytes() >= bytes.readableBytes()
            ? before
            : connection
                .alloc()
                .buffer(before.readableBytes() + Math.max(bytes.readableBytes(), 1024))
                .writeBytes(before);
    joined.writeBytes(bytes);
    bytes.release();
    if (joined != before) {
      before.release();
    }
    return joined;
  }

  private void keepRest(ByteBuf bytes) {
    if (bytes.isReadable() && !closed) {
      rest = bytes;
      restBytes = bytes.capacity();
    } else {
      bytes.release();
      restBytes = 0;
    }
    keepFragments(closed ? 0 : decoder.fragmentBytes());
  }

  /** The rest counts as native memory; fragments are the session's. */
  private void keepFragments(int bytes) {
    EngineSession attached = session;
    if (attached != null && (bytes != fragmentBytes || restBytes > 0)) {
      int more = bytes - fragmentBytes;
      fragmentBytes = bytes;
      attached.kept(more);
    }
  }

  private static ByteBuf frame(int firstByte, byte[] payload) {
    return Unpooled.buffer(2 + payload.length)
        .writeByte(firstByte)
        .writeByte(payload.length)
        .writeBytes(payload);
  }
}
