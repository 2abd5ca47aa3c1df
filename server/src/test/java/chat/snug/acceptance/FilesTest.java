package chat.snug.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.Bytes;
import chat.snug.testing.Jpegs;
import chat.snug.testing.PictureCorpus;
import chat.snug.testing.PictureCorpus.Sample;
import chat.snug.testing.Pngs;
import chat.snug.testing.TestClient;
import chat.snug.testing.TestDatabase;
import chat.snug.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files: brought over HTTP, sent with a message, read by whoever is told, gone with their room. */
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@Tag("slow")
final class FilesTest {
  private static final String HOST_SEAT = "H".repeat(43);
  private static final String SEAT = "S".repeat(43);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String store;
  private TestServer server;
  private TestClient ana;
  private TestClient bo;
  private String room = "";
  private String code = "";

  FilesTest(String store) {
    this.store = store;
  }

  @BeforeEach
  void start() {
    List<String> flags =
        new ArrayList<>(List.of("--data", data.toString(), "--limits.file-size", "1"));
    if (store.equals("postgresql")) {
      flags.addAll(List.of("--store", TestDatabase.create()));
    }
    server = TestServer.start(flags.toArray(String[]::new));
    ana = TestClient.connect(server.port());
    JsonNode made = ana.call("room:create", "name", "Ana", "token", HOST_SEAT).get("room");
    room = made.get("id").asString();
    code = made.get("code").asString();
    bo = TestClient.connect(server.port());
    bo.call("room:join", "code", code, "name", "Bo", "token", SEAT);
  }

  @AfterEach
  void stop() {
    ana.close();
    bo.close();
    server.close();
  }

  @Test
  void bringsAFileToEverybodyInTheRoom() {
    JsonNode file = uploaded("k1", "notes.txt", "hello file".getBytes(UTF_8));
    JsonNode sent =
        bo.call("message:send", "room", room, "cid", "c1", "text", "", "files", ids(file));

    JsonNode told = ana.next("message");
    assertThat(sent.get("ok").asBoolean()).isTrue();
    assertThat(told.at("/files/0")).isEqualTo(file);
    assertThat(file.get("name").asString()).isEqualTo("notes.txt");
    assertThat(file.get("size").asInt()).isEqualTo(10);
    HttpResponse<byte[]> answer = get("/files/" + file.get("id").asString());
    assertThat(new String(answer.body(), UTF_8)).isEqualTo("hello file");
    JsonNode history = ana.call("history:load", "room", room);
    assertThat(history.at("/events/0/files/0")).isEqualTo(file);
    assertThat(snapshot().at("/events/0/files/0")).isEqualTo(file);
  }

  @Test
  void keepsWhatAFileShowsForThoseWhoDoNotSeeIt() {
    JsonNode file = uploaded("k1", "a.txt", "a".getBytes(UTF_8));
    String id = file.get("id").asString();
    JsonNode described = TestClient.object("id", id, "description", "The Old Bridge at dusk");

    JsonNode empty = TestClient.object("id", id, "description", " ");
    assertThat(send("c1", empty).at("/error/code").asString()).isEqualTo("malformed");
    assertThat(send("c1", described).get("ok").asBoolean()).isTrue();
    assertThat(send("c1", described).get("duplicate").asBoolean()).isTrue();
    assertThat(send("c1", JSON.getNodeFactory().stringNode(id)).at("/error/code").asString())
        .isEqualTo("id_reused");

    assertThat(ana.next("message").at("/files/0/description").asString())
        .isEqualTo("The Old Bridge at dusk");
    assertThat(snapshot().at("/events/0/files/0/description").asString())
        .isEqualTo("The Old Bridge at dusk");
    assertThat(ana.call("history:search", "room", room, "query", "old bridge").get("events"))
        .hasSize(1);
  }

  private JsonNode send(String id, JsonNode file) {
    return bo.call("message:send", "room", room, "cid", id, "text", "", "files", List.of(file));
  }

  @Test
  void letsNothingRunThatWasUploaded() {
    byte[] page = "<html><script>alert(1)</script></html>".getBytes(UTF_8);
    for (String name : List.of("a.html", "a.svg", "a.js", "a.png")) {
      JsonNode file = uploaded(name, name, page);

      HttpResponse<byte[]> answer = get("/files/" + file.get("id").asString());
      assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
      assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
      assertThat(header(answer, "Content-Security-Policy")).startsWith("sandbox");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void keepsPicturesAsTheyAreWithoutWhatIsHiddenInThem() throws IOException {
    byte[] exif = Jpegs.segment(0xE1, Bytes.of("Exif\0\0"), Bytes.exif(6, true, "GPS 48.1, 11.5"));
    byte[] photo =
        join(Jpegs.with(Jpegs.colours(true), exif), Bytes.of("<script>alert(1)</script>"));

    JsonNode file = uploaded("k1", "photo.jpg", photo);
    byte[] stored = get("/files/" + file.get("id").asString()).body();

    assertThat(new String(stored, ISO_8859_1)).doesNotContain("GPS").doesNotContain("script");
    assertThat(file.get("width").asInt()).isLessThan(file.get("height").asInt());
    assertThat(file.get("size").asInt()).isEqualTo(stored.length).isLessThan(photo.length);
    assertThat(file.get("type").asString()).isEqualTo("image/jpeg");
    assertThat(file.get("name").asString()).isEqualTo("photo.jpg");
  }

  @Test
  void showsEachTypeOfPictureInThePage() {
    for (Sample sample : PictureCorpus.all()) {
      JsonNode file = uploaded(sample.name(), "a.picture", sample.bytes());

      HttpResponse<byte[]> answer = get("/files/" + file.get("id").asString());
      assertThat(header(answer, "Content-Type")).isEqualTo(sample.type());
      assertThat(header(answer, "Content-Disposition")).startsWith("inline");
      assertThat(file.get("width").asInt()).isEqualTo(sample.width());
      assertThat(file.get("height").asInt()).isEqualTo(sample.height());
    }
  }

  @Test
  void takesThePlaceOutOfFilmsAndMovesNothingInThem() {
    byte[] words = Bytes.of("+51.4779-000.0015/");
    byte[] track = box("trak", box("tkhd", new byte[9]), box("udta", box("name", words)));
    byte[] place = box("udta", box("\u00a9xyz", words), box("meta", words));
    byte[] film =
        join(
            box("ftyp", Bytes.of("isom")),
            box("moov", box("mvhd", new byte[8]), track, place, box("meta", words)),
            box("uuid", words),
            box("free", words),
            box("mdat", Bytes.of("seen and heard")));

    JsonNode file = uploaded("k1", "film.mp4", film);
    byte[] stored = get("/files/" + file.get("id").asString()).body();

    assertThat(file.get("type").asString()).isEqualTo("video/mp4");
    assertThat(new String(stored, ISO_8859_1))
        .hasSize(film.length)
        .doesNotContain("51.4779")
        .contains("mvhd", "tkhd", "seen and heard");
    assertThat(new String(stored, ISO_8859_1).indexOf("mdat"))
        .isEqualTo(new String(film, ISO_8859_1).indexOf("mdat"));
  }

  @Test
  void shownFilmsHaveNoMoreBoxesThanAreLookedAt() {
    byte[] many = join(box("ftyp", Bytes.of("isom")), Bytes.repeat(box("abcd"), 20_000));

    JsonNode file = uploaded("k1", "film.mp4", many);

    assertThat(file.get("type").asString()).isEqualTo("application/octet-stream");
  }

  private static byte[] box(String type, byte[]... parts) {
    byte[] content = join(parts);
    int size = content.length + 8;
    byte[] head = {0, 0, (byte) (size >> 8), (byte) size};
    return join(head, Bytes.of(type), content);
  }

  @Test
  void keepsPixelBombsAndBrokenPicturesAsFiles() throws IOException {
    byte[] words = Pngs.chunk("tEXt", Bytes.of("where\0at home"));
    byte[] pixels = Pngs.chunk("IDAT", new byte[9]);
    byte[] bomb = Pngs.file(Pngs.head(50_000, 50_000, 8, 2), words, pixels);
    byte[] broken = "\u0089PNG\r\n\u001a\nnothing".getBytes(ISO_8859_1);

    for (byte[] bytes : List.of(bomb, broken)) {
      JsonNode file = uploaded("k" + bytes.length, "a.png", bytes);
      HttpResponse<byte[]> answer = get("/files/" + file.get("id").asString());

      assertThat(file.get("type").asString()).isEqualTo("application/octet-stream");
      assertThat(file.has("width")).isFalse();
      assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
      assertThat(new String(answer.body(), ISO_8859_1)).doesNotContain("at home");
    }
  }

  @Test
  void storesOneFileHoweverOftenItIsSentAgain() throws IOException {
    JsonNode first = uploaded("key", "a.txt", "one".getBytes(UTF_8));
    HttpResponse<String> again = put("key", "a.txt", "one".getBytes(UTF_8));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(again.body())).isEqualTo(first);
    assertThat(filesOnDisk()).hasSize(1);
  }

  @Test
  void refusesOtherBytesUnderTheSameKey() throws IOException {
    JsonNode first = uploaded("key", "a.txt", "one".getBytes(UTF_8));

    assertThat(refusal(put("key", "a.txt", "two".getBytes(UTF_8)))).isEqualTo("id_reused");
    assertThat(refusal(put("key", "a.txt", "one and more".getBytes(UTF_8)))).isEqualTo("id_reused");
    assertThat(refusal(put("key", "b.txt", "one".getBytes(UTF_8)))).isEqualTo("id_reused");
    assertThat(refusal(put("key", "a.txt", new byte[1024 * 1024 + 1]))).isEqualTo("too_large");
    bo.call("message:send", "room", room, "cid", "c1", "text", "", "files", ids(first));
    assertThat(put("key", "a.txt", "two".getBytes(UTF_8)).statusCode()).isEqualTo(409);
    assertThat(put("key", "a.txt", "one".getBytes(UTF_8)).statusCode()).isEqualTo(200);
    assertThat(filesOnDisk()).hasSize(1);
  }

  @Test
  void saysThatAFileIsGoneWithoutHavingThatKept() throws IOException {
    JsonNode file = uploaded("k1", "a.txt", "a file that the disk loses".getBytes(UTF_8));
    bo.call("message:send", "room", room, "cid", "c1", "text", "x", "files", ids(file));
    for (Path lost : filesOnDisk()) {
      Files.delete(lost);
    }

    for (String id : List.of(file.get("id").asString(), "x".repeat(22), "no-id")) {
      HttpResponse<byte[]> answer = get("/files/" + id);

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
      assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    }
    for (String format : List.of("html", "json", "markdown")) {
      HttpResponse<byte[]> room =
          get(
              "/api/v1/rooms/%s/export?format=%s".formatted(this.room, format),
              "Authorization",
              "Bearer " + SEAT);

      assertThat(new String(room.body(), UTF_8)).contains("a.txt");
    }
  }

  @Test
  void keepsToItsBoundsAndSaysWhich() throws IOException {
    assertThat(refusal(put("big", "big.bin", new byte[1024 * 1024 + 1]))).isEqualTo("too_large");
    assertThat(refusal(put("none", "none", new byte[0]))).isEqualTo("malformed");
    assertThat(filesOnDisk()).isEmpty();
    for (String seat : List.of("X".repeat(43), "nonsense", "")) {
      HttpRequest.Builder request = request("k", "a", "x".getBytes(UTF_8), "Bearer " + seat);
      assertThat(refusal(send(request))).isEqualTo("not_member");
    }
    HttpRequest.Builder elsewhere =
        HttpRequest.newBuilder(
                URI.create(server.url() + "/api/v1/rooms/" + "A".repeat(22) + "/files/k"))
            .header("Authorization", "Bearer " + SEAT)
            .PUT(HttpRequest.BodyPublishers.ofString("x"));
    assertThat(refusal(send(elsewhere))).isEqualTo("gone");
  }

  @Test
  void givesAFileToOneMessageOfItsOwnerOnly() {
    JsonNode file = uploaded("k1", "a.txt", "a".getBytes(UTF_8));

    JsonNode stolen =
        ana.call("message:send", "room", room, "cid", "c1", "text", "x", "files", ids(file));
    JsonNode sent =
        bo.call("message:send", "room", room, "cid", "c1", "text", "x", "files", ids(file));
    JsonNode again =
        bo.call("message:send", "room", room, "cid", "c1", "text", "x", "files", ids(file));
    JsonNode twice =
        bo.call("message:send", "room", room, "cid", "c2", "text", "x", "files", ids(file));

    assertThat(stolen.at("/error/code").asString()).isEqualTo("not_found");
    assertThat(sent.get("ok").asBoolean()).isTrue();
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(twice.at("/error/code").asString()).isEqualTo("not_found");
  }

  @Test
  @Tag("slow")
  void removesFilesWithTheirMessageAndWithTheirRoom() throws IOException {
    JsonNode one = uploaded("k1", "a.txt", "a".getBytes(UTF_8));
    JsonNode two = uploaded("k2", "b.txt", "b".getBytes(UTF_8));
    JsonNode sent =
        bo.call("message:send", "room", room, "cid", "c1", "text", "", "files", ids(one));
    bo.call("message:send", "room", room, "cid", "c2", "text", "", "files", ids(two));

    bo.call("message:delete", "room", room, "cid", "c3", "id", sent.get("id").asString());

    assertThat(get("/files/" + one.get("id").asString()).statusCode()).isEqualTo(404);
    assertThat(get("/files/" + two.get("id").asString()).statusCode()).isEqualTo(200);
    Awaitility.await().untilAsserted(() -> assertThat(filesOnDisk()).hasSize(1));
    ana.call("room:close", "room", room);
    assertThat(get("/files/" + two.get("id").asString()).statusCode()).isEqualTo(404);
    Awaitility.await().untilAsserted(() -> assertThat(filesOnDisk()).isEmpty());
  }

  @Test
  void cleansNamesAndServesThemEncoded() {
    for (String name : List.of("../../etc/passwd", "C:\\dir\\passwd", "\u202Epasswd", "..passwd")) {
      assertThat(uploaded(name, name, "x".getBytes(UTF_8)).get("name").asString())
          .isEqualTo("passwd");
    }
    JsonNode longest = uploaded("long", "ä".repeat(500) + ".tar", "x".getBytes(UTF_8));
    assertThat(longest.get("name").asString().getBytes(UTF_8).length).isLessThanOrEqualTo(200);
    assertThat(longest.get("name").asString()).endsWith(".tar");
    JsonNode quoted = uploaded("quoted", "a\";\r\nX: ü.txt", "x".getBytes(UTF_8));
    HttpResponse<byte[]> answer = get("/files/" + quoted.get("id").asString());
    assertThat(answer.headers().firstValue("X")).isEmpty();
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"a__X_ _.txt\"; filename*=UTF-8''a%22%3BX%3A%20%C3%BC.txt");
  }

  @Test
  void servesPartsOfAFile() {
    String id = uploaded("k1", "a.txt", "0123456789".getBytes(UTF_8)).get("id").asString();

    HttpResponse<byte[]> part = get("/files/" + id, "Range", "bytes=2-4");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(new String(part.body(), UTF_8)).isEqualTo("234");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(get("/files/" + id, "Range", "bytes=20-").statusCode()).isEqualTo(200);
  }

  @Test
  void readsNothingOutsideItsFolder() {
    for (String id : List.of("..%2F..%2Fsnug.db", "%00", "A".repeat(22), "..", "x")) {
      assertThat(get("/files/" + id).statusCode()).isIn(400, 404);
    }
  }

  private JsonNode uploaded(String key, String name, byte[] bytes) {
    HttpResponse<String> answer = put(key, name, bytes);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> put(String key, String name, byte[] bytes) {
    return send(request(key, name, bytes, "Bearer " + SEAT));
  }

  private HttpRequest.Builder request(String key, String name, byte[] bytes, String authorization) {
    String path =
        "/api/v1/rooms/%s/files/%s?name=%s"
            .formatted(room, URLEncoder.encode(key, UTF_8), URLEncoder.encode(name, UTF_8));
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .timeout(PATIENCE)
        .header("Authorization", authorization)
        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private static String refusal(HttpResponse<String> answer) {
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    return JSON.readTree(answer.body()).get("code").asString();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private JsonNode snapshot() {
    return ana.call("room:join", "code", code, "name", "Ana");
  }

  private List<Path> filesOnDisk() throws IOException {
    Path folder = data.resolve("files");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static List<String> ids(JsonNode file) {
    return List.of(file.get("id").asString());
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
