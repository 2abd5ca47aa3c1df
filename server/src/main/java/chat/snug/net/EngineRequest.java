package chat.snug.net;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What Engine.IO reads from an HTTP request (Engine.IO 4, §Request path, §Query parameters).
 * Immutable.
 *
 * @param remoteAddress who asks, behind our proxies
 * @param version the query's {@code EIO}, empty if absent
 * @param transport the query's {@code transport}, empty if absent
 * @param sid the query's session id
 * @param webSocketKey present if the request asks for an upgrade to WebSocket as RFC 6455, §4.1
 *     wants
 */
record EngineRequest(
    String remoteAddress,
    String method,
    String version,
    String transport,
    Optional<String> sid,
    Optional<String> host,
    Optional<String> origin,
    Optional<String> webSocketKey) {

  static EngineRequest of(
      Forwarding forwarding,
      String peer,
      String method,
      String uri,
      Function<String, List<String>> headers) {
    Map<String, List<String>> query = new QueryStringDecoder(uri).parameters();
    return new EngineRequest(
        forwarding.client(peer, headers),
        method,
        first(query, "EIO").orElse(""),
        first(query, "transport").orElse(""),
        first(query, "sid"),
        forwarding.host(peer, headers),
        first(headers, "origin"),
        webSocketKey(headers));
  }

  boolean isUpgrade() {
    return webSocketKey.isPresent();
  }

  private static Optional<String> first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  private static Optional<String> first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst();
  }

  private static Optional<String> webSocketKey(Function<String, List<String>> headers) {
    boolean isUpgrade =
        first(headers, "upgrade").filter("websocket"::equalsIgnoreCase).isPresent()
            && first(headers, "sec-websocket-version").filter("13"::equals).isPresent();
    return first(headers, "sec-websocket-key").filter(key -> isUpgrade && key.length() == 24);
  }
}
