package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a request is answered. Immutable.
 *
 * @param headers beside those that the server sets itself
 */
public record HttpAnswer(int status, Map<String, String> headers, Body body) {
  /** Writes the body of an answer. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes all of it.
     *
     * @throws IOException if the client is gone, or what is to be written cannot be read
     */
    void writeTo(OutputStream output) throws IOException;
  }

  /** What an answer carries. */
  public sealed interface Body {
    /** These bytes. */
    @SuppressWarnings("ArrayRecordComponent") // written once and handed over
    record Bytes(byte[] bytes) implements Body {}

    /** A file; a client may ask for a part of it (RFC 9110, §14). */
    record File(Path path) implements Body {}

    /**
     * Something written while it is sent, by the thread that answers, which must be one that may
     * block: it waits for a client that reads slowly. If the writer fails the connection is cut, so
     * that half of it is never taken for the whole.
     */
    record Stream(Writer writer) implements Body {}
  }

  /** Copies the headers. */
  public HttpAnswer {
    headers = Map.copyOf(headers);
    requireNonNull(body, "body");
  }

  /** Some text of a type, not to be kept by caches. */
  public static HttpAnswer of(int status, String contentType, String text) {
    return new HttpAnswer(
        status,
        Map.of("Content-Type", contentType, "Cache-Control", "no-store"),
        new Body.Bytes(text.getBytes(UTF_8)));
  }

  /** The same with one more header. */
  public HttpAnswer with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(status, more, body);
  }
}
