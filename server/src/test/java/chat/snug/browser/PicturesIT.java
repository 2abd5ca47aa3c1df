package chat.snug.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.OddPictures;
import chat.snug.testing.PictureCorpus;
import chat.snug.testing.PictureCorpus.Sample;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AutoCloseableSoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Whatever Chromium shows of a picture it shows of the one that we serve: the same pixels, upright,
 * frame by frame, and none of the words.
 */
@Tag("browser")
final class PicturesIT {
  private static final String SEAT = "P".repeat(43);

  /** Size and pixels as an img has them, then each frame, its time, and how often all repeat. */
  private static final String LOOK =
      """
      async ({ type, sent, address }) => {
        const sum = (source, width, height) => {
          const canvas = new OffscreenCanvas(width, height);
          const pen = canvas.getContext('2d');
          pen.drawImage(source, 0, 0);
          return pen.getImageData(0, 0, width, height).data.reduce((h, b) => (h * 31 + b) | 0, 7);
        };
        const look = async (data) => {
          const image = new Image();
          image.src = URL.createObjectURL(new Blob([data], { type }));
          await image.decode().catch(() => undefined);
          const { naturalWidth: width, naturalHeight: height } = image;
          const decoder = new ImageDecoder({ data, type });
          await decoder.tracks.ready;
          await decoder.completed;
          const track = decoder.tracks.selectedTrack;
          const frames = [];
          for (let i = 0; i < track.frameCount; i++) {
            const decoded = await decoder.decode({ frameIndex: i }).catch(() => undefined);
            if (!decoded) {
              frames.push('cannot be decoded');
              continue;
            }
            const frame = decoded.image;
            const { displayWidth, displayHeight, duration, colorSpace } = frame;
            const pixels = sum(frame, displayWidth, displayHeight);
            frames.push({ displayWidth, displayHeight, duration, colorSpace, pixels });
          }
          const pixels = width ? sum(image, width, height) : 0;
          return { width, height, pixels, repeats: track.repetitionCount, frames };
        };
        const before = await look(Uint8Array.from(atob(sent), (c) => c.charCodeAt(0)));
        const after = await look(new Uint8Array(await (await fetch(address)).arrayBuffer()));
        return JSON.stringify({ before, after });
      }
      """;

  private static final String IS_SHOWN =
      """
      async ({ type, sent }) => {
        const data = Uint8Array.from(atob(sent), (c) => c.charCodeAt(0));
        return createImageBitmap(new Blob([data], { type })).then(() => true, () => false);
      }
      """;

  private static final String DRAW =
      """
      async ({ quality, seed, alpha }) => {
        const canvas = new OffscreenCanvas(33, 21);
        const pen = canvas.getContext('2d', { alpha });
        pen.fillStyle = `rgb(${seed * 60}, 90, 200)`;
        pen.fillRect(0, 0, 22, 21);
        pen.fillStyle = `rgba(250, ${seed * 50}, 10, 0.5)`;
        pen.fillRect(seed * 5, 4, 12, 12);
        const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        return btoa(String.fromCharCode(...bytes));
      }
      """;

  @TempDir private static Path data;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Browsers browsers;
  private static ServerProcess server;

  @BeforeAll
  static void open() {
    browsers = Browsers.start();
    server =
        ServerProcess.start(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--data",
            data.toString(),
            "--limits.exempt-addresses",
            "127.0.0.1");
  }

  @AfterAll
  static void close() {
    server.close();
    browsers.close();
  }

  @Test
  void showsEveryPictureAsItWasSentWithoutAWord() throws Exception {
    try (Page page = browsers.browser().newPage();
        TestClient host = TestClient.connect(server.port());
        AutoCloseableSoftAssertions all = new AutoCloseableSoftAssertions()) {
      page.navigate(server.url());
      String room =
          host.call("room:create", "name", "Hanna", "token", SEAT).at("/room/id").asString();
      List<Sample> samples = new ArrayList<>(PictureCorpus.all());
      samples.addAll(OddPictures.shown());
      samples.addAll(webps(page));
      for (Sample sample : samples) {
        JsonNode file = upload(room, sample);
        assertThat(file.has("width")).as(sample.name() + ": " + file).isTrue();
        String address = server.url() + "/files/" + file.get("id").asString();

        JsonNode seen =
            TestClient.JSON.readTree(
                (String)
                    page.evaluate(
                        LOOK,
                        Map.of(
                            "type",
                            sample.type(),
                            "sent",
                            Base64.getEncoder().encodeToString(sample.bytes()),
                            "address",
                            address)));

        all.assertThat(seen.get("after")).as(sample.name()).isEqualTo(seen.get("before"));
        all.assertThat(seen.at("/after/frames")).as(sample.name()).isNotEmpty();
        all.assertThat(size(file)).as(sample.name()).isEqualTo(size(seen.get("after")));
        if (sample.width() > 0) {
          all.assertThat(size(file))
              .as(sample.name())
              .isEqualTo(sample.width() + "x" + sample.height());
        }
        all.assertThat(file.get("type").asString()).isEqualTo(sample.type());
        all.assertThat(new String(read(address), ISO_8859_1)).doesNotContain(PictureCorpus.SECRET);
      }
      assertThat(samples).hasSizeGreaterThan(140);
    }
  }

  @Test
  void offersWhatChromiumDoesNotShowAsAFile() throws Exception {
    try (Page page = browsers.browser().newPage();
        TestClient host = TestClient.connect(server.port());
        AutoCloseableSoftAssertions all = new AutoCloseableSoftAssertions()) {
      page.navigate(server.url());
      String room =
          host.call("room:create", "name", "Hanna", "token", SEAT).at("/room/id").asString();
      for (Sample sample : OddPictures.unseen()) {
        String sent = Base64.getEncoder().encodeToString(sample.bytes());

        JsonNode file = upload(room, sample);

        all.assertThat(
                (boolean) page.evaluate(IS_SHOWN, Map.of("type", sample.type(), "sent", sent)))
            .as(sample.name())
            .isFalse();
        all.assertThat(file.get("type").asString())
            .as(sample.name())
            .isEqualTo("application/octet-stream");
        all.assertThat(file.has("width")).as(sample.name()).isFalse();
      }
    }
  }

  private static String size(JsonNode picture) {
    return picture.get("width").asInt() + "x" + picture.get("height").asInt();
  }

  /** Chromium's own, still and moving, lossy and not. */
  private static List<Sample> webps(Page page) {
    List<Sample> samples = new ArrayList<>();
    for (double quality : new double[] {0.6, 1}) {
      for (boolean alpha : new boolean[] {true, false}) {
        List<byte[]> frames = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
          Map<String, Object> how = Map.of("quality", quality, "seed", seed, "alpha", alpha);
          frames.add(Base64.getDecoder().decode((String) page.evaluate(DRAW, how)));
        }
        String name = "webp of %s, alpha %s".formatted(quality, alpha);
        byte[] still = PictureCorpus.stillWebp(33, 21, frames.getFirst());
        samples.add(new Sample(name, "image/webp", still, 33, 21));
        byte[] moving = PictureCorpus.movingWebp(33, 21, frames);
        samples.add(new Sample(name + ", moves", "image/webp", moving, 33, 21));
      }
    }
    return samples;
  }

  private static JsonNode upload(String room, Sample sample) throws Exception {
    String path = "/api/v1/rooms/%s/files/%s".formatted(room, sample.name().replaceAll("\\W", "-"));
    String answer =
        HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + path + "?name=a.picture"))
                    .header("Authorization", "Bearer " + SEAT)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(sample.bytes()))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return TestClient.JSON.readTree(answer);
  }

  private static byte[] read(String address) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray())
        .body();
  }
}
