package chat.snug.limit;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * The part of an address that limits count by: an IPv4 address, or the first 64 bits of an IPv6
 * one, since whoever has one of these has all of them. Immutable.
 */
public record AddressPrefix(String value) {
  private static final int IPV4_BYTES = 4;

  /** The prefix of one user: IPv4 whole, IPv6 /64. Whatever is no literal address stands alone. */
  public static AddressPrefix of(String address) {
    return cut(address, 4, 8);
  }

  /** The prefix of one network: IPv4 /24, IPv6 /48. */
  public static AddressPrefix networkOf(String address) {
    return cut(address, 3, 6);
  }

  private static AddressPrefix cut(String address, int ipv4Bytes, int ipv6Bytes) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      int length = bytes.length == IPV4_BYTES ? ipv4Bytes : ipv6Bytes;
      return new AddressPrefix(HexFormat.of().formatHex(bytes, 0, length));
    } catch (IllegalArgumentException notLiteral) {
      return new AddressPrefix(address);
    }
  }
}
