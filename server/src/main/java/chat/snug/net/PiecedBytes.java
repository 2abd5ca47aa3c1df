package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that come bit by bit, kept in pieces: a new piece is as large as all before it, 64 KiB at
 * most. So nothing is copied while it grows, and no array is as large as the whole. Not
 * thread-safe.
 */
final class PiecedBytes {
  private static final int LARGEST_PIECE = 64 * 1024;

  private final List<byte[]> pieces = new ArrayList<>();
  private int capacity;
  private int length;

  /** How many bytes have come. */
  int length() {
    return length;
  }

  /** How many bytes of memory they take. */
  int capacity() {
    return capacity;
  }

  void add(Buffer bytes) {
    int from = 0;
    while (from < bytes.length()) {
      if (length == capacity) {
        grow(bytes.length() - from);
      }
      byte[] piece = pieces.getLast();
      int free = capacity - length;
      int count = Math.min(free, bytes.length() - from);
      bytes.getBytes(from, from + count, piece, piece.length - free);
      from += count;
      length += count;
    }
  }

  /** All of it, as UTF-8. */
  String text() {
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      int count = Math.min(piece.length, length - at);
      System.arraycopy(piece, 0, whole, at, count);
      at += count;
    }
    return new String(whole, UTF_8);
  }

  private void grow(int wanted) {
    byte[] piece = new byte[Math.min(Math.max(wanted, capacity), LARGEST_PIECE)];
    pieces.add(piece);
    capacity += piece.length;
  }
}
