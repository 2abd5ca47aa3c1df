package chat.snug.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files that mean harm, by many at once, against the packed server with a small heap. */
final class HostileFilesIT {
  /** What the store keeps in the data folder, SQLite's library included. */
  private static final Pattern OWN =
      Pattern.compile("snug\\.(db.*|lock)|ballast|(lib)?sqlitejdbc\\..*");

  private static final String SEAT = "F".repeat(43);
  private static final int ROUNDS = 6;
  private static final int AT_ONCE = 16;
  private static final long MAX_MEMORY = 700L * 1024 * 1024;

  /** A file of the corpus, and the answers that are right. */
  @SuppressWarnings("ArrayRecordComponent") // read, never changed
  private record Hostile(String name, byte[] bytes, List<Integer> answers) {}

  @TempDir private Path data;

  @Test
  void staysWithinItsMemoryAndItsFolderWhateverIsUploaded() throws Exception {
    try (ServerProcess server = start();
        HealthyPair pair = new HealthyPair(server.port());
        TestClient host = TestClient.connect(server.port());
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService attackers = Executors.newFixedThreadPool(AT_ONCE)) {
      String room =
          host.call("room:create", "name", "Hanna", "token", SEAT).at("/room/id").asString();
      List<Callable<String>> attacks = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (Hostile file : corpus()) {
          String key = "k" + attacks.size();
          attacks.add(() -> attack(http, server.url(), room, key, file));
        }
      }
      List<Future<String>> underWay = new ArrayList<>();
      attacks.forEach(attack -> underWay.add(attackers.submit(attack)));
      for (Future<String> one : underWay) {
        pair.say("still here");
        assertThat(one.get()).isEmpty();
      }
      pair.awaitHeard();

      assertThat(server.peakMemory()).isLessThan(MAX_MEMORY);
      assertThat(server.output()).doesNotContain("OutOfMemory").doesNotContain(" ERROR ");
      assertThat(outside()).isEmpty();
    }
  }

  /** What is wrong with the answer; nothing if it is right. */
  private static String attack(HttpClient http, String url, String room, String key, Hostile file)
      throws Exception {
    URI address =
        URI.create(
            url
                + "/api/v1/rooms/%s/files/%s?name=%s"
                    .formatted(room, key, URLEncoder.encode(file.name(), UTF_8)));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + SEAT)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file.bytes()))
                .build(),
            BodyHandlers.ofString());
    if (!file.answers().contains(answer.statusCode())) {
      return file.name() + ": " + answer.statusCode() + " " + answer.body();
    }
    if (answer.statusCode() != 201) {
      return "";
    }
    JsonNode told = TestClient.JSON.readTree(answer.body());
    HttpResponse<byte[]> served =
        http.send(
            HttpRequest.newBuilder(URI.create(url + "/files/" + told.get("id").asString())).build(),
            BodyHandlers.ofByteArray());
    String type = header(served, "Content-Type");
    boolean safe =
        !type.contains("html")
            && !type.contains("svg")
            && header(served, "X-Content-Type-Options").equals("nosniff")
            && header(served, "Content-Security-Policy").startsWith("sandbox");
    boolean harmless =
        header(served, "Content-Disposition").startsWith("attachment")
            || !new String(served.body(), ISO_8859_1).contains("alert(1)");
    return safe && harmless ? "" : file.name() + ": " + served.headers().map();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static List<Hostile> corpus() throws IOException {
    List<Integer> stored = List.of(201);
    List<Integer> refused = List.of(413, 503);
    List<Integer> either = List.of(201, 413, 503);
    return List.of(
        new Hostile(
            "eicar.com",
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*".getBytes(UTF_8),
            stored),
        new Hostile(
            "a.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(UTF_8),
            stored),
        new Hostile("a.html", "<script>alert(1)</script>".getBytes(UTF_8), stored),
        new Hostile("a.gif", "GIF89a/*.......*/=alert(1)//".getBytes(UTF_8), stored),
        new Hostile("a.pdf.exe\u0000.png", "MZ alert(1)".getBytes(UTF_8), stored),
        new Hostile("../../../etc/cron.d/x", "x".getBytes(UTF_8), stored),
        new Hostile("\u202Egnp.exe", "x".getBytes(UTF_8), stored),
        new Hostile("n".repeat(3_000), "x".getBytes(UTF_8), stored),
        new Hostile("wide.png", png(50_000, 50_000, new byte[10]), refused),
        new Hostile("zeros.png", png(9_000, 9_000, new byte[9_001 * 9_000]), refused),
        new Hostile("truncated.png", png(3_000, 3_000, new byte[3_001]), either),
        new Hostile("frames.gif", gif(100_000), refused),
        new Hostile("riff.webp", webp(), either));
  }

  /** A grey picture that says it is so large, whatever is in it. */
  private static byte[] png(int width, int height, byte[] pixels) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(pixels);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write("\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1));
    ByteBuffer head = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(file, "IHDR", head.put((byte) 8).put(new byte[4]).array());
    chunk(file, "IDAT", packed.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(ISO_8859_1));
    crc.update(content);
    file.write(ByteBuffer.allocate(4).putInt(content.length).array());
    file.write(type.getBytes(ISO_8859_1));
    file.write(content);
    file.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** A picture of one pixel that moves for ever. */
  private static byte[] gif(int frames) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write("GIF89a".getBytes(ISO_8859_1));
    file.write(new byte[] {1, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
    byte[] frame = {0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0};
    for (int i = 0; i < frames; i++) {
      file.write(frame);
    }
    file.write(0x3B);
    return file.toByteArray();
  }

  /** A head that promises 16,383 × 16,383 pixels, and nothing behind it. */
  private static byte[] webp() {
    ByteBuffer file = ByteBuffer.allocate(60);
    file.put("RIFF".getBytes(ISO_8859_1)).put(new byte[] {52, 0, 0, 0});
    file.put("WEBPVP8X".getBytes(ISO_8859_1)).put(new byte[] {10, 0, 0, 0, 0, 0, 0, 0});
    file.put(new byte[] {(byte) 0xFE, 0x3F, 0, (byte) 0xFE, 0x3F, 0});
    return file.array();
  }

  /** Files of ours that lie anywhere but where they belong. */
  private List<Path> outside() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(data.resolve("files")))
          .filter(file -> !OWN.matcher(file.getFileName().toString()).matches())
          .toList();
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(
        List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
        Map.of(),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--data",
        data.toString(),
        "--limits.exempt-addresses",
        "127.0.0.1");
  }
}
