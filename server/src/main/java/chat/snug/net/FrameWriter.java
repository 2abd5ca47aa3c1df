package chat.snug.net;

import chat.snug.engineio.EncodedMessage;
import io.netty.buffer.ByteBuf;
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
  private List<ChannelHandlerContext> unflushed = new ArrayList<>();
  private List<ChannelHandlerContext> flushing = new ArrayList<>();
  private @Nullable EncodedMessage lastMessage;
  private @Nullable ByteBuf lastBytes;

  FrameWriter(EventLoop loop) {
    this.loop = loop;
  }

  /** Queues a message. The caller calls {@link #flushLater} once for all that it writes. */
  void write(ChannelHandlerContext connection, EncodedMessage message) {
    connection.write(bytes(connection, message).retainedDuplicate(), connection.voidPromise());
  }

  /** Puts a connection on the list of those to flush. To be called once until it is flushed. */
  void flushLater(ChannelHandlerContext connection) {
    if (unflushed.isEmpty()) {
      loop.execute(this::flush);
    }
    unflushed.add(connection);
  }

  private ByteBuf bytes(ChannelHandlerContext connection, EncodedMessage message) {
    ByteBuf bytes = lastBytes;
    if (bytes == null || lastMessage != message) {
      forget();
      byte[] frames = message.frames();
      bytes = connection.alloc().directBuffer(frames.length).writeBytes(frames);
      lastBytes = bytes;
      lastMessage = message;
    }
    return bytes;
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
      lastMessage = null;
    }
  }
}
