package chat.snug.fault;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every HTTP route with requests that nobody of good will sends, drawn from a seed. Confined to one
 * thread.
 */
final class HostileRequests {
  /** As the description of the routes writes them. */
  private static final List<String> DESCRIBED =
      List.of(
          "GET /api/openapi.json",
          "GET /api/v1/rooms/{room}/export",
          "POST /api/v1/rooms/{room}/import",
          "PUT /api/v1/rooms/{room}/files/{key}",
          "GET /files/{id}",
          "GET /files/{id}/thumbnail",
          "GET /health/live",
          "GET /health/ready",
          "GET /metrics");

  /** The page, and the wire below it. */
  private static final List<String> OTHERS =
      List.of(
          "GET /",
          "GET /r/{code}",
          "GET /sw.js",
          "GET /manifest.webmanifest",
          "GET /app-icon.svg",
          "GET /app-icon-192.png",
          "GET /app-icon-512.png",
          "GET /assets/{asset}",
          "GET /nothing/at/all",
          "GET /socket.io/",
          "POST /socket.io/",
          "OPTIONS /socket.io/");

  private static final List<String> HOSTILE =
      List.of(
          "%00",
          "%zz", "..%2f..%2fetc", "\u00e9", "x".repeat(3_000), "", "-", "AAAAAAAAAAAAAAAAAAAAAA");
  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?format=json",
          "?format=%zz",
          "?name=%00&name=x",
          "?EIO=4&transport=polling",
          "?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA",
          "?EIO=3&transport=websocket",
          "?" + "a=b&".repeat(800));
  private static final List<String> HEADERS =
      List.of(
          "",
          "X-Forwarded-For: 127.0.0.1\r\n",
          "Origin: https://evil.example\r\n",
          "Range: bytes=0-,1-,2-\r\n",
          "Accept-Encoding: br, gzip;q=0\r\n",
          "Expect: 100-continue\r\n",
          String.join(
              "\r\n",
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
              ""),
          "X: " + "y".repeat(12_000) + "\r\n");

  private final Random random;
  private final HostileCommands.Known known;

  HostileRequests(Random random, HostileCommands.Known known) {
    this.random = random;
    this.known = known;
  }

  /** The described routes that this knows. */
  static Set<String> described() {
    return new TreeSet<>(DESCRIBED);
  }

  /** The routes of the page that this knows, without what stands for a part of them. */
  static Set<String> others() {
    return new TreeSet<>(OTHERS);
  }

  /** A request, or the beginning of one; the same seed draws the same ones. */
  String request() {
    List<String> routes = random.nextBoolean() ? DESCRIBED : OTHERS;
    String[] route = routes.get(random.nextInt(routes.size())).split(" ", 2);
    String method =
        random.nextInt(12) == 0 ? drawn(List.of("PUT", "HEAD", "DELETE", "FOO")) : route[0];
    String head =
        method
            + " "
            + path(route[1])
            + drawn(QUERIES)
            + " HTTP/1.1\r\n"
            + (random.nextInt(20) == 0 ? "" : "Host: 127.0.0.1\r\n")
            + (random.nextInt(3) == 0 ? "" : "Authorization: Bearer " + known.token() + "\r\n")
            + drawn(HEADERS);
    return switch (random.nextInt(10)) {
      case 0 -> head;
      case 1 -> head + "Content-Length: 1000000\r\n\r\ncut";
      case 2 -> head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n";
      case 3 -> head + "Content-Length: -1\r\n\r\n";
      case 4, 5 -> head + body(bytes());
      default -> head + "\r\n";
    };
  }

  private String path(String route) {
    return route
        .replace("{room}", part(known.room()))
        .replace("{code}", part(known.code()))
        .replace("{key}", part("key" + random.nextInt(100_000)))
        .replace("{id}", part("AAAAAAAAAAAAAAAAAAAAAA"))
        .replace("{asset}", part("index.js"));
  }

  private String part(String valid) {
    return random.nextInt(3) == 0 ? drawn(HOSTILE) : valid;
  }

  private String bytes() {
    return switch (random.nextInt(6)) {
      case 0 -> "GIF89a\u0001\u0000\u0001\u0000" + "\u00ff".repeat(2_000);
      case 1 -> "\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u007f\u00ff\u00ff\u00ff";
      case 2 -> "[".repeat(20_000);
      case 3 -> "{\"snug\":1,\"events\":[{\"type\":\"message\",\"at\":-1}]}";
      case 4 -> "42[\"message:send\",null]\u001e".repeat(500);
      default -> "x".repeat(random.nextInt(200_000));
    };
  }

  private static String body(String bytes) {
    return "Content-Length: " + bytes.length() + "\r\n\r\n" + bytes;
  }

  private String drawn(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
