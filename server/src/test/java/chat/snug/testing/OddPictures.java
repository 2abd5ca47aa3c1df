package chat.snug.testing;

import chat.snug.testing.PictureCorpus.Sample;
import java.util.ArrayList;
import java.util.List;

/** What the corpus has no place for: rare, broken and half-right pictures, with words in them. */
public final class OddPictures {
  private static final String JPEG = "image/jpeg";
  private static final String PNG = "image/png";
  private static final String GIF = "image/gif";
  private static final int[] DEPTHS = {1, 2, 4, 8, 16};

  private final List<Sample> samples = new ArrayList<>();

  private OddPictures() {}

  /** Pictures that browsers show; the size that is told of one that is turned is left to them. */
  public static List<Sample> shown() {
    OddPictures odd = new OddPictures();
    odd.addJpegs();
    odd.addPngs();
    odd.addGifs();
    return List.copyOf(odd.samples);
  }

  /** Pictures that no browser shows. */
  public static List<Sample> unseen() {
    OddPictures odd = new OddPictures();
    byte[] comment = Jpegs.segment(0xFE, words());
    int[] codings = {0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF};
    for (int coding : codings) {
      byte[] jpeg = OddJpegs.grey(coding, 8, 0, OddJpegs.HEIGHT);
      odd.jpeg("jpeg coded " + Integer.toHexString(coding), Jpegs.with(jpeg, comment));
    }
    odd.jpeg("jpeg of 12 bits", OddJpegs.grey(0xC1, 12, 0, OddJpegs.HEIGHT));
    byte[] later = OddJpegs.grey(0xC0, 8, 0, 0);
    odd.jpeg("jpeg that says late how high it is", later);
    return List.copyOf(odd.samples);
  }

  private static byte[] words() {
    return Bytes.of(PictureCorpus.SECRET);
  }

  private void addJpegs() {
    jpeg("jpeg of blocks", OddJpegs.plain());
    for (int restart : new int[] {1, 2, 5}) {
      jpeg("jpeg, restarts " + restart, OddJpegs.grey(0xC0, 8, restart, OddJpegs.HEIGHT));
    }
    jpeg("jpeg, arithmetic", OddJpegs.grey(0xC9, 8, 0, OddJpegs.HEIGHT));
    jpeg("jpeg, extended", OddJpegs.grey(0xC1, 8, 2, OddJpegs.HEIGHT));
    for (int orientation = 1; orientation <= 8; orientation++) {
      boolean little = orientation % 2 == 1;
      byte[] exif = OddJpegs.telephone(orientation, little, PictureCorpus.SECRET);
      boolean turned = orientation > 4;
      add(
          "photo of a telephone " + orientation,
          JPEG,
          OddJpegs.photo(exif, PictureCorpus.SECRET),
          turned ? OddJpegs.HEIGHT : OddJpegs.WIDTH,
          turned ? OddJpegs.WIDTH : OddJpegs.HEIGHT);
    }
    List<byte[]> contradictions = OddJpegs.contradictions();
    for (byte[] jpeg : contradictions) {
      add("jpeg, contradiction " + samples.size(), JPEG, jpeg, 0, 0);
    }
    byte[] filled = new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    jpeg("jpeg, filled", Jpegs.with(OddJpegs.plain(), filled));
  }

  private void jpeg(String name, byte[] bytes) {
    add(name, JPEG, Bytes.join(bytes, words()), OddJpegs.WIDTH, OddJpegs.HEIGHT);
  }

  private void addPngs() {
    int[] channels = {1, 0, 3, 1, 2, 0, 4};
    for (int kind : new int[] {0, 2, 3, 4, 6}) {
      for (int depth : DEPTHS) {
        boolean fits = kind == 0 || (kind == 3 ? depth <= 8 : depth >= 8);
        if (fits) {
          byte[] palette = kind == 3 ? Pngs.palette(1 << depth) : new byte[0];
          byte[] rows = Pngs.interlaced(depth * channels[kind], depth);
          png(
              "png, interlaced, kind %s depth %s".formatted(kind, depth),
              Pngs.head(Pngs.WIDTH, Pngs.HEIGHT, depth, kind, 1),
              palette,
              Pngs.chunk("IDAT", Pngs.packed(rows)));
        }
      }
    }
    byte[] head = Pngs.head(8, 2);
    byte[] packed = Pngs.packed(Pngs.filtered(24, 3));
    byte[] pixels = Pngs.chunk("IDAT", packed);
    png("png, every filter", head, pixels);
    png("png in pieces", head, Pngs.pieces(packed, 7));
    png(
        "png, one colour is none",
        head,
        Pngs.chunk("tRNS", new byte[] {0, 3, 0, 31, 0, 7}),
        pixels);
    png("png of few bits", head, Pngs.chunk("sBIT", new byte[] {5, 6, 5}), pixels);
    png("png on a ground", head, Pngs.chunk("bKGD", new byte[] {0, 9, 0, 99, 0, 9}), pixels);
    png("png, long dots", head, Pngs.chunk("pHYs", Bytes.numbers(2, 1), new byte[1]), pixels);
    png(
        "png with words behind",
        head,
        pixels,
        Pngs.chunk("iTXt", Bytes.of("a\0\0\0\0\0"), words()));
    png("png, bright", head, Pngs.chunk("cICP", new byte[] {9, 16, 0, 1}), pixels);
    png("png with a sum that is wrong", head, Pngs.wrong("tEXt", words()), pixels);
    for (byte[] place : List.of(head, Bytes.join(head, pixels))) {
      byte[] exif = Pngs.chunk("eXIf", Bytes.exif(6, true, PictureCorpus.SECRET));
      byte[] rest = place == head ? pixels : new byte[0];
      add("png turned, " + place.length, PNG, Pngs.file(place, exif, rest), 0, 0);
    }
    for (int first : new int[] {1, 3, 9}) {
      byte[] one = Pngs.chunk("eXIf", Bytes.exif(first, false, PictureCorpus.SECRET));
      byte[] two = Pngs.chunk("eXIf", Bytes.exif(6, false, PictureCorpus.SECRET));
      add("png, contradiction " + first, PNG, Pngs.file(head, one, two, pixels), 0, 0);
    }
    for (int plays = 0; plays < 2; plays++) {
      for (int way = 0; way < 3; way++) {
        png("png that moves, %s times, way %s".formatted(plays, way), Pngs.hidden(plays, way));
      }
    }
  }

  private void png(String name, byte[]... chunks) {
    add(name, PNG, Bytes.join(Pngs.file(chunks), words()), Pngs.WIDTH, Pngs.HEIGHT);
  }

  private void addGifs() {
    byte[] head = Gifs.head(Gifs.WIDTH, Gifs.HEIGHT);
    byte[] still = Gifs.frame(0, 0, Gifs.WIDTH, Gifs.HEIGHT, 1);
    byte[] other = Gifs.frame(3, 2, 9, 8, 5);
    byte[] old = Bytes.join(head);
    old[4] = '7';
    gif("gif of 1987", old, still);
    gif("gif, interlaced", head, Gifs.withFlags(still, 0x40));
    gif("gif, own colours", Gifs.colourless(), Gifs.withColours(still), Gifs.withColours(other));
    byte[] comment = Gifs.extension(0xFE, words());
    gif("gif, a word between", head, Gifs.control(7, 2), comment, still, other);
    gif("gif, two controls", head, Gifs.control(7, 2), Gifs.control(9, 1), still, other);
    gif("gif, a control for none", head, still, other, Gifs.control(9, 1));
    gif("gif, at once", head, Gifs.control(0, 0), still, Gifs.control(1, 0), other);
    gif("gif, once", head, Gifs.loop("NETSCAPE2.0", 1), still, other);
    gif("gif, for ever and twice", head, twice(), still, other);
    byte[] more =
        Gifs.extension(0xFF, Bytes.of("NETSCAPE2.0"), repeat(3), new byte[] {2, 9, 9, 9, 9});
    gif("gif, more of Netscape's", head, more, still, other);
    byte[] said = Gifs.extension(0xFF, Bytes.of("NETSCAPE2.0"), words(), repeat(3));
    gif("gif, Netscape says", head, said, still, other);
    gif("gif beyond its edge", head, still, Gifs.frame(12, 6, 15, 12, 9));
    add("gif without an end", GIF, Bytes.join(head, still, other), Gifs.WIDTH, Gifs.HEIGHT);
  }

  private static byte[] twice() {
    return Bytes.join(Gifs.loop("NETSCAPE2.0", 0), Gifs.loop("NETSCAPE2.0", 2));
  }

  private static byte[] repeat(int times) {
    return Bytes.join(new byte[] {1}, Bytes.little(times, 2));
  }

  private void gif(String name, byte[]... parts) {
    add(name, GIF, Bytes.join(Bytes.join(parts), Gifs.END, words()), Gifs.WIDTH, Gifs.HEIGHT);
  }

  private void add(String name, String type, byte[] bytes, int width, int height) {
    samples.add(new Sample(name, type, bytes, width, height));
  }
}
