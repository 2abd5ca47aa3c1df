package chat.snug.net;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.limit.AddressRanges;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom to believe about who asks. */
final class ForwardingTest {
  private final Forwarding forwarding =
      new Forwarding(AddressRanges.of(List.of("10.0.0.0/8", "::1")), false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | 203.0.113.9 | 192.0.2.1",
        "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 198.51.100.1, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 203.0.113.9, 10.0.0.2 | 203.0.113.9",
        "10.0.0.1 | 203.0.113.9, nonsense | 10.0.0.1",
        "10.0.0.1 | nonsense, 10.9.9.9 | 10.9.9.9",
        "::1 | 2001:db8::5 | 2001:db8:0:0:0:0:0:5",
        "10.0.0.1 | '' | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
        "10.0.0.1 | [2001:db8::5]:4711 | 2001:db8:0:0:0:0:0:5",
        "10.0.0.1 | [2001:db8::5] | 2001:db8:0:0:0:0:0:5",
        "10.0.0.1 | 203.0.113.9:x | 10.0.0.1",
      })
  void takesTheLastAddressThatIsNotAProxyOfOurs(String peer, String header, String expected) {
    assertThat(forwarding.client(peer, headers(Map.of("x-forwarded-for", List.of(header)))))
        .isEqualTo(expected);
  }

  @Test
  void takesSeveralLinesForOneListWhoseEndIsTheNearestProxys() {
    Function<String, List<String>> headers =
        headers(
            Map.of(
                "x-forwarded-for", List.of("198.51.100.1", "203.0.113.9, 10.0.0.2"),
                "x-forwarded-host", List.of("evil.example", "chat.example.org"),
                "x-forwarded-proto", List.of("https", "http")));

    assertThat(forwarding.client("10.0.0.1", headers)).isEqualTo("203.0.113.9");
    assertThat(forwarding.host("10.0.0.1", headers)).hasValue("chat.example.org");
    assertThat(forwarding.isSecure("10.0.0.1", headers)).isFalse();
  }

  @Test
  void takesTheHostAndTheSchemeFromAProxyOfOursAlone() {
    Function<String, List<String>> headers =
        headers(
            Map.of(
                "host", List.of("inside:8080"),
                "x-forwarded-host", List.of("chat.example.org"),
                "x-forwarded-proto", List.of("https")));

    assertThat(forwarding.host("10.0.0.1", headers)).hasValue("chat.example.org");
    assertThat(forwarding.host("192.0.2.1", headers)).hasValue("inside:8080");
    assertThat(forwarding.isSecure("10.0.0.1", headers)).isTrue();
    assertThat(forwarding.isSecure("192.0.2.1", headers)).isFalse();
  }

  private static Function<String, List<String>> headers(Map<String, List<String>> headers) {
    return name -> headers.getOrDefault(name, List.of());
  }
}
