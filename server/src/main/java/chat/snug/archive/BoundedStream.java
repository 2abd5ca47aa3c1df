package chat.snug.archive;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Refuses to take more than so many bytes. */
final class BoundedStream extends FilterOutputStream {
  private final long maxBytes;
  private long count;

  BoundedStream(OutputStream output, long maxBytes) {
    super(output);
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(int one) throws IOException {
    take(1);
    out.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    take(length);
    out.write(bytes, offset, length);
  }

  private void take(int length) {
    count += length;
    if (count > maxBytes) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "A file of this room is larger than the %s MiB that there may be here."
              .formatted(maxBytes / 1024 / 1024));
    }
  }
}
