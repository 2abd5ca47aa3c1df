package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Holds addresses to the rates of {@link UploadLimits}. Thread-safe. */
public final class UploadLimiter {
  private static final int KIBIBYTE = 1024;

  private final UploadLimits limits;
  private final AddressRanges exempt;
  private final RateLimiter<AddressPrefix> files;
  private final RateLimiter<AddressPrefix> kibibytes;

  /**
   * Nobody has brought anything yet.
   *
   * @param nanoTime a clock that never goes back, in ns
   */
  public UploadLimiter(Limits limits, LongSupplier nanoTime) {
    this.limits = requireNonNull(limits, "limits").uploads();
    this.exempt = limits.exemptAddresses();
    this.files = new RateLimiter<>(this.limits.addressFiles(), nanoTime);
    this.kibibytes = new RateLimiter<>(this.limits.addressKibibytes(), nanoTime);
  }

  /** The bounds that this holds to. */
  public UploadLimits limits() {
    return limits;
  }

  /** One file from this address: how long to wait; zero: not at all. */
  public Duration file(String address) {
    return exempt.contains(address)
        ? Duration.ZERO
        : Duration.ofNanos(files.tryTake(AddressPrefix.of(address)));
  }

  /** So many bytes more from this address: how long to wait; zero: not at all. */
  public Duration bytes(String address, int count) {
    return exempt.contains(address)
        ? Duration.ZERO
        : Duration.ofNanos(
            kibibytes.tryTake(AddressPrefix.of(address), (count + KIBIBYTE - 1) / KIBIBYTE));
  }
}
