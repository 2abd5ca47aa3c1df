package chat.snug.testing;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures of all types that are shown, each with words in every place that may hold some. All are
 * made here, byte by byte or by the JDK.
 */
public final class PictureCorpus {
  /** Stands wherever a picture can say something. */
  public static final String SECRET = "51.4779N 0.0015W at home";

  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET;
  private static final int[] DEPTHS = {1, 2, 4, 8, 16};

  /** A picture, and how large it is when it is upright. */
  @SuppressWarnings("ArrayRecordComponent") // read, never changed
  public record Sample(String name, String type, byte[] bytes, int width, int height) {}

  private final List<Sample> samples = new ArrayList<>();

  private PictureCorpus() {}

  /** JPEG, PNG, APNG and GIF, and the smallest of WebP. */
  public static List<Sample> all() {
    PictureCorpus corpus = new PictureCorpus();
    corpus.addJpegs();
    corpus.addPngs();
    corpus.addGifs();
    corpus.addWebps();
    return List.copyOf(corpus.samples);
  }

  /** A WebP of these frames, of one file each and of one size; the words in it as well. */
  public static byte[] movingWebp(int width, int height, List<byte[]> frames) {
    byte[] all = new byte[0];
    for (byte[] frame : frames) {
      all =
          Bytes.join(
              all,
              Webps.frame(width, height, 120, Webps.pixels(frame), Webps.chunk("WORD", words())));
    }
    return Bytes.join(
        Webps.file(
            Webps.features(0x3E, width, height),
            Webps.chunk("ICCP", profile()),
            Webps.movement(3),
            all,
            Webps.chunk("EXIF", Bytes.exif(6, true, SECRET)),
            Webps.chunk("XMP ", words())),
        words());
  }

  /** A WebP that stands still, with words in it. */
  public static byte[] stillWebp(int width, int height, byte[] file) {
    return Bytes.join(
        Webps.file(
            Webps.features(0x3C, width, height),
            Webps.chunk("ICCP", profile()),
            Webps.pixels(file),
            Webps.chunk("EXIF", Bytes.exif(0, false, SECRET)),
            Webps.chunk("XMP ", words()),
            Webps.chunk("odd.", Bytes.of(SECRET + "!"))),
        words());
  }

  /** Other colours than a screen's. */
  private static byte[] profile() {
    return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  }

  private static byte[] words() {
    return Bytes.of(SECRET);
  }

  private void addJpegs() {
    jpeg("grey", Jpegs.grey());
    jpeg("lines", Jpegs.colours(false));
    jpeg("progressive", Jpegs.colours(true));
    jpeg("print", Jpegs.print());
    byte[] profile = profile();
    byte[] whole = Jpegs.segment(0xE2, Bytes.of("ICC_PROFILE\0\1\1"), profile);
    jpeg("profile", Jpegs.with(Jpegs.colours(false), whole));
    byte[] first = Arrays.copyOf(profile, 300);
    byte[] second = Arrays.copyOfRange(profile, 300, profile.length);
    jpeg(
        "profile in two parts",
        Jpegs.with(
            Jpegs.colours(true),
            Jpegs.segment(0xE2, Bytes.of("ICC_PROFILE\0\1\2"), first),
            Jpegs.segment(0xE2, Bytes.of("ICC_PROFILE\0\2\2"), second)));
    byte[] adobe = Jpegs.segment(0xEE, Bytes.of("Adobe\0\144\0\0\0\0\0"), words());
    jpeg("print of Adobe's", Jpegs.with(Jpegs.print(), adobe));
    for (int orientation = 1; orientation <= 8; orientation++) {
      byte[] exif = Jpegs.exif(orientation, orientation % 2 == 0, SECRET);
      boolean turned = orientation > 4;
      add(
          "jpeg turned " + orientation,
          "image/jpeg",
          spoken(Jpegs.with(Jpegs.colours(orientation % 3 == 0), exif)),
          turned ? Jpegs.HEIGHT : Jpegs.WIDTH,
          turned ? Jpegs.WIDTH : Jpegs.HEIGHT);
    }
    byte[] cut = spoken(Jpegs.colours(false));
    add(
        "jpeg cut",
        "image/jpeg",
        Arrays.copyOf(cut, cut.length - SECRET.length() - 40),
        Jpegs.WIDTH,
        Jpegs.HEIGHT);
  }

  private void jpeg(String name, byte[] bytes) {
    add("jpeg " + name, "image/jpeg", spoken(bytes), Jpegs.WIDTH, Jpegs.HEIGHT);
  }

  /** With words before, between and behind. */
  private static byte[] spoken(byte[] jpeg) {
    byte[] more = Jpegs.segment(0xFE, words());
    byte[] early =
        Bytes.join(
            Jpegs.segment(0xE0, Bytes.of("JFXX\0\20"), words()),
            Jpegs.segment(0xE1, Bytes.of(XMP)),
            Jpegs.segment(0xE2, Bytes.of("MPF\0"), words()),
            Jpegs.segment(0xED, Bytes.of("Photoshop 3.0\0"), words()),
            Jpegs.segment(0xEC, Bytes.of("Ducky"), words()),
            more,
            words());
    return Bytes.join(Jpegs.with(Jpegs.withLate(jpeg, more, words()), early), words());
  }

  private void addPngs() {
    for (int depth : DEPTHS) {
      png("grey " + depth, depth, 0, new byte[0]);
      png("grey, one seen through, " + depth, depth, 0, Pngs.chunk("tRNS", new byte[] {0, 1}));
      if (depth <= 8) {
        int colours = 1 << depth;
        byte[] palette = Pngs.palette(colours);
        png("palette " + depth, depth, 3, palette);
        byte[] seen = Pngs.chunk("tRNS", new byte[] {0, 100});
        png("palette, seen through, " + depth, depth, 3, Bytes.join(palette, seen));
      }
      if (depth >= 8) {
        png("colours " + depth, depth, 2, new byte[0]);
        png("grey and alpha " + depth, depth, 4, new byte[0]);
        png("colours and alpha " + depth, depth, 6, new byte[0]);
      }
    }
    byte[] odd =
        Pngs.chunk("cHRM", Bytes.numbers(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000));
    png("gamma", 8, 2, Bytes.join(Pngs.chunk("gAMA", Bytes.numbers(100_000)), odd));
    png("sRGB", 8, 2, Pngs.chunk("sRGB", new byte[1]));
    png("wide", 8, 2, Pngs.chunk("cICP", new byte[] {12, 13, 0, 1}));
    byte[] named = Pngs.chunk("iCCP", words(), new byte[2], Pngs.packed(profile()));
    png("profile", 8, 6, named);
    for (int orientation = 1; orientation <= 8; orientation++) {
      boolean turned = orientation > 4;
      byte[] exif = Pngs.chunk("eXIf", Bytes.exif(orientation, orientation % 2 == 0, SECRET));
      add(
          "png turned " + orientation,
          "image/png",
          spoken(Pngs.file(Pngs.head(8, 6), exif, Pngs.pixels(32, 1)), new byte[0]),
          turned ? Pngs.HEIGHT : Pngs.WIDTH,
          turned ? Pngs.WIDTH : Pngs.HEIGHT);
    }
    add("png that moves", "image/png", spoken(Pngs.moving(), new byte[0]), Pngs.WIDTH, Pngs.HEIGHT);
  }

  private void png(String name, int depth, int kind, byte[] chunks) {
    int[] channels = {1, 0, 3, 1, 2, 0, 4};
    byte[] png = Pngs.file(Pngs.head(depth, kind), Pngs.pixels(depth * channels[kind], depth));
    add("png " + name, "image/png", spoken(png, chunks), Pngs.WIDTH, Pngs.HEIGHT);
  }

  private static byte[] spoken(byte[] png, byte[] chunks) {
    byte[] early =
        Bytes.join(
            Pngs.chunk("tEXt", Bytes.of("Comment\0"), words()),
            Pngs.chunk("iTXt", Bytes.of("XML:com.adobe.xmp\0\0\0\0\0"), words()),
            chunks,
            Pngs.chunk("zTXt", Bytes.of("Where\0\0"), Pngs.packed(words())),
            Pngs.chunk("gAMA", words()),
            Pngs.chunk("prVt", words()));
    byte[] late =
        Bytes.join(
            Pngs.chunk("tIME", Bytes.of("\7\152\13\33\3\20\6")),
            Pngs.chunk("tEXt", Bytes.of("Comment\0"), words()));
    return Bytes.join(Pngs.with(png, early, late), words());
  }

  private void addGifs() {
    byte[] head = Gifs.head(Gifs.WIDTH, Gifs.HEIGHT);
    byte[] talk =
        Bytes.join(
            Gifs.extension(0xFE, words(), words()),
            Gifs.extension(0xFF, Bytes.of("XMP DataXMP"), words()),
            Gifs.extension(0xFF, Bytes.of("MYAPPLI1.0"), words()),
            Gifs.extension(0x01, new byte[12], words()));
    byte[] still = Gifs.frame(0, 0, Gifs.WIDTH, Gifs.HEIGHT, 1);
    gif("still", Bytes.join(head, talk, still));
    gif("seen through", Bytes.join(head, Gifs.control(0, 0), still, talk));
    gif("small and elsewhere", Bytes.join(head, Gifs.frame(5, 3, 4, 4, 2)));
    for (String application : List.of("NETSCAPE2.0", "ANIMEXTS1.0")) {
      for (int disposal = 0; disposal <= 3; disposal++) {
        gif(
            "that moves, disposal " + disposal + " " + application,
            Bytes.join(
                head,
                Gifs.loop(application, disposal),
                Gifs.control(10, disposal),
                still,
                talk,
                Gifs.control(20, disposal),
                Gifs.frame(2, 1, 9, 7, 3),
                Gifs.control(30, disposal),
                Gifs.frame(8, 4, 11, 7, 4)));
      }
    }
    byte[] none = Gifs.head(2, 2);
    add(
        "gif larger than it says",
        "image/gif",
        Bytes.join(none, Gifs.frame(3, 3, 6, 5, 1), Gifs.END),
        9,
        8);
  }

  private void gif(String name, byte[] bytes) {
    add("gif " + name, "image/gif", Bytes.join(bytes, Gifs.END, words()), Gifs.WIDTH, Gifs.HEIGHT);
  }

  private void addWebps() {
    add("webp lossless", "image/webp", Bytes.join(Webps.lossless(), words()), 1, 1);
    add("webp lossy", "image/webp", Bytes.join(Webps.lossy(), words()), 1, 1);
    add("webp seen through", "image/webp", stillWebp(1, 1, Webps.transparent()), 1, 1);
    List<byte[]> frames = List.of(Webps.lossy(), Webps.lossless(), Webps.transparent());
    add("webp that moves", "image/webp", movingWebp(1, 1, frames), 1, 1);
  }

  private void add(String name, String type, byte[] bytes, int width, int height) {
    samples.add(new Sample(name, type, bytes, width, height));
  }
}
