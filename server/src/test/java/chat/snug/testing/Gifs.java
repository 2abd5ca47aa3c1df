package chat.snug.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** GIFs, block by block; their pixels are coded without being packed. */
public final class Gifs {
  static final int WIDTH = 19;
  static final int HEIGHT = 11;
  static final byte[] END = {0x3B};

  /** Codes are of 8 bits as long as the table is emptied in time. */
  private static final int PIXELS_PER_TABLE = 100;

  private Gifs() {}

  /** The head of a picture of this size with 128 colours. */
  public static byte[] head(int width, int height) {
    byte[] colours = new byte[3 * 128];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = (byte) (i * 37 + 11);
    }
    return Bytes.join(
        Bytes.of("GIF89a"),
        Bytes.little(width, 2),
        Bytes.little(height, 2),
        new byte[] {(byte) 0xF6, 0, 0},
        colours);
  }

  /** How often to repeat. */
  public static byte[] loop(String application, int times) {
    return extension(
        0xFF, Bytes.of(application), Bytes.join(new byte[] {1}, Bytes.little(times, 2)));
  }

  static byte[] extension(int label, byte[]... blocks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[] {0x21, (byte) label});
    for (byte[] block : blocks) {
      all.write(block.length);
      all.writeBytes(block);
    }
    all.write(0);
    return all.toByteArray();
  }

  /** How long the next frame stands, what becomes of it, and that colour 5 is none. */
  public static byte[] control(int hundredths, int disposal) {
    return extension(
        0xF9,
        Bytes.join(
            new byte[] {(byte) (disposal << 2 | 1)}, Bytes.little(hundredths, 2), new byte[] {5}));
  }

  /** A frame of pixels that differ with the seed. */
  public static byte[] frame(int x, int y, int width, int height, int seed) {
    ByteArrayOutputStream codes = new ByteArrayOutputStream();
    for (int i = 0; i < width * height; i++) {
      if (i % PIXELS_PER_TABLE == 0) {
        codes.write(128);
      }
      codes.write((i * 3 + seed * 17) % 128);
    }
    codes.write(129);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(place(x, y, width, height));
    frame.write(7);
    byte[] all = codes.toByteArray();
    for (int from = 0; from < all.length; from += 255) {
      int length = Math.min(255, all.length - from);
      frame.write(length);
      frame.write(all, from, length);
    }
    frame.write(0);
    return frame.toByteArray();
  }

  /** Where a frame stands, without its pixels. */
  public static byte[] place(int x, int y, int width, int height) {
    return Bytes.join(
        new byte[] {0x2C},
        Bytes.little(x, 2),
        Bytes.little(y, 2),
        Bytes.little(width, 2),
        Bytes.little(height, 2),
        new byte[] {0});
  }

  /** A head without colours for all. */
  static byte[] colourless() {
    byte[] head = Arrays.copyOf(head(WIDTH, HEIGHT), 13);
    head[10] = 0;
    return head;
  }

  /** The same frame with other flags. */
  static byte[] withFlags(byte[] frame, int flags) {
    byte[] flagged = frame.clone();
    flagged[9] = (byte) flags;
    return flagged;
  }

  /** The same frame with colours of its own. */
  static byte[] withColours(byte[] frame) {
    byte[] colours = Arrays.copyOfRange(head(1, 1), 13, 13 + 3 * 128);
    byte[] start = Arrays.copyOf(withFlags(frame, 0x86), 10);
    return Bytes.join(start, colours, Arrays.copyOfRange(frame, 10, frame.length));
  }
}
