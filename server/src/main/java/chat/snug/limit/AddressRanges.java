package chat.snug.limit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set of address ranges in CIDR notation, {@code 127.0.0.0/8} or {@code ::1}. Immutable. */
public final class AddressRanges {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Range(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >>> (bit % 8);
        if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Range> ranges;

  private AddressRanges(List<Range> ranges) {
    this.ranges = ranges;
  }

  /** No address at all. */
  public static AddressRanges none() {
    return new AddressRanges(List.of());
  }

  /**
   * Reads ranges.
   *
   * @throws IllegalArgumentException if one of them is not a literal address with an optional
   *     length
   */
  public static AddressRanges of(List<String> texts) {
    List<Range> ranges = new ArrayList<>();
    for (String text : texts) {
      ranges.add(range(text.strip()));
    }
    return new AddressRanges(List.copyOf(ranges));
  }

  /** Whether an address lies in one of the ranges; what is no literal address does not. */
  public boolean contains(String address) {
    if (ranges.isEmpty()) {
      return false;
    }
    try {
      byte[] bytes = bytes(address, address);
      return ranges.stream().anyMatch(range -> range.contains(bytes));
    } catch (IllegalArgumentException notLiteral) {
      return false;
    }
  }

  /** The address in its usual form, if the text is a literal one. */
  public static Optional<String> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException notLiteral) {
      return Optional.empty();
    }
  }

  private static Range range(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash), text);
    int all = address.length * 8;
    try {
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= all) {
        return new Range(address, bits);
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw unreadable(text);
  }

  private static byte[] bytes(String address, String text) {
    try {
      return InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException notLiteral) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "address range: \"" + text + "\" (expected: for example 127.0.0.0/8)");
  }
}
