package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Holds connections, addresses and rooms to the rates of {@link CommandLimits}. Thread-safe; an
 * {@link Allowance} is confined to its connection.
 */
public final class CommandLimiter {
  /** Commands of one connection that are refused; who comes back when told to never meets it. */
  private static final Rate REFUSALS = Rate.perSecond(20, 300);

  private static final int KIBIBYTE = 1024;

  /** Reads of history and searches of one address under way: few threads read for all. */
  private static final int MAX_READS_OF_ADDRESS = 16;

  private final CommandLimits limits;
  private final AddressRanges exempt;
  private final LongSupplier nanoTime;
  private final Shares reads = new Shares(Integer.MAX_VALUE, MAX_READS_OF_ADDRESS);
  private final RateLimiter<AddressPrefix> addressMessages;
  private final RateLimiter<AddressPrefix> addressOthers;
  private final RateLimiter<AddressPrefix> newRooms;
  private final RateLimiter<AddressPrefix> stayingRooms;
  private final RateLimiter<AddressPrefix> addressKibibytes;
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
    this.addressOthers = new RateLimiter<>(this.limits.addressOthers(), nanoTime);
    this.newRooms = new RateLimiter<>(this.limits.newRooms(), nanoTime);
    this.stayingRooms = new RateLimiter<>(limits.stored().stayingRooms(), nanoTime);
    this.addressKibibytes = new RateLimiter<>(limits.stored().addressKibibytes(), nanoTime);
    this.roomMessages = new RateLimiter<>(this.limits.roomMessages(), nanoTime);
  }

  /** What a connection from this address may do, from its first command to its end. */
  public Allowance allowance(String address) {
    return new Allowance(address);
  }

  /** What one connection may still do. Each method answers how long to wait; zero: not at all. */
  public final class Allowance {
    private final boolean isExempt;
    private final String address;
    private final AddressPrefix prefix;
    private final TokenBucket messages = new TokenBucket(limits.messages(), now());
    private final TokenBucket others = new TokenBucket(limits.others(), now());
    private final TokenBucket refusals = new TokenBucket(REFUSALS, now());

    private Allowance(String address) {
      isExempt = exempt.contains(address);
      this.address = address;
      prefix = AddressPrefix.of(address);
    }

    /** Whether no bound on people counts for this connection. */
    public boolean isExempt() {
      return isExempt;
    }

    /** One message, or another event for the log, in this room, with a text of so many bytes. */
    public Duration message(String room, int bytes) {
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
      if (wait == 0) {
        wait = addressKibibytes.tryTake(prefix, 1 + bytes / KIBIBYTE);
      }
      return Duration.ofNanos(wait);
    }

    /** One command of another kind. */
    public Duration other() {
      if (isExempt) {
        return Duration.ZERO;
      }
      long wait = others.tryTake(now());
      return Duration.ofNanos(wait > 0 ? wait : addressOthers.tryTake(prefix));
    }

    /** Whether one more read of this address may begin; {@link #readEnded} gives it back. */
    public boolean readBegins() {
      return isExempt || reads.take(address) == Shares.Verdict.TAKEN;
    }

    /** A read that had begun has ended. */
    public void readEnded() {
      if (!isExempt) {
        reads.giveBack(address);
      }
    }

    /**
     * One command is refused. Answers when the connection may ask again at the earliest, if it is
     * to be told: each refusal makes that later, so that who waits as long never comes near the
     * bound. Empty: it has been refused so often that it is to be closed.
     */
    public Optional<Duration> refused() {
      if (isExempt) {
        return Optional.of(Duration.ZERO);
      }
      long now = now();
      return refusals.tryTake(now) > 0
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(refusals.fullIn(now)));
    }

    /**
     * One room made.
     *
     * @param stays whether it is there when nobody is in it, too
     */
    public Duration newRoom(boolean stays) {
      if (isExempt) {
        return Duration.ZERO;
      }
      long wait = newRooms.tryTake(prefix);
      return Duration.ofNanos(wait > 0 || !stays ? wait : stayingRooms.tryTake(prefix));
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
