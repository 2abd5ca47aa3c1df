package chat.snug.net;

import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the browser is told about the page: nothing runs but our own script, nothing is fetched from
 * elsewhere, nobody frames it. Scripts are allowed by the path of the assets where the public
 * address is configured, else by a nonce: {@code 'self'} would also be whatever is uploaded.
 * Source: Content Security Policy Level 3; Trusted Types. Thread-safe.
 */
final class PageHeaders {
  private static final int NONCE_BYTES = 16;
  private static final String PERMISSIONS =
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
          + "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

  private final List<String> assets;
  private final SecureRandom random = new SecureRandom();

  PageHeaders(List<String> origins) {
    this.assets = origins.stream().map(PageHeaders::assetsOf).toList();
  }

  /** A nonce for one page; empty if it needs none. */
  String nonce() {
    if (!assets.isEmpty()) {
      return "";
    }
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Sets the headers of a page. */
  void set(HttpServerResponse response, String nonce, boolean secure) {
    response
        .putHeader("Cache-Control", "no-cache")
        .putHeader("Content-Security-Policy", policy(nonce))
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Permissions-Policy", PERMISSIONS);
    setOnEverything(response, secure);
  }

  /** Sets the headers that belong on pages and files alike. */
  static void setOnEverything(HttpServerResponse response, boolean secure) {
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (secure) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }

  private String policy(String nonce) {
    String scripts =
        assets.isEmpty() ? "'nonce-" + nonce + "' 'strict-dynamic'" : String.join(" ", assets);
    String files = assets.isEmpty() ? "'self'" : String.join(" ", assets);
    String media = assets.isEmpty() ? "'self'" : String.join(" ", assets) + uploads();
    return ("default-src 'none'; script-src %s; style-src %s; img-src %s data: blob:; "
            + "media-src %s blob:; font-src %s; worker-src 'self'; "
            + "connect-src 'self'%s; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
            + "trusted-types lit-html snug-worker")
        .formatted(scripts, files, media, media, files, webSockets());
  }

  /** Where uploaded files lie, beside the assets. */
  private String uploads() {
    return assets.stream()
        .map(
            address -> " " + address.substring(0, address.length() - "assets/".length()) + "files/")
        .collect(Collectors.joining());
  }

  /** Older browsers do not count a WebSocket to the same host as {@code 'self'}. */
  private String webSockets() {
    return assets.stream()
        .map(address -> URI.create(address))
        .map(address ->
            " "
                + (address.getScheme().equals("https") ? "wss" : "ws")
                + "://"
                + address.getRawAuthority())
        .distinct()
        .collect(Collectors.joining());
  }

  private static String assetsOf(String origin) {
    return origin + (origin.endsWith("/") ? "" : "/") + "assets/";
  }
}
