package chat.snug.net;

import chat.snug.engineio.OutboundQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the WebSocket connections of one event loop, and flushes each of them once after all
 * that is queued in the loop has run: what met in between leaves in one system call.
 *
 * <p>A message for many receivers is copied to native memory once: receivers come one after the
 * other, so remembering the last message is enough. Confined to the event loop.
 */
final class FrameWriter {
  private final EventLoop loop;
  private final ByteBufAllocator memory;
  private List<ChannelHandlerContext> unflushed = new ArrayList<>();
  private List<ChannelHandlerContext> flushing = new ArrayList<>();
  private OutboundQueue.@Nullable Piece last;
  private @Nullable ByteBuf lastBytes;

  /** A writer to connections whose memory is {@code memory}. */
  FrameWriter(EventLoop loop, ByteBufAllocator memory) {
    this.loop = loop;
    this.memory = memory;
  }

  /** What all WebSocket connections of this writer take their memory from. */
  ByteBufAllocator memory() {
    return memory;
  }

  /** Queues bytes. The caller calls {@link #flushLater} once for all that it writes. */
  void write(ChannelHandlerContext connection, OutboundQueue.Piece piece) {
    connection.write(bytes(connection, piece).retainedDuplicate(), connection.voidPromise());
  }

  /** Puts a connection on the list of those to flush. To be called once until it is flushed. */
  void flushLater(ChannelHandlerContext connection) {
    if (unflushed.isEmpty()) {
      loop.execute(this::flush);
    }
    unflushed.add(connection);
  }

  private ByteBuf bytes(ChannelHandlerContext connection, OutboundQueue.Piece piece) {
    ByteBuf bytes = lastBytes;
    if (bytes == null || !isLast(piece)) {
      forget();
      bytes =
          connection
              .alloc()
              .directBuffer(piece.length())
              .writeBytes(piece.frames(), piece.offset(), piece.length());
      lastBytes = bytes;
      last = piece;
    }
    return bytes;
  }

  private boolean isLast(OutboundQueue.Piece piece) {
    OutboundQueue.Piece before = last;
    return before != null
        && before.frames() == piece.frames()
        && before.offset() == piece.offset()
        && before.length() == piece.length();
  }

  private void flush() {
    forget();
    List<ChannelHandlerContext> due = unflushed;
    unflushed = flushing;
    flushing = due;
    for (ChannelHandlerContext connection : due) {
      ((WebSocketTransport) connection.handler()).flush(connection);
    }
    due.clear();
  }

  private void forget() {
    if (lastBytes != null) {
      lastBytes.release();
      lastBytes = null;
      last = null;
    }
  }
}
