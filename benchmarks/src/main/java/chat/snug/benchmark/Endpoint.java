package chat.snug.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One TCP connection of a load, on the one thread that turns them all. */
abstract class Endpoint {
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(0);
  private final SocketChannel channel;
  private @Nullable ByteBuffer rest;
  private @Nullable SelectionKey key;

  Endpoint() throws IOException {
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** The connection stands. */
  abstract void opened() throws IOException;

  /** Takes what is complete, and leaves the rest. */
  abstract void received(ByteBuffer bytes) throws IOException;

  /** The server has closed the connection. */
  void closed() throws IOException {
    throw new IOException("the server has closed a connection");
  }

  void connect(Selector selector, String from, int port) throws IOException {
    channel.bind(new InetSocketAddress(from, 0));
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /** Does what the selector says can be done. */
  void turn(SelectionKey selected, ByteBuffer shared) throws IOException {
    if (selected.isConnectable()) {
      channel.finishConnect();
      selected.interestOps(SelectionKey.OP_READ);
      opened();
      return;
    }
    if (selected.isWritable()) {
      flush();
    }
    if (selected.isReadable()) {
      read(shared);
    }
  }

  void write(ByteBuffer bytes) throws IOException {
    boolean connected = key != null && channel.isConnected();
    if (connected && unsent.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unsent.add(bytes);
      if (connected && key != null) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    }
  }

  void flush() throws IOException {
    while (!unsent.isEmpty()) {
      channel.write(unsent.element());
      if (unsent.element().hasRemaining()) {
        return;
      }
      unsent.remove();
    }
    if (key != null) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  void close() throws IOException {
    channel.close();
  }

  private void read(ByteBuffer shared) throws IOException {
    shared.clear();
    if (rest != null) {
      shared.put(rest);
      rest = null;
    }
    if (channel.read(shared) < 0) {
      channel.close();
      closed();
      return;
    }
    shared.flip();
    received(shared);
    if (shared.hasRemaining()) {
      rest = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
    }
  }
}
