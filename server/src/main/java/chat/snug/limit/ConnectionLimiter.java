package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Says which connections may come in. What it has let in is to be given back when it ends.
 * Thread-safe; never blocks.
 */
public final class ConnectionLimiter {
  private final ConnectionLimits limits;
  private final AddressRanges exempt;
  private final LongSupplier nanoTime;
  private final RateLimiter<AddressPrefix> addressHandshakes;
  private final TokenBucket handshakes;
  private final RateLimiter<AddressPrefix> requests;
  private final Counts sessions = new Counts();
  private final Counts halfOpen = new Counts();
  private final Counts connections = new Counts();

  /**
   * Nobody is in.
   *
   * @param nanoTime a clock that never goes back, in ns
   */
  public ConnectionLimiter(Limits limits, LongSupplier nanoTime) {
    this.limits = requireNonNull(limits, "limits").connections();
    this.exempt = limits.exemptAddresses();
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.addressHandshakes = new RateLimiter<>(this.limits.addressHandshakes(), nanoTime);
    this.requests = new RateLimiter<>(this.limits.addressRequests(), nanoTime);
    this.handshakes = new TokenBucket(this.limits.handshakes(), nanoTime.getAsLong());
  }

  /**
   * Lets a session in. What an address is refused by its own bounds costs the others nothing.
   *
   * @param open sessions of the server now
   */
  public boolean admitSession(String address, int open) {
    if (open >= limits.maxSessions()) {
      return false;
    }
    if (exempt.contains(address)) {
      return true;
    }
    AddressPrefix prefix = AddressPrefix.of(address);
    if (!sessions.add(prefix, limits.maxSessionsPerAddress())) {
      return false;
    }
    boolean inTime =
        addressHandshakes.tryTake(prefix) == 0 && handshakes.tryTake(nanoTime.getAsLong()) == 0;
    if (!inTime) {
      sessions.remove(prefix);
    }
    return inTime;
  }

  /** One request of this address: how long to wait; zero: not at all. */
  public Duration request(String address) {
    return exempt.contains(address)
        ? Duration.ZERO
        : Duration.ofNanos(requests.tryTake(AddressPrefix.of(address)));
  }

  /** A session has ended. */
  public void sessionEnded(String address) {
    if (!exempt.contains(address)) {
      sessions.remove(AddressPrefix.of(address));
    }
  }

  /** Lets a TCP connection in. It counts as half open until its first request is whole. */
  public boolean admitConnection(String address) {
    if (exempt.contains(address)) {
      return true;
    }
    AddressPrefix prefix = AddressPrefix.of(address);
    if (!connections.add(prefix, limits.maxConnectionsPerAddress())) {
      return false;
    }
    if (!halfOpen.add(prefix, limits.maxHalfOpenPerAddress())) {
      connections.remove(prefix);
      return false;
    }
    return true;
  }

  /** The first request of a TCP connection is whole, or it ended before. */
  public void halfOpenEnded(String address) {
    if (!exempt.contains(address)) {
      halfOpen.remove(AddressPrefix.of(address));
    }
  }

  /** A TCP connection has ended, or has become a session's. */
  public void connectionEnded(String address) {
    if (!exempt.contains(address)) {
      connections.remove(AddressPrefix.of(address));
    }
  }

  private static final class Counts {
    private final Map<AddressPrefix, Integer> counts = new ConcurrentHashMap<>();

    boolean add(AddressPrefix prefix, int max) {
      boolean[] added = {false};
      counts.compute(
          prefix,
          (_, count) -> {
            int before = count == null ? 0 : count;
            added[0] = before < max;
            return added[0] ? Integer.valueOf(before + 1) : count;
          });
      return added[0];
    }

    void remove(AddressPrefix prefix) {
      counts.computeIfPresent(prefix, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
