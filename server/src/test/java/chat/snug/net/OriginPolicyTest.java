package chat.snug.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginPolicyTest {
  private final OriginPolicy policy = new OriginPolicy(List.of("https://chat.example.org"), false);

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, true",
    "LOCALHOST, true",
    "127.0.0.1:8080, true",
    "192.168.1.7, true",
    "[::1]:8080, true",
    "chat.example.org, true",
    "chat.example.org:443, true",
    "evil.example.org, false",
    "127.0.0.1.evil.example.org, false",
    "1.2.3, false",
  })
  void answersToItsOwnNamesOnly(String host, boolean allowed) {
    assertThat(policy.allowsHost(Optional.of(host))).isEqualTo(allowed);
  }

  @Test
  void wantsAHost() {
    assertThat(policy.allowsHost(Optional.empty())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, localhost:8080, true",
    "https://chat.example.org, localhost:8080, true",
    "HTTPS://CHAT.example.org, 127.0.0.1, true",
    "http://localhost:8081, localhost:8080, false",
    "http://localhost:8080.evil.example.org, localhost:8080, false",
    "http://evil.example.org/localhost:8080, localhost:8080, false",
    "https://evil.example.org, localhost:8080, false",
    "https://chat.example.org.evil.org, localhost:8080, false",
    "null, localhost:8080, false",
    "file://, localhost:8080, false",
  })
  void letsOwnPagesConnectAndNoOthers(String origin, String host, boolean allowed) {
    assertThat(policy.allowsOrigin(Optional.of(origin), Optional.of(host))).isEqualTo(allowed);
  }

  @Test
  void letsProgramsWithoutAPageConnect() {
    assertThat(policy.allowsOrigin(Optional.empty(), Optional.of("localhost"))).isTrue();
  }
}
