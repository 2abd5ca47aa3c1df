package chat.snug.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What Engine.IO reads from an HTTP request (Engine.IO 4, §Request path, §Query parameters).
 * Immutable.
 *
 * @param remoteAddress who asks, behind our proxies
 * @param version the query's {@code EIO}, empty if absent
 * @param transport the query's {@code transport}, empty if absent
 * @param sid the query's session id
 * @param upgrade present if the request asks for an upgrade to WebSocket as RFC 6455, §4.1 wants
 */
record EngineRequest(
    String remoteAddress,
    String method,
    String version,
    String transport,
    Optional<String> sid,
    Optional<String> host,
    Optional<String> origin,
    Optional<Upgrade> upgrade) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");

  /**
   * What a client says of the WebSocket that it asks for.
   *
   * @param protocol the first of the subprotocols that it offers: some clients fail if none is
   *     taken
   * @param textOnly whether it wants bytes as text, the query's {@code b64}
   */
  record Upgrade(String key, Optional<String> protocol, boolean textOnly) {}

  static EngineRequest of(
      Forwarding forwarding,
      String peer,
      String method,
      String uri,
      Function<String, List<String>> headers) {
    Map<String, String> query = QueryString.parse(uri);
    return new EngineRequest(
        forwarding.client(peer, headers),
        method,
        query.getOrDefault("EIO", ""),
        query.getOrDefault("transport", ""),
        Optional.ofNullable(query.get("sid")).filter(sid -> !sid.isEmpty()),
        forwarding.host(peer, headers),
        first(headers, "origin"),
        upgrade(headers, !query.getOrDefault("b64", "").isEmpty()));
  }

  boolean isUpgrade() {
    return upgrade.isPresent();
  }

  private static Optional<String> first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst();
  }

  private static Optional<Upgrade> upgrade(
      Function<String, List<String>> headers, boolean textOnly) {
    boolean asks =
        first(headers, "upgrade").filter("websocket"::equalsIgnoreCase).isPresent()
            && first(headers, "sec-websocket-version").filter("13"::equals).isPresent();
    return first(headers, "sec-websocket-key")
        .filter(key -> asks && key.length() == 24)
        .map(key -> new Upgrade(key, protocol(headers), textOnly));
  }

  private static Optional<String> protocol(Function<String, List<String>> headers) {
    return first(headers, "sec-websocket-protocol")
        .map(offered -> offered.split(",", 2)[0].strip())
        .filter(first -> TOKEN.matcher(first).matches());
  }
}
