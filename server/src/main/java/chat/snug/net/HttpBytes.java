package chat.snug.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes of answers over HTTP that their clients have not taken yet. Not in the total of what is
 * held for connections: who does not read the page keeps nobody out of a room. Thread-safe.
 */
final class HttpBytes {
  private static final long LEAST_MAX_BYTES = 32 * 1024 * 1024;

  private final long maxBytes = Math.max(LEAST_MAX_BYTES, Runtime.getRuntime().maxMemory() / 8);
  private final LongAdder waiting = new LongAdder();

  /** Ends an answer with these bytes; they count until they have left. */
  void end(HttpServerResponse response, byte[] body) {
    waiting.add(body.length);
    response.end(Buffer.buffer(body)).onComplete(_ -> waiting.add(-body.length));
  }

  /** Whether nothing large is to be sent now. */
  boolean isFull() {
    return waiting() > maxBytes;
  }

  long waiting() {
    return waiting.sum();
  }
}
