package chat.snug.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** The copy of a picture while it is written. Confined to one thread. */
final class PictureTarget implements Closeable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final CRC32 sum = new CRC32();
  private long written;

  PictureTarget(Path file) throws IOException {
    this.file = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** How many bytes there are so far. */
  long position() {
    return written;
  }

  void write(int one) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put((byte) one);
    sum.update(one);
    written++;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    while (from < offset + length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(buffer.remaining(), offset + length - from);
      buffer.put(bytes, from, part);
      from += part;
    }
    sum.update(bytes, offset, length);
    written += length;
  }

  /** Sums up from here on. */
  void beginSum() {
    sum.reset();
  }

  /** The sum (CRC-32) of what was written since it was begun. */
  int sum() {
    return (int) sum.getValue();
  }

  /** Puts another number, of 32 bits with the lowest first, where one was written before. */
  void rewrite(long position, long number) throws IOException {
    long buffered = position - (written - buffer.position());
    if (buffered >= 0) {
      for (int i = 0; i < 4; i++) {
        buffer.put((int) buffered + i, (byte) (number >> (8 * i)));
      }
      return;
    }
    flush();
    ByteBuffer bytes =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) number).flip();
    while (bytes.hasRemaining()) {
      file.write(bytes, position + bytes.position());
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }
}
