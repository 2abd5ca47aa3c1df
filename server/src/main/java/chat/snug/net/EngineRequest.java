package chat.snug.net;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
      Function<String, @Nullable String> header) {
    Map<String, List<String>> query = new QueryStringDecoder(uri).parameters();
    return new EngineRequest(
        forwarding.client(peer, header),
        method,
        first(query, "EIO").orElse(""),
        first(query, "transport").orElse(""),
        first(query, "sid"),
        forwarding.host(peer, header),
        Optional.ofNullable(header.apply("origin")),
        webSocketKey(header));
  }

  boolean isUpgrade() {
    return webSocketKey.isPresent();
  }

  private static Optional<String> first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  private static Optional<String> webSocketKey(Function<String, @Nullable String> header) {
    String upgrade = header.apply("upgrade");
    String key = header.apply("sec-websocket-key");
    boolean isUpgrade =
        "websocket".equalsIgnoreCase(upgrade) && "13".equals(header.apply("sec-websocket-version"));
    return isUpgrade && key != null && key.length() == 24 ? Optional.of(key) : Optional.empty();
  }
}
