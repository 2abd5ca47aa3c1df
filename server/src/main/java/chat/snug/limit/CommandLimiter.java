package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds connections, addresses and rooms to the rates of {@link CommandLimits}. Thread-safe; an
 * {@link Allowance} is confined to its connection.
 */
public final class CommandLimiter {
  private final CommandLimits limits;
  private final AddressRanges exempt;
  private final LongSupplier nanoTime;
  private final RateLimiter<AddressPrefix> addressMessages;
  private final RateLimiter<AddressPrefix> newRooms;
  private final RateLimiter<String> roomMessages;

  /**
   * Nobody has asked for anything yet.
   *
   * @param nanoTime a clock that never goes back, in ns
   */
  public CommandLimiter(Limits limits, LongSupplier nanoTime) {
    this.limits = requireNonNull(limits, "limits").commands();
    this.exempt = limits.exemptAddresses();
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.addressMessages = new RateLimiter<>(this.limits.addressMessages(), nanoTime);
    this.newRooms = new RateLimiter<>(this.limits.newRooms(), nanoTime);
    this.roomMessages = new RateLimiter<>(this.limits.roomMessages(), nanoTime);
  }

  /** What a connection from this address may do. */
  public Allowance allowance(String address) {
    return new Allowance(address);
  }

  /** What one connection may still do. Each method answers how long to wait; zero: not at all. */
  public final class Allowance {
    private final boolean isExempt;
    private final AddressPrefix prefix;
    private final TokenBucket messages = new TokenBucket(limits.messages(), now());
    private final TokenBucket others = new TokenBucket(limits.others(), now());

    private Allowance(String address) {
      isExempt = exempt.contains(address);
      prefix = AddressPrefix.of(address);
    }

    /** Whether no bound on people counts for this connection. */
    public boolean isExempt() {
      return isExempt;
    }

    /** One message, or another event for the log, in this room. */
    public Duration message(String room) {
      if (isExempt) {
        return Duration.ZERO;
      }
      long wait = messages.tryTake(now());
      if (wait == 0) {
        wait = addressMessages.tryTake(prefix);
      }
      if (wait == 0) {
        wait = roomMessages.tryTake(room);
      }
      return Duration.ofNanos(wait);
    }

    /** One command of another kind. */
    public Duration other() {
      return isExempt ? Duration.ZERO : Duration.ofNanos(others.tryTake(now()));
    }

    /** One room made. */
    public Duration newRoom() {
      return isExempt ? Duration.ZERO : Duration.ofNanos(newRooms.tryTake(prefix));
    }
  }

  /** The bounds that this holds to. */
  public CommandLimits limits() {
    return limits;
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
