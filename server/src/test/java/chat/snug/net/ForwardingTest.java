package chat.snug.net;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.limit.AddressRanges;
import java.util.List;
import java.util.Map;
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
      })
  void takesTheLastAddressThatIsNotAProxyOfOurs(String peer, String header, String expected) {
    assertThat(forwarding.client(peer, Map.of("x-forwarded-for", header)::get)).isEqualTo(expected);
  }

  @Test
  void takesTheHostAndTheSchemeFromAProxyOfOursAlone() {
    Map<String, String> headers =
        Map.of(
            "host", "inside:8080",
            "x-forwarded-host", "chat.example.org",
            "x-forwarded-proto", "https");

    assertThat(forwarding.host("10.0.0.1", headers::get)).hasValue("chat.example.org");
    assertThat(forwarding.host("192.0.2.1", headers::get)).hasValue("inside:8080");
    assertThat(forwarding.isSecure("10.0.0.1", headers::get)).isTrue();
    assertThat(forwarding.isSecure("192.0.2.1", headers::get)).isFalse();
  }
}
