package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The browser UI, from the class path folder {@code web/}: pages are asked for anew each time,
 * assets carry a hash in their names and are kept for good. Files have compressed copies beside
 * them, made by the build. Thread-safe.
 */
final class StaticFiles {
  private static final Pattern ASSET = Pattern.compile("/assets/[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern NO_WEIGHT = Pattern.compile("[qQ]=0(\\.0*)?");
  private static final Pattern ROOM =
      Pattern.compile("/r/(?=.{4,12}$)[ -]*(?:[A-HJ-NP-Za-hj-np-z][ -]*){4,6}");

  /** What programs ask for, and files: nobody comes there by a link that was mistyped. */
  private static final Pattern NOT_FOR_PEOPLE =
      Pattern.compile("/(?:assets|api|files|health|metrics)(?:/.*)?|.*\\.[^/]*");

  private static final int MAX_DEPTH = 16;
  private static final Set<String> AT_THE_TOP =
      Set.of(
          "/sw.js",
          "/manifest.webmanifest",
          "/app-icon.svg",
          "/app-icon-192.png",
          "/app-icon-512.png");
  private static final String ROOT = "web";
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  private final Map<String, Optional<byte[]>> cache = new ConcurrentHashMap<>();
  private final PageHeaders headers;
  private final HttpBytes sent;

  StaticFiles(PageHeaders headers, HttpBytes sent) {
    this.headers = headers;
    this.sent = sent;
  }

  /**
   * Serves the request, or answers false if there is no such file.
   *
   * @param secure whether the client came by TLS
   */
  boolean serve(HttpServerRequest request, boolean secure) {
    String path = requireNonNullElse(request.path(), "");
    if (path.equals("/")) {
      return servePage(request, "", secure);
    }
    if (ROOM.matcher(path.replace("%20", " ")).matches()) {
      return servePage(request, "../", secure);
    }
    if (AT_THE_TOP.contains(path)) {
      return serveAtTheTop(request, path, secure);
    }
    return ASSET.matcher(path).matches() && serveAsset(request, path, secure);
  }

  /**
   * Serves the page with status 404, for the page to say that there is nothing here and to lead on;
   * or answers false if it is no browser that asks for a page.
   */
  boolean serveNotFound(HttpServerRequest request, boolean secure) {
    String path = requireNonNullElse(request.path(), "");
    String accepted = requireNonNullElse(request.getHeader("Accept"), "");
    int depth = (int) path.chars().filter(letter -> letter == '/').count() - 1;
    boolean wanted = accepted.contains("text/html") || accepted.contains("*/*");
    if (!wanted || depth < 0 || depth > MAX_DEPTH || NOT_FOR_PEOPLE.matcher(path).matches()) {
      return false;
    }
    request.response().setStatusCode(404);
    return servePage(request, "../".repeat(depth), secure);
  }

  /** What browsers look for beside the page, and ask for anew each time. */
  private boolean serveAtTheTop(HttpServerRequest request, String path, boolean secure) {
    Optional<byte[]> file = read(path);
    if (file.isEmpty()) {
      return false;
    }
    PageHeaders.setOnEverything(request.response(), secure);
    request.response().putHeader("Cache-Control", "no-cache");
    send(request.response(), path.substring(path.lastIndexOf('.') + 1), file.get());
    return true;
  }

  /** The page refers to its assets relative to itself, so that all of it works below any prefix. */
  private boolean servePage(HttpServerRequest request, String root, boolean secure) {
    Optional<byte[]> page = read("/index.html");
    if (page.isEmpty()) {
      return false;
    }
    String nonce = headers.nonce();
    String html =
        new String(page.get(), UTF_8)
            .replace("\"./", "\"./" + root)
            .replace("<script ", "<script nonce=\"" + nonce + "\" ");
    headers.set(request.response(), nonce, secure);
    send(request.response(), "html", html.getBytes(UTF_8));
    return true;
  }

  private boolean serveAsset(HttpServerRequest request, String path, boolean secure) {
    Optional<byte[]> file = read(path);
    if (file.isEmpty()) {
      return false;
    }
    HttpServerResponse response = request.response();
    PageHeaders.setOnEverything(response, secure);
    response
        .putHeader("Cache-Control", "public, max-age=31536000, immutable")
        .putHeader("Vary", "Accept-Encoding");
    byte[] body = file.get();
    Optional<byte[]> brotli = accepts(request, "br") ? read(path + ".br") : Optional.empty();
    Optional<byte[]> gzip = accepts(request, "gzip") ? read(path + ".gz") : Optional.empty();
    if (brotli.isPresent()) {
      response.putHeader("Content-Encoding", "br");
      body = brotli.get();
    } else if (gzip.isPresent()) {
      response.putHeader("Content-Encoding", "gzip");
      body = gzip.get();
    }
    send(response, path.substring(path.lastIndexOf('.') + 1), body);
    return true;
  }

  /** Whether a coding is named, and not with a weight of 0 (RFC 9110, §12.5.3). */
  private static boolean accepts(HttpServerRequest request, String coding) {
    return request.headers().getAll("Accept-Encoding").stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(part -> part.split(";", 2))
        .anyMatch(words ->
            words[0].strip().equalsIgnoreCase(coding)
                && (words.length == 1 || !NO_WEIGHT.matcher(words[1].strip()).matches()));
  }

  private void send(HttpServerResponse response, String extension, byte[] body) {
    response.putHeader("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
    sent.end(response, body);
  }

  private Optional<byte[]> read(String path) {
    return cache.computeIfAbsent(path, StaticFiles::load);
  }

  private static Optional<byte[]> load(String path) {
    try (InputStream file = StaticFiles.class.getClassLoader().getResourceAsStream(ROOT + path)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException("static file: " + path, broken);
    }
  }
}
