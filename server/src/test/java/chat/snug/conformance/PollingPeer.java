package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One session of long-polling whose requests a test makes one by one. */
final class PollingPeer {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final String SEPARATOR = "\u001e";

  private final URI address;
  private final String sid;

  private PollingPeer(URI address, String sid) {
    this.address = address;
    this.sid = sid;
  }

  /** Opens a session; {@code base} ends with the path of Engine.IO. */
  static PollingPeer open(String base) throws IOException, InterruptedException {
    String query = "?EIO=4&transport=polling";
    HttpRequest open = HttpRequest.newBuilder(URI.create(base + query)).build();
    Matcher opened = SID.matcher(HTTP.send(open, BodyHandlers.ofString()).body());
    if (!opened.find()) {
      throw new AssertionError("no session");
    }
    return new PollingPeer(URI.create(base + query + "&sid=" + opened.group(1)), opened.group(1));
  }

  String sid() {
    return sid;
  }

  HttpResponse<String> post(String payload) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "text/plain;charset=UTF-8")
            .POST(BodyPublishers.ofString(payload))
            .build();
    return HTTP.send(request, BodyHandlers.ofString(UTF_8));
  }

  HttpResponse<String> poll() throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(UTF_8));
  }

  /** A poll that is held while the test goes on. */
  CompletableFuture<String> pollLater() {
    return HTTP.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(UTF_8))
        .thenApply(HttpResponse::body);
  }

  /** Polls until so many packets have come. */
  List<String> packets(int count) throws IOException, InterruptedException {
    List<String> packets = new ArrayList<>();
    while (packets.size() < count) {
      packets.addAll(List.of(poll().body().split(SEPARATOR, -1)));
    }
    return packets;
  }
}
