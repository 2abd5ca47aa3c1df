package chat.snug.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One connection of a load: brings itself into its room and tells what it hears. */
final class Client {
  /** What a client tells of. */
  interface Listener {
    void joined(Client client);

    /** A message stands in the buffer, its mark at this place. */
    void heard(Client client, ByteBuffer buffer, int mark);
  }

  private enum Stage {
    HANDSHAKE,
    ENGINE,
    NAMESPACE,
    JOINING,
    READY
  }

  final int id;
  final int room;

  /** Its number among the senders of its room, or -1. */
  final int sender;

  /** The last number heard of each sender of the room. */
  final long[] last;

  long sent;

  private final SocketChannel channel;
  private final byte[] join;
  private final byte[] joined;
  private final Listener listener;
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(0);
  private @Nullable ByteBuffer rest;
  private @Nullable SelectionKey key;
  private Stage stage = Stage.HANDSHAKE;
  private int hint;

  Client(
      int id,
      int room,
      int sender,
      int senders,
      SocketChannel channel,
      String join,
      String joined,
      Listener listener) {
    this.id = id;
    this.room = room;
    this.sender = sender;
    this.last = new long[senders];
    this.channel = channel;
    this.join = Mark.bytes(join);
    this.joined = Mark.bytes(joined);
    this.listener = listener;
  }

  void connected(SelectionKey selectionKey, int port) throws IOException {
    key = selectionKey;
    channel.finishConnect();
    selectionKey.interestOps(SelectionKey.OP_READ);
    write(ByteBuffer.wrap(Frames.handshake(port)));
  }

  void send(byte[] text) throws IOException {
    write(ByteBuffer.wrap(Frames.text(text)));
  }

  void flush() throws IOException {
    while (!unsent.isEmpty()) {
      channel.write(unsent.peek());
      if (unsent.peek().hasRemaining()) {
        return;
      }
      unsent.poll();
    }
    if (key != null) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /** Reads what there is into the buffer that all clients share, and takes whole frames of it. */
  void read(ByteBuffer shared) throws IOException {
    shared.clear();
    if (rest != null) {
      shared.put(rest);
      rest = null;
    }
    if (channel.read(shared) < 0) {
      throw new IOException("the server has closed connection " + id);
    }
    shared.flip();
    if (stage == Stage.HANDSHAKE && !skipHead(shared)) {
      keep(shared);
      return;
    }
    while (frame(shared)) {
      // the next one
    }
    keep(shared);
  }

  private boolean skipHead(ByteBuffer buffer) throws IOException {
    for (int i = buffer.position(); i + 4 <= buffer.limit(); i++) {
      if (buffer.getInt(i) == 0x0D0A0D0A) {
        if (buffer.get(9) != '1') {
          throw new IOException("the server refuses the handshake");
        }
        buffer.position(i + 4);
        stage = Stage.ENGINE;
        return true;
      }
    }
    return false;
  }

  private boolean frame(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    if (buffer.remaining() < 2) {
      return false;
    }
    long length = buffer.get(start + 1) & 0x7F;
    int head = 2;
    if (length == 126) {
      if (buffer.remaining() < 4) {
        return false;
      }
      length = buffer.getShort(start + 2) & 0xFFFF;
      head = 4;
    } else if (length == 127) {
      if (buffer.remaining() < 10) {
        return false;
      }
      length = buffer.getLong(start + 2);
      head = 10;
    }
    if (buffer.remaining() < head + length) {
      return false;
    }
    int end = (int) (start + head + length);
    take(buffer, start + head, end);
    buffer.position(end);
    return true;
  }

  private void take(ByteBuffer buffer, int from, int to) throws IOException {
    if (stage == Stage.READY) {
      int mark = to - from > Mark.LENGTH ? Mark.find(buffer, from, to, hint) : -1;
      if (mark >= 0) {
        hint = mark - from;
        listener.heard(this, buffer, mark);
        return;
      }
    } else if (begins(buffer, from, to, joined)) {
      stage = Stage.READY;
      listener.joined(this);
      return;
    }
    if (to - from == 1 && buffer.get(from) == '2') {
      send(new byte[] {'3'});
    } else if (stage == Stage.ENGINE && buffer.get(from) == '0') {
      stage = Stage.NAMESPACE;
      send(new byte[] {'4', '0'});
    } else if (stage == Stage.NAMESPACE && buffer.get(from) == '4' && buffer.get(from + 1) == '0') {
      stage = Stage.JOINING;
      send(join);
    }
  }

  private static boolean begins(ByteBuffer buffer, int from, int to, byte[] beginning) {
    if (to - from < beginning.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if (buffer.get(from + i) != beginning[i]) {
        return false;
      }
    }
    return true;
  }

  private void keep(ByteBuffer buffer) {
    if (buffer.hasRemaining()) {
      rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (unsent.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unsent.add(bytes);
      if (key != null) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    }
  }
}
