package chat.snug.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of a picture, from the first to the last. Confined to one thread. */
final class PictureSource implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream input;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int end;

  PictureSource(Path file) throws IOException {
    this.input = Files.newInputStream(file);
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    return next < end || fill() ? buffer[next++] & 0xFF : -1;
  }

  /** So many bytes; fewer at the end. */
  byte[] take(int count) throws IOException {
    byte[] taken = new byte[count];
    int length = 0;
    while (length < count && (next < end || fill())) {
      int part = Math.min(count - length, end - next);
      System.arraycopy(buffer, next, taken, length, part);
      next += part;
      length += part;
    }
    return length == count ? taken : Arrays.copyOf(taken, length);
  }

  /** So many bytes go on to the copy; fewer at the end. */
  void copy(long count, PictureTarget target) throws IOException {
    long left = count;
    while (left > 0 && (next < end || fill())) {
      int part = (int) Math.min(left, end - next);
      target.write(buffer, next, part);
      next += part;
      left -= part;
    }
  }

  /** So many bytes stay behind. */
  void skip(long count) throws IOException {
    long left = count;
    while (left > 0 && (next < end || fill())) {
      int part = (int) Math.min(left, end - next);
      next += part;
      left -= part;
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, input.read(buffer));
    return end > 0;
  }
}
