package chat.snug.limit;

import static java.util.Objects.requireNonNull;

/**
 * Bounds on connections, before anything is asked. Addresses count as {@link AddressPrefix} says.
 * Immutable.
 *
 * @param maxSessions Engine.IO sessions of the server; by default one for each 60 KB of heap
 * @param maxSessionsPerAddress sessions of one address; default 500: a school behind one address is
 *     normal
 * @param maxHalfOpenPerAddress TCP connections of one address that have not yet sent a whole
 *     request; default 50
 * @param maxConnectionsPerAddress TCP connections of one address that speak HTTP; default 1,000
 * @param addressHandshakes new sessions of one address; default 20/s, 100 at once
 * @param handshakes new sessions of the server; default 300/s, 600 at once
 * @param addressRequests HTTP requests of one address, but those of a session that is open; default
 *     200/s, 4,000 at once: a school that opens the page at once asks for all its parts
 */
public record ConnectionLimits(
    int maxSessions,
    int maxSessionsPerAddress,
    int maxHalfOpenPerAddress,
    int maxConnectionsPerAddress,
    Rate addressHandshakes,
    Rate handshakes,
    Rate addressRequests) {
  private static final long HEAP_PER_SESSION = 60_000;

  /** Checks that all are positive. */
  public ConnectionLimits {
    requireNonNull(addressHandshakes, "addressHandshakes");
    requireNonNull(handshakes, "handshakes");
    requireNonNull(addressRequests, "addressRequests");
    if (Math.min(
            Math.min(maxSessions, maxSessionsPerAddress),
            Math.min(maxHalfOpenPerAddress, maxConnectionsPerAddress))
        < 1) {
      throw new IllegalArgumentException("connection limits: less than 1");
    }
  }

  /** The defaults of the product. */
  public static ConnectionLimits defaults() {
    long sessions = Runtime.getRuntime().maxMemory() / HEAP_PER_SESSION;
    return new ConnectionLimits(
        Math.clamp(sessions, 100, 1_000_000),
        500,
        50,
        1_000,
        Rate.perSecond(20, 100),
        Rate.perSecond(300, 600),
        Rate.perSecond(200, 4_000));
  }
}
