package chat.snug.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.Bytes;
import chat.snug.testing.Gifs;
import chat.snug.testing.Jpegs;
import chat.snug.testing.Pngs;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import chat.snug.testing.Webps;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** As many as one address may have under way. */
  private static final int AT_ONCE = 8;

  private static final long MAX_MEMORY = 700L * 1024 * 1024;

  private static final int LARGE = 10 * 1024 * 1024;
  private static final Duration MOST_FOR_ONE = Duration.ofSeconds(1);

  @SuppressWarnings("ArrayRecordComponent") // read, never changed
  private record Hostile(String name, byte[] bytes) {}

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

  @Test
  void spendsASecondOnAFileAtMost() throws Exception {
    try (ServerProcess server = start();
        TestClient host = TestClient.connect(server.port());
        HttpClient http = HttpClient.newHttpClient()) {
      String room =
          host.call("room:create", "name", "Hanna", "token", SEAT).at("/room/id").asString();
      assertThat(attack(http, server.url(), room, "first", corpus().getFirst())).isEmpty();
      for (Map.Entry<String, byte[]> file : costly().entrySet()) {
        Duration before = server.processorTime();

        HttpResponse<String> answer =
            http.send(
                upload(server.url(), room, file.getKey().replaceAll("\\W", "-"), file.getKey())
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(file.getValue()))
                    .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(file.getKey()).isEqualTo(201);
        assertThat(server.processorTime().minus(before)).as(file.getKey()).isLessThan(MOST_FOR_ONE);
      }
      assertThat(server.peakMemory()).isLessThan(MAX_MEMORY);
    }
  }

  private static HttpRequest.Builder upload(String url, String room, String key, String name) {
    String path =
        "/api/v1/rooms/%s/files/%s?name=%s".formatted(room, key, URLEncoder.encode(name, UTF_8));
    return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + SEAT);
  }

  /** What is wrong with the answer; nothing if it is right. */
  private static String attack(HttpClient http, String url, String room, String key, Hostile file)
      throws Exception {
    HttpResponse<String> answer =
        http.send(
            upload(url, room, key, file.name())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file.bytes()))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      return file.name() + ": " + answer.statusCode() + " " + answer.body();
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
    return safe && header(served, "Content-Disposition").startsWith("attachment")
        ? ""
        : file.name() + ": " + served.headers().map();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static List<Hostile> corpus() {
    return List.of(
        new Hostile(
            "eicar.com",
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
                .getBytes(UTF_8)),
        new Hostile(
            "a.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(UTF_8)),
        new Hostile("a.html", "<script>alert(1)</script>".getBytes(UTF_8)),
        new Hostile("a.gif", "GIF89a/*.......*/=alert(1)//".getBytes(UTF_8)),
        new Hostile("a.pdf.exe\u0000.png", "MZ alert(1)".getBytes(UTF_8)),
        new Hostile("../../../etc/cron.d/x", "x".getBytes(UTF_8)),
        new Hostile("\u202Egnp.exe", "x".getBytes(UTF_8)),
        new Hostile("n".repeat(3_000), "x".getBytes(UTF_8)),
        new Hostile("wide.png", png(50_000, 50_000, new byte[10])),
        new Hostile("zeros.png", png(9_000, 9_000, new byte[9_001 * 9_000])),
        new Hostile("frames.gif", gif(100_000)),
        new Hostile("riff.webp", Webps.file(Webps.features(0, 16_383, 16_383))));
  }

  /** Files of 10 MiB, nearly, that cost as much as a file can. */
  private static Map<String, byte[]> costly() {
    byte[] jpeg = Jpegs.colours(true);
    int scan = Jpegs.scan(jpeg);
    byte[] scans =
        filled(
            Arrays.copyOf(jpeg, scan),
            Jpegs.segment(0xDA, new byte[] {1, 1, 0, 0, 63, 0}),
            new byte[] {1, 2});
    byte[] start = new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    byte[] head = Pngs.head(10, 10, 8, 2);
    byte[] profile = Pngs.chunk("iCCP", Bytes.of("a\0\0"), new byte[LARGE - 200]);
    byte[] lossless = Webps.pixels(Webps.lossless());
    return Map.ofEntries(
        Map.entry("scans.jpg", scans),
        Map.entry("comments.jpg", filled(start, Bytes.of("\u00fe\0\2\u00ff"))),
        Map.entry("nothing but fill.jpg", filled(start, Bytes.of("\u00ff"))),
        Map.entry("restarts.jpg", filled(Arrays.copyOf(jpeg, scan + 10), Bytes.of("\u00ff\u00d0"))),
        Map.entry(
            "directories.jpg",
            filled(start, Bytes.of("\u00e1"), notes(), new byte[] {(byte) 0xFF})),
        Map.entry("loops.gif", filled(Gifs.head(9, 9), Gifs.loop("NETSCAPE2.0", 0))),
        Map.entry("stuffed.jpg", filled(Arrays.copyOf(jpeg, scan + 10), Bytes.of("\u00ff\0"))),
        Map.entry("chunks.png", filled(Pngs.file(head), Pngs.chunk("IDAT"))),
        Map.entry("no end.png", filled(start(head), Pngs.chunk("IDAT"))),
        Map.entry("texts.png", filled(start(head), Pngs.chunk("tEXt"))),
        Map.entry("profiles.png", filled(start(head), Pngs.chunk("iCCP", Bytes.of("a\0\0b")))),
        Map.entry("profile.png", Pngs.file(head, profile, Pngs.chunk("IDAT"))),
        Map.entry("places.png", filled(start(head), Pngs.chunk("eXIf", exif()))),
        Map.entry(
            "a long text.png", Bytes.join(start(head), Bytes.of("\u00ff\u00ff\u00ff\u00ffiTXt"))),
        Map.entry("frames.gif", gif(600_000)),
        Map.entry("blocks.gif", filled(Gifs.head(9, 9), Bytes.of("!\u00fe\1a\0"))),
        Map.entry("small blocks.gif", filled(opened(), new byte[] {1, 0x44})),
        Map.entry("chunks.webp", webp(Webps.chunk("ABCD"))),
        Map.entry("frames.webp", webp(Webps.frame(1, 1, 1, lossless))),
        Map.entry("odd frames.webp", webp(Webps.frame(1, 1, 1, lossless, Webps.chunk("ABCD")))));
  }

  private static byte[] start(byte[] head) {
    byte[] file = Pngs.file(head);
    return Arrays.copyOf(file, file.length - 12);
  }

  /** A directory as long as it can be, with nothing that is looked for. */
  private static byte[] exif() {
    return Bytes.join(Bytes.of("MM\0*\0\0\0\10\u00ff\u00ff"), new byte[64_000]);
  }

  private static byte[] notes() {
    byte[] directory = exif();
    int length = directory.length + 8;
    return Bytes.join(
        new byte[] {(byte) (length >> 8), (byte) length}, Bytes.of("Exif\0\0"), directory);
  }

  private static byte[] opened() {
    return Bytes.join(Gifs.head(9, 9), Gifs.place(0, 0, 9, 9), new byte[] {7});
  }

  private static byte[] webp(byte[] chunk) {
    byte[] many = Bytes.repeat(chunk, (LARGE - 100) / chunk.length);
    return Webps.file(Webps.features(2, 1, 1), Webps.movement(0), many);
  }

  private static byte[] filled(byte[] start, byte[]... parts) {
    byte[] part = Bytes.join(parts);
    return Bytes.join(start, Bytes.repeat(part, (LARGE - start.length) / part.length));
  }

  /** A grey picture that says it is so large, whatever is in it. */
  private static byte[] png(int width, int height, byte[] pixels) {
    return Pngs.file(Pngs.head(width, height, 8, 0), Pngs.chunk("IDAT", Pngs.packed(pixels)));
  }

  /** A picture of one pixel that moves for ever. */
  private static byte[] gif(int frames) {
    byte[] frame = Bytes.join(Gifs.place(0, 0, 1, 1), new byte[] {2, 2, 0x44, 1, 0});
    return Bytes.join(Gifs.head(1, 1), Bytes.repeat(frame, frames), new byte[] {0x3B});
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
