package chat.snug.net;

import chat.snug.limit.AddressRanges;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, under which name and whether by TLS, when there may be proxies between. What a proxy
 * says ({@code X-Forwarded-For}, {@code -Host}, {@code -Proto}) counts only if it is one of ours:
 * everybody else could say anything. Immutable.
 */
final class Forwarding {
  private final AddressRanges trusted;
  private final boolean tls;

  Forwarding(AddressRanges trusted, boolean tls) {
    this.trusted = trusted;
    this.tls = tls;
  }

  boolean isTrusted(String peer) {
    return trusted.contains(peer);
  }

  /** The address of the last one before our own proxies. */
  String client(String peer, Function<String, @Nullable String> header) {
    String forwarded = header.apply("x-forwarded-for");
    if (forwarded == null || !isTrusted(peer)) {
      return peer;
    }
    List<String> addresses = Arrays.asList(forwarded.split(",", -1));
    Collections.reverse(addresses);
    String nearest = peer;
    for (String address : addresses) {
      Optional<String> literal = AddressRanges.literal(address.strip());
      if (literal.isEmpty()) {
        return nearest;
      }
      nearest = literal.get();
      if (!isTrusted(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  /** The name and port that the client asked for. */
  Optional<String> host(String peer, Function<String, @Nullable String> header) {
    return fromProxy(peer, header, "x-forwarded-host")
        .or(() -> Optional.ofNullable(header.apply("host")));
  }

  /** Whether the client came by TLS. */
  boolean isSecure(String peer, Function<String, @Nullable String> header) {
    return tls || fromProxy(peer, header, "x-forwarded-proto").filter("https"::equals).isPresent();
  }

  private Optional<String> fromProxy(
      String peer, Function<String, @Nullable String> header, String name) {
    return Optional.ofNullable(header.apply(name))
        .filter(_ -> isTrusted(peer))
        .map(value -> value.substring(value.lastIndexOf(',') + 1).strip());
  }
}
