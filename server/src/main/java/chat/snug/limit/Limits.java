package chat.snug.limit;

import static java.util.Objects.requireNonNull;

/**
 * Bounds on connections. Immutable.
 *
 * @param maxRoomsPerConnection rooms that one connection may be in; default 20
 * @param exemptAddresses from these no such bound counts; bounds on memory always do; default none
 */
public record Limits(int maxRoomsPerConnection, AddressRanges exemptAddresses) {
  /** Checks ranges. */
  public Limits {
    requireNonNull(exemptAddresses, "exemptAddresses");
    if (maxRoomsPerConnection < 1) {
      throw new IllegalArgumentException(
          "rooms per connection: " + maxRoomsPerConnection + " (expected: 1 or more)");
    }
  }

  /** The defaults of the product. */
  public static Limits defaults() {
    return new Limits(20, AddressRanges.none());
  }

  /** The same with other exempt addresses. */
  public Limits withExemptAddresses(AddressRanges ranges) {
    return new Limits(maxRoomsPerConnection, ranges);
  }
}
