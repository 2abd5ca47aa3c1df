package chat.snug.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNGs of every kind, chunk by chunk. */
public final class Pngs {
  static final int WIDTH = 21;
  static final int HEIGHT = 13;
  private static final byte[] SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1);

  private Pngs() {}

  /** A file of these chunks; its end is put behind them. */
  public static byte[] file(byte[]... chunks) {
    return Bytes.join(SIGNATURE, Bytes.join(chunks), chunk("IEND"));
  }

  /** A chunk with its length and its sum. */
  public static byte[] chunk(String type, byte[]... parts) {
    byte[] content = Bytes.join(parts);
    CRC32 sum = new CRC32();
    sum.update(type.getBytes(ISO_8859_1));
    sum.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(type.getBytes(ISO_8859_1))
        .put(content)
        .putInt((int) sum.getValue())
        .array();
  }

  /** The head of a picture of any size. */
  public static byte[] head(int width, int height, int depth, int colours) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colours)
            .array());
  }

  /** The head of a picture whose rows come in an order of their own, if interlace is 1. */
  static byte[] head(int width, int height, int depth, int colours, int interlace) {
    byte[] kinds = {(byte) depth, (byte) colours, 0, 0, (byte) interlace};
    return chunk("IHDR", Bytes.numbers(width, height), kinds);
  }

  static byte[] head(int depth, int colours) {
    return head(WIDTH, HEIGHT, depth, colours);
  }

  /** Pixels that differ from place to place, of so many bits each. */
  static byte[] pixels(int bits, int seed) {
    return chunk("IDAT", packed(rows(bits, seed)));
  }

  static byte[] rows(int bits, int seed) {
    int row = (WIDTH * bits + 7) / 8;
    byte[] rows = new byte[(row + 1) * HEIGHT];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % (row + 1) == 0 ? 0 : (byte) (i * 7 + seed * 31 + i / row * 3);
    }
    return rows;
  }

  /** Rows in seven passes, as Adam M. Costello has ordered them. */
  static byte[] interlaced(int bits, int seed) {
    int[][] passes = {
      {0, 0, 8, 8},
      {4, 0, 8, 8},
      {0, 4, 4, 8},
      {2, 0, 4, 4},
      {0, 2, 2, 4},
      {1, 0, 2, 2},
      {0, 1, 1, 2}
    };
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int[] pass : passes) {
      int width = (WIDTH - pass[0] + pass[2] - 1) / pass[2];
      int height = (HEIGHT - pass[1] + pass[3] - 1) / pass[3];
      int row = (width * bits + 7) / 8;
      for (int i = 0; i < (row + 1) * height; i++) {
        all.write(i % (row + 1) == 0 ? 0 : i * 7 + seed * 31 + pass[0]);
      }
    }
    return all.toByteArray();
  }

  /** Rows of which each is written down by another filter. */
  static byte[] filtered(int bits, int seed) {
    byte[] rows = rows(bits, seed);
    int row = rows.length / HEIGHT;
    for (int i = 0; i < HEIGHT; i++) {
      rows[i * row] = (byte) (i % 5);
    }
    return rows;
  }

  /** Coded pixels in chunks of so many bytes, the first of which is empty. */
  static byte[] pieces(byte[] packed, int size) {
    byte[] all = chunk("IDAT");
    for (int from = 0; from < packed.length; from += size) {
      all =
          Bytes.join(
              all,
              chunk(
                  "IDAT", Arrays.copyOfRange(packed, from, Math.min(packed.length, from + size))));
    }
    return all;
  }

  /** A chunk that does not come as it was sent. */
  static byte[] wrong(String type, byte[] content) {
    byte[] chunk = chunk(type, content);
    chunk[chunk.length - 1]++;
    return chunk;
  }

  /** A picture that moves, and stands still as another where nothing moves; words are between. */
  static byte[] hidden(int plays, int way) {
    byte[] words = chunk("tEXt", Bytes.of("Comment\0" + PictureCorpus.SECRET));
    return Bytes.join(
        head(8, 6),
        chunk("acTL", Bytes.numbers(2, plays)),
        chunk("IDAT", packed(rows(32, 9))),
        frame(0, WIDTH, HEIGHT, 0, 0, way),
        chunk("fdAT", Bytes.numbers(1), packed(rows(32, 1))),
        words,
        frame(2, WIDTH - 4, HEIGHT - 3, 2, 1, way),
        chunk("fdAT", Bytes.numbers(3), packed(smaller())));
  }

  private static byte[] smaller() {
    byte[] rows = new byte[((WIDTH - 4) * 4 + 1) * (HEIGHT - 3)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % ((WIDTH - 4) * 4 + 1) == 0 ? 0 : (byte) (i * 5);
    }
    return rows;
  }

  static byte[] palette(int colours) {
    byte[] entries = new byte[colours * 3];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (byte) (i * 53 + 17);
    }
    return chunk("PLTE", entries);
  }

  /** What deflate makes of it. */
  public static byte[] packed(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    }
  }

  /** A picture that moves: three frames, the second of a part only. */
  static byte[] moving() {
    return file(
        head(8, 6),
        chunk("acTL", Bytes.numbers(3, 2)),
        frame(0, WIDTH, HEIGHT, 0, 0, 0),
        chunk("IDAT", packed(rows(32, 1))),
        frame(1, WIDTH, 5, 0, 4, 1),
        chunk("fdAT", Bytes.numbers(2), packed(Arrays.copyOf(rows(32, 2), (WIDTH * 4 + 1) * 5))),
        frame(3, WIDTH, HEIGHT, 0, 0, 0),
        chunk("fdAT", Bytes.numbers(4), packed(rows(32, 3))));
  }

  private static byte[] frame(int number, int width, int height, int x, int y, int blend) {
    return chunk(
        "fcTL",
        Bytes.numbers(number, width, height, x, y),
        new byte[] {0, 7, 0, 100, (byte) blend, (byte) Math.min(1, blend)});
  }

  /** The same file with these chunks behind its head, and with others behind its pixels. */
  static byte[] with(byte[] png, byte[] early, byte[] late) {
    int head = 33;
    int end = png.length - 12;
    return Bytes.join(
        Arrays.copyOf(png, head),
        early,
        Arrays.copyOfRange(png, head, end),
        late,
        Arrays.copyOfRange(png, end, png.length));
  }
}
