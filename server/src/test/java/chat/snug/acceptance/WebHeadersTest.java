package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestServer;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the browser is told about the page and its files. */
final class WebHeadersTest {
  private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/=]{20,})'");

  @ParameterizedTest
  @CsvSource({
    "'gzip, br', br",
    "'br;q=0, gzip', gzip",
    "'br;q=0, gzip;q=0.0', none",
    "'gzip;q=0.5, br; Q=0', gzip",
    "identity, none",
    "abracadabra, none",
  })
  void compressesThePageAsItIsAskedTo(String accepted, String coding) {
    try (TestServer server = TestServer.start("--memory")) {
      String page = server.get("/").body();
      String script = page.substring(page.indexOf("assets/index-"));

      var answer =
          server.get("/" + script.substring(0, script.indexOf('"')), "Accept-Encoding", accepted);

      assertThat(answer.headers().firstValue("Content-Encoding").orElse("none")).isEqualTo(coding);
    }
  }

  @Test
  void allowsScriptsByANonceOfThePageWhereItsAddressIsNotKnown() {
    try (TestServer server = TestServer.start("--memory")) {
      HttpResponse<String> first = server.get("/");
      HttpResponse<String> second = server.get("/r/WARM");

      String nonce = nonce(first);
      assertThat(first.body()).contains("<script nonce=\"" + nonce + "\"");
      assertThat(policy(first)).doesNotContain("script-src 'self'").doesNotContain("unsafe");
      assertThat(nonce(second)).isNotEqualTo(nonce);
    }
  }

  @Test
  void allowsScriptsByTheirPathWhereTheAddressIsConfigured() {
    try (TestServer server =
        TestServer.start("--memory", "--origin", "https://chat.example.org/snug")) {
      assertThat(policy(server.get("/")))
          .contains("script-src https://chat.example.org/snug/assets/;")
          .contains("connect-src 'self' wss://chat.example.org;")
          .contains("require-trusted-types-for 'script'")
          .contains("frame-ancestors 'none'");
    }
  }

  @Test
  void sendsEveryHeaderThatHardensThePage() {
    try (TestServer server = TestServer.start("--memory")) {
      HttpHeaders headers = server.get("/").headers();

      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()");
      assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.0/8, true", "10.0.0.0/8, false"})
  void pinsTlsOnlyWhereAProxyOfOursSaysThatItIsUsed(String trusted, boolean pinned) {
    try (TestServer server = TestServer.start("--memory", "--trusted-proxies", trusted)) {
      HttpResponse<String> page = server.get("/", "X-Forwarded-Proto", "https");

      assertThat(page.headers().firstValue("Strict-Transport-Security").isPresent())
          .isEqualTo(pinned);
    }
  }

  @Test
  void refusesANameThatAProxyOfOursPassesOnAndThatIsNotOurs() {
    try (TestServer server = TestServer.start("--memory", "--trusted-proxies", "127.0.0.0/8")) {
      assertThat(server.get("/", "X-Forwarded-Host", "evil.example").statusCode()).isEqualTo(421);
    }
    try (TestServer server = TestServer.start("--memory")) {
      assertThat(server.get("/", "X-Forwarded-Host", "evil.example").statusCode()).isEqualTo(200);
    }
  }

  private static String policy(HttpResponse<String> page) {
    return page.headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  private static String nonce(HttpResponse<String> page) {
    Matcher matcher = NONCE.matcher(policy(page));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
