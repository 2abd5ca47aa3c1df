package chat.snug.net;

import chat.snug.limit.AddressRanges;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who asks, under which name and whether by TLS, when there may be proxies between. What a proxy
 * says ({@code X-Forwarded-For}, {@code -Host}, {@code -Proto}) counts only if it is one of ours:
 * everybody else could say anything. Several lines of a header are one list (RFC 9110, §5.3), whose
 * end is what the nearest proxy has said. Immutable.
 */
final class Forwarding {
  private static final String FOR = "x-forwarded-for";
  private static final List<String> SIGNS_OF_A_PROXY =
      List.of(FOR, "forwarded", "x-real-ip", "via");
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[?([0-9.]+|(?<=\\[)[0-9A-Fa-f:.]+(?=]))]?(?::\\d{1,5})?");

  private final AddressRanges trusted;
  private final boolean tls;

  Forwarding(AddressRanges trusted, boolean tls) {
    this.trusted = trusted;
    this.tls = tls;
  }

  boolean isTrusted(String peer) {
    return trusted.contains(peer);
  }

  /** The address of the last one before our own proxies. */
  String client(String peer, Function<String, List<String>> headers) {
    String nearest = peer;
    for (String said : list(headers.apply(FOR)).reversed()) {
      Optional<String> literal = isTrusted(nearest) ? literal(said) : Optional.empty();
      if (literal.isEmpty()) {
        return nearest;
      }
      nearest = literal.get();
    }
    return nearest;
  }

  /** Whether nobody stands between, or a proxy of ours that says for whom. */
  boolean isDirect(String peer, Function<String, List<String>> headers) {
    boolean told = isTrusted(peer) && !headers.apply(FOR).isEmpty();
    return told || SIGNS_OF_A_PROXY.stream().allMatch(name -> headers.apply(name).isEmpty());
  }

  /** The name and port that the client asked for. */
  Optional<String> host(String peer, Function<String, List<String>> headers) {
    return fromProxy(peer, headers, "x-forwarded-host")
        .or(() -> headers.apply("host").stream().findFirst());
  }

  /** Whether the client came by TLS. */
  boolean isSecure(String peer, Function<String, List<String>> headers) {
    return tls || fromProxy(peer, headers, "x-forwarded-proto").filter("https"::equals).isPresent();
  }

  private Optional<String> fromProxy(
      String peer, Function<String, List<String>> headers, String name) {
    List<String> values = isTrusted(peer) ? list(headers.apply(name)) : List.of();
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  private static List<String> list(List<String> lines) {
    return lines.stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  /** Some proxies write the port, too: {@code 203.0.113.9:4711}, {@code [2001:db8::5]:4711}. */
  private static Optional<String> literal(String said) {
    Matcher withPort = WITH_PORT.matcher(said);
    return AddressRanges.literal(withPort.matches() ? withPort.group(1) : said);
  }
}
