package chat.snug.net;

import java.io.InputStream;
import java.util.Optional;

/** One HTTP request and its answer, without a type of the HTTP library. */
public interface HttpExchange {
  /** The path of the request, without its query. */
  String path();

  /** A part of the path, by its name in the route, decoded. */
  String parameter(String name);

  /** A parameter of the query, decoded. */
  Optional<String> query(String name);

  /** A header of the request; the first one if there are several. */
  Optional<String> header(String name);

  /** The address that the request came from, as told by trusted proxies. */
  String remoteAddress();

  /**
   * Whether {@link #remoteAddress} is known: nobody stands between, or a proxy of ours that names
   * it.
   */
  boolean isDirect();

  /**
   * The body, read as it comes: it waits in the client and in the network, not here. Only on routes
   * that take one, whose handlers may block.
   */
  InputStream body();

  /** Answers; once. */
  void respond(HttpAnswer answer);
}
