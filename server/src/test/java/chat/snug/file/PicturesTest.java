package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.file.Pictures.Outline;
import chat.snug.testing.Bytes;
import chat.snug.testing.Gifs;
import chat.snug.testing.Jpegs;
import chat.snug.testing.OddPictures;
import chat.snug.testing.PictureCorpus;
import chat.snug.testing.PictureCorpus.Sample;
import chat.snug.testing.Pngs;
import chat.snug.testing.Webps;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pictures are copied as they are, but for what describes them. What a browser sees: PicturesIT.
 */
@Tag("slow")
final class PicturesTest {
  @TempDir private Path folder;
  private int copies;

  /** A picture that was copied. */
  @SuppressWarnings("ArrayRecordComponent") // read, never changed
  private record Copied(Optional<Outline> outline, byte[] bytes) {}

  static List<Sample> corpus() {
    return Stream.concat(PictureCorpus.all().stream(), OddPictures.shown().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void keepsThePictureAndNoWord(Sample sample) throws IOException {
    Copied copied = copy(sample.bytes(), sample.type());

    if (sample.width() > 0) {
      assertThat(copied.outline()).hasValue(new Outline(sample.width(), sample.height(), true));
    }
    assertThat(copied.outline().orElseThrow().isShown()).isTrue();
    assertThat(new String(copied.bytes(), ISO_8859_1))
        .doesNotContain(PictureCorpus.SECRET)
        .doesNotContain(
            "zTXt", "XMP", "Photoshop", "JFXX", "Ducky", "MPF", "prVt", "tIME", "ftyp", "8BIM");
    assertThat(copied.bytes().length).isLessThanOrEqualTo(sample.bytes().length);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void changesNothingThatIsBareAlready(Sample sample) throws IOException {
    byte[] bare = copy(sample.bytes(), sample.type()).bytes();

    Copied again = copy(bare, sample.type());

    assertThat(again.bytes()).isEqualTo(bare);
  }

  @Test
  void showsADecoderTheSamePixels() throws IOException {
    int compared = 0;
    for (Sample sample : corpus()) {
      Optional<BufferedImage> before = decoded(sample.bytes());
      if (before.isPresent()) {
        BufferedImage after = decoded(copy(sample.bytes(), sample.type()).bytes()).orElseThrow();
        assertThat(pixels(after)).as(sample.name()).isEqualTo(pixels(before.get()));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void leavesNoWordOfAPictureThatEndsTooEarly(Sample sample) throws IOException {
    byte[] bytes = sample.bytes();
    for (int length = 1; length < bytes.length; length += 1 + bytes.length / 40) {
      Copied copied = copy(Arrays.copyOf(bytes, length), sample.type());

      assertThat(new String(copied.bytes(), ISO_8859_1))
          .doesNotContain(PictureCorpus.SECRET.substring(0, 8));
      assertThat(copied.bytes().length).isLessThanOrEqualTo(length + 16);
    }
  }

  @Test
  void showsNoPictureOfAKindThatNoBrowserKnows() throws IOException {
    for (Sample sample : OddPictures.unseen()) {
      Copied copied = copy(sample.bytes(), sample.type());

      assertThat(copied.outline().filter(Outline::isShown)).as(sample.name()).isEmpty();
      assertThat(new String(copied.bytes(), ISO_8859_1)).doesNotContain(PictureCorpus.SECRET);
    }
  }

  static Stream<String> types() {
    return MediaType.PICTURES.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("types")
  void copiesAnythingOrSaysThatItIsNoPicture(String type) throws IOException {
    Random random = new Random(type.hashCode());
    for (Sample sample : corpus()) {
      if (!sample.type().equals(type)) {
        continue;
      }
      for (int i = 0; i < 60; i++) {
        byte[] damaged = Arrays.copyOf(sample.bytes(), 1 + random.nextInt(sample.bytes().length));
        for (int j = random.nextInt(4); j > 0; j--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }

        Copied copied = copy(damaged, type);

        assertThat(copied.bytes().length).isLessThanOrEqualTo(damaged.length + 16);
      }
    }
  }

  @Test
  void showsNothingBeyondItsBoundsAndTakesItsWordsAllTheSame() throws IOException {
    byte[] words = Bytes.of(PictureCorpus.SECRET);
    byte[] comment = Pngs.chunk("tEXt", words);
    byte[] pixels = Pngs.chunk("IDAT", new byte[10]);
    byte[] lossless = Webps.pixels(Webps.lossless());
    List<byte[]> bombs =
        List.of(
            Pngs.file(Pngs.head(50_000, 50_000, 8, 2), comment, pixels),
            Pngs.file(Pngs.head(12_001, 1, 8, 2), comment, pixels),
            Pngs.file(Pngs.head(6_400, 6_400, 8, 2), comment, pixels),
            Pngs.file(Pngs.head(-1, 2, 8, 2), comment, pixels),
            moving(10_001),
            Bytes.join(Gifs.head(65_535, 65_535), frame(), words),
            Bytes.join(
                Gifs.head(1, 1), frame(), Gifs.place(0, 0, 65_535, 32_000), new byte[2], words),
            Bytes.join(Gifs.head(1, 1), Bytes.repeat(frame(), 10_001), words),
            Jpegs.with(resized(Jpegs.colours(false), 65_000, 65_000), Jpegs.segment(0xFE, words)),
            scans(101),
            Webps.file(
                Webps.features(2, 1, 1),
                Webps.movement(0),
                Bytes.repeat(Webps.frame(1, 1, 10, lossless), 10_001),
                Webps.chunk("XMP ", words)));
    for (byte[] bomb : bombs) {
      String type = typeOf(bomb);

      Copied copied = copy(bomb, type);

      assertThat(copied.outline().map(Outline::isShown)).as(type).hasValue(false);
      assertThat(new String(copied.bytes(), ISO_8859_1)).doesNotContain(PictureCorpus.SECRET);
    }
    assertThat(copy(moving(9_999), "image/png").outline().orElseThrow().isShown()).isTrue();
    assertThat(copy(scans(100), "image/jpeg").outline().orElseThrow().isShown()).isTrue();
  }

  @Test
  void takesNoPictureForOne() throws IOException {
    byte[] lossless = Webps.pixels(Webps.lossless());
    List<byte[]> none =
        List.of(
            Bytes.of("\u0089PNG\r\n\u001a\nnothing"),
            Pngs.file(Pngs.head(1, 1, 8, 2)),
            Pngs.file(Pngs.chunk("IDAT", new byte[9])),
            Bytes.of("GIF89a/*.......*/=alert(1)//"),
            Gifs.head(1, 1),
            new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9},
            Arrays.copyOf(Jpegs.colours(false), 300),
            Webps.file(Webps.features(0, 16_383, 16_383)),
            Webps.file(Webps.features(0, 100, 100), lossless),
            Webps.file(Webps.features(2, 1, 1), Webps.frame(100, 100, 1, lossless)),
            Webps.file(Webps.features(2, 100, 100), Webps.frame(100, 100, 1, lossless)),
            Webps.file(Webps.chunk("VP8L", new byte[5])));
    for (byte[] file : none) {
      assertThat(copy(file, typeOf(file)).outline()).as(typeOf(file)).isEmpty();
    }
  }

  private Copied copy(byte[] bytes, String type) throws IOException {
    Path original = folder.resolve("original");
    Files.write(original, bytes);
    Path target = folder.resolve("copy" + copies++);
    Optional<Outline> outline = Pictures.copy(original, type, target);
    byte[] copied = Files.readAllBytes(target);
    Files.delete(target);
    return new Copied(outline, copied);
  }

  private static String typeOf(byte[] file) {
    return MediaType.of(file, Math.min(file.length, MediaType.HEAD_BYTES));
  }

  private static byte[] moving(int frames) {
    byte[] frame = Pngs.chunk("fcTL", new byte[26]);
    return Pngs.file(
        Pngs.head(1, 1, 8, 2),
        Pngs.chunk("acTL", new byte[8]),
        Bytes.repeat(frame, frames),
        Pngs.chunk("IDAT", new byte[9]));
  }

  private static byte[] frame() {
    return Bytes.join(Gifs.place(0, 0, 1, 1), new byte[] {2, 2, 0x44, 1, 0});
  }

  private static byte[] scans(int scans) {
    byte[] jpeg = Jpegs.colours(false);
    int scan = Jpegs.scan(jpeg);
    byte[] one = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
    return Bytes.join(Arrays.copyOf(jpeg, scan), Bytes.repeat(one, scans));
  }

  private static byte[] resized(byte[] jpeg, int width, int height) {
    byte[] resized = jpeg.clone();
    int at = 2;
    while ((resized[at + 1] & 0xFF) != 0xC0) {
      at += 2 + ((resized[at + 2] & 0xFF) << 8 | (resized[at + 3] & 0xFF));
    }
    resized[at + 5] = (byte) (height >> 8);
    resized[at + 6] = (byte) height;
    resized[at + 7] = (byte) (width >> 8);
    resized[at + 8] = (byte) width;
    return resized;
  }

  /** What the JDK sees, if it can read this. */
  private static Optional<BufferedImage> decoded(byte[] bytes) {
    try {
      return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(bytes)));
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
