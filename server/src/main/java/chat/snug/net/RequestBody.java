package chat.snug.net;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, asked for piece by piece: what is not read yet stays in the network. Made
 * on the request's event loop, read by one other thread.
 */
final class RequestBody extends InputStream {
  private static final int PIECES_AHEAD = 4;
  private static final int PATIENCE_SECONDS = 30;

  private sealed interface Piece {
    record Bytes(Buffer buffer) implements Piece {}

    record End() implements Piece {}

    record Failure(Throwable cause) implements Piece {}
  }

  private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final HttpServerRequest request;
  private final Context context;
  private Buffer current = Buffer.buffer();
  private int position;
  private boolean ended;

  RequestBody(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
    request.pause();
    request.handler(buffer -> pieces.add(new Piece.Bytes(buffer)));
    request.endHandler(_ -> pieces.add(new Piece.End()));
    request.exceptionHandler(cause -> pieces.add(new Piece.Failure(cause)));
    request.fetch(PIECES_AHEAD);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (position == current.length() && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, current.length() - position);
    current.getBytes(position, position + count, into, offset);
    position += count;
    return count;
  }

  private void next() throws IOException {
    Piece piece = take();
    switch (piece) {
      case Piece.Bytes(Buffer buffer) -> {
        current = buffer;
        position = 0;
        context.runOnContext(_ -> request.fetch(1));
      }
      case Piece.End() -> ended = true;
      case Piece.Failure(Throwable cause) -> throw new IOException("the upload was cut", cause);
      case null -> throw new IOException("the upload stands still");
    }
  }

  private @Nullable Piece take() throws IOException {
    try {
      return pieces.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading a request", interrupted);
    }
  }
}
