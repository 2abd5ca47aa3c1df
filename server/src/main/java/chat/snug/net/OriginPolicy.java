package chat.snug.net;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which names this server answers to and which pages may talk to it.
 *
 * <p>A Host is allowed if it is {@code localhost}, a literal IP address (those cannot be rebound)
 * or the host of a configured origin. An Origin is allowed if it is absent, names the Host of the
 * same request, or is configured. {@code null} is never allowed. Immutable.
 */
final class OriginPolicy {
  private final boolean any;
  private final Set<String> origins;
  private final Set<String> hosts;

  OriginPolicy(List<String> origins, boolean any) {
    this.any = any;
    this.origins = origins.stream().map(OriginPolicy::originOf).collect(Collectors.toSet());
    this.hosts =
        Stream.concat(
                Stream.of("localhost"),
                origins.stream().map(origin -> lowerCase(URI.create(origin).getHost())))
            .collect(Collectors.toSet());
  }

  boolean allowsHost(Optional<String> host) {
    if (any) {
      return true;
    }
    String name = host.map(OriginPolicy::withoutPort).orElse("");
    return hosts.contains(name) || isAddress(name);
  }

  boolean allowsOrigin(Optional<String> origin, Optional<String> host) {
    if (any || origin.isEmpty()) {
      return true;
    }
    String given = lowerCase(origin.get());
    if (origins.contains(given)) {
      return true;
    }
    int scheme = given.indexOf("://");
    return scheme > 0
        && host.isPresent()
        && given.substring(scheme + 3).equals(lowerCase(host.get()));
  }

  /** The value of Access-Control-Allow-Origin, if the browser needs one. */
  Optional<String> allowOriginHeader(Optional<String> origin) {
    if (any) {
      return Optional.of("*");
    }
    return origin.filter(given -> origins.contains(lowerCase(given)));
  }

  /** The address of a page without its path. */
  private static String originOf(String address) {
    URI uri = URI.create(address);
    return lowerCase(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']') && colon >= 0;
    return lowerCase(hasPort ? host.substring(0, colon) : host);
  }

  /**
   * An IPv6 address in brackets, or four numbers: a name of digits and dots alone is no DNS name.
   */
  private static boolean isAddress(String name) {
    if (name.startsWith("[") && name.endsWith("]")) {
      return true;
    }
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      if (character == '.') {
        dots++;
      } else if (character < '0' || character > '9') {
        return false;
      }
    }
    return dots == 3;
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
