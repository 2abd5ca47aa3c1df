package chat.snug.net;

import static java.util.Objects.requireNonNull;

import chat.snug.limit.AddressRanges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and for whom the server serves. Immutable.
 *
 * @param host address to bind, {@code 0.0.0.0} for all
 * @param port port to bind; 0 takes a free one
 * @param enginePath path of Engine.IO, with a slash at both ends: {@code /socket.io/}
 * @param origins public addresses of the page, {@code https://chat.example.org}, with a path if it
 *     is served below one; the first is that of share links
 * @param anyOrigin whether pages of every origin may connect; for protocol tests only
 * @param eventLoops number of event loops, 1 or more
 * @param idle how long a connection may stand between two requests; 1 s or more. Longer than a load
 *     balancer keeps its own, or that one asks on a connection that is being closed
 * @param trustedProxies addresses whose {@code X-Forwarded-*} headers count
 * @param tls certificate and key, if the server speaks TLS itself
 */
public record NetOptions(
    String host,
    int port,
    String enginePath,
    List<String> origins,
    boolean anyOrigin,
    int eventLoops,
    Duration idle,
    AddressRanges trustedProxies,
    Optional<Tls> tls) {

  /** PEM files. */
  public record Tls(Path certificate, Path key) {
    /** Checks that both are given. */
    public Tls {
      requireNonNull(certificate, "certificate");
      requireNonNull(key, "key");
    }
  }

  /** Checks ranges. */
  public NetOptions {
    requireNonNull(host, "host");
    requireNonNull(trustedProxies, "trustedProxies");
    requireNonNull(tls, "tls");
    origins = List.copyOf(origins);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
    }
    if (!enginePath.startsWith("/") || !enginePath.endsWith("/")) {
      throw new IllegalArgumentException(
          "engine path: " + enginePath + " (expected: a slash at both ends)");
    }
    if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("http idle: " + idle + " (expected: 1 s or more)");
    }
    if (eventLoops < 1) {
      throw new IllegalArgumentException("event loops: " + eventLoops + " (expected: 1 or more)");
    }
  }

  /** All interfaces, {@code /socket.io/}, one event loop per core. */
  public static NetOptions onPort(int port) {
    return new NetOptions(
        "0.0.0.0",
        port,
        "/socket.io/",
        List.of(),
        false,
        Runtime.getRuntime().availableProcessors(),
        Duration.ofSeconds(15),
        AddressRanges.none(),
        Optional.empty());
  }
}
