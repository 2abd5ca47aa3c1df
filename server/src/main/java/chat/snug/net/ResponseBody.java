package chat.snug.net;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an answer, sent piece by piece: a piece leaves when the one before it has reached the
 * network, so that one piece at most waits here for a slow client. Written by one thread, which is
 * not an event loop. Closed before it is complete, it cuts the connection.
 */
final class ResponseBody extends OutputStream {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int PATIENCE_SECONDS = 30;

  private final HttpServerResponse response;
  private final Context context;
  private final byte[] piece = new byte[PIECE_BYTES];
  private int length;
  private boolean complete;
  private boolean gone;

  ResponseBody(HttpServerResponse response, Context context) {
    this.response = response;
    this.context = context;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, PIECE_BYTES - length);
      System.arraycopy(bytes, offset + done, piece, length, part);
      length += part;
      done += part;
      if (length == PIECE_BYTES) {
        send();
      }
    }
  }

  /** All has been written. */
  void complete() throws IOException {
    send();
    complete = true;
    context.runOnContext(_ -> {
      if (!response.closed()) {
        response.end();
      }
    });
  }

  /** Whether writing has failed because of the client. */
  boolean isGone() {
    return gone;
  }

  @Override
  public void close() {
    if (!complete) {
      context.runOnContext(_ -> response.reset());
    }
  }

  private void send() throws IOException {
    if (length == 0) {
      return;
    }
    Buffer buffer = Buffer.buffer(length).appendBytes(piece, 0, length);
    length = 0;
    CompletableFuture<Void> written = new CompletableFuture<>();
    context.runOnContext(_ -> {
      if (response.closed()) {
        written.completeExceptionally(new IOException("the client is gone"));
      } else {
        response
            .write(buffer)
            .onSuccess(written::complete)
            .onFailure(written::completeExceptionally);
      }
    });
    gone = true;
    await(written);
    gone = false;
  }

  private static void await(CompletableFuture<Void> written) throws IOException {
    try {
      written.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IOException("the client is gone", failed);
    } catch (TimeoutException late) {
      throw new IOException("the client does not read", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while answering", interrupted);
    }
  }
}
