package chat.snug.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/** Tells how much is read, before it is handed on: what is told may refuse. */
final class MeteredStream extends FilterInputStream {
  private final IntConsumer meter;

  MeteredStream(InputStream body, IntConsumer meter) {
    super(body);
    this.meter = meter;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      meter.accept(1);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count > 0) {
      meter.accept(count);
    }
    return count;
  }
}
