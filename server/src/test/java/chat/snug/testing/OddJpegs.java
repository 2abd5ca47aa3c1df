package chat.snug.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JPEGs as cameras, telephones and old programs make them, coded here block by block. */
final class OddJpegs {
  static final int WIDTH = 40;
  static final int HEIGHT = 24;
  private static final int BLOCKS = WIDTH / 8 * (HEIGHT / 8);
  private static final int BASELINE = 0xC0;

  /** An entry of Exif: what stands in it, or where. */
  private record Entry(int tag, int type, int count, int value) {}

  private OddJpegs() {}

  /** Grey, with a restart marker after so many blocks, or none; of any kind of coding. */
  static byte[] grey(int frame, int bits, int restart, int height) {
    byte[] shape = {
      (byte) bits, 0, (byte) height, 0, WIDTH, 1, 1, 0x11, 0,
    };
    byte[] steps = new byte[65];
    Arrays.fill(steps, 1, 65, (byte) 8);
    // categories 0 to 11 of differences have codes of 4 bits, the end of a block one of a single
    // bit
    byte[] differences = new byte[29];
    differences[4] = 12;
    for (int i = 0; i < 12; i++) {
      differences[17 + i] = (byte) i;
    }
    byte[] rest = new byte[18];
    rest[0] = 0x10;
    rest[1] = 1;
    byte[] every = restart == 0 ? new byte[0] : Jpegs.segment(0xDD, new byte[] {0, (byte) restart});
    return Bytes.join(
        new byte[] {(byte) 0xFF, (byte) 0xD8},
        Jpegs.segment(0xDB, steps),
        Jpegs.segment(frame, shape),
        Jpegs.segment(0xC4, differences),
        Jpegs.segment(0xC4, rest),
        every,
        Jpegs.segment(0xDA, new byte[] {1, 1, 0, 0, 63, 0}),
        coded(restart),
        new byte[] {(byte) 0xFF, (byte) 0xD9});
  }

  static byte[] plain() {
    return grey(BASELINE, 8, 0, HEIGHT);
  }

  /** Bits as they are written, a nought behind every byte of ones. */
  private static byte[] coded(int restart) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder bits = new StringBuilder();
    int before = 0;
    for (int block = 0; block < BLOCKS; block++) {
      if (restart > 0 && block > 0 && block % restart == 0) {
        flush(bits, out);
        out.write(0xFF);
        out.write(0xD0 + (block / restart - 1) % 8);
        before = 0;
      }
      int level = block * 37 % 200 - 100;
      int difference = level - before;
      before = level;
      int size = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
      int code = difference < 0 ? difference + (1 << size) - 1 : difference;
      bits.append(binary(size, 4)).append(binary(code, size)).append('0');
    }
    flush(bits, out);
    return out.toByteArray();
  }

  private static String binary(int number, int digits) {
    StringBuilder text = new StringBuilder();
    for (int i = digits - 1; i >= 0; i--) {
      text.append(number >> i & 1);
    }
    return text.toString();
  }

  private static void flush(StringBuilder bits, ByteArrayOutputStream out) {
    while (bits.length() % 8 != 0) {
      bits.append('1');
    }
    for (int at = 0; at < bits.length(); at += 8) {
      int one = Integer.parseInt(bits.substring(at, at + 8), 2);
      out.write(one);
      if (one == 0xFF) {
        out.write(0);
      }
    }
    bits.setLength(0);
  }

  /**
   * What a telephone says of a photo: maker and model, which way up, the maker's own notes, where
   * it was taken, and a small picture of it.
   */
  static byte[] telephone(int orientation, boolean little, String secret) {
    byte[] small = Bytes.join(plain(), Bytes.of(secret));
    byte[] words = Bytes.of(secret);
    int first = 8;
    int place = first + 2 + 6 * 12 + 4;
    int second = place + 2 + 2 * 12 + 4;
    int texts = second + 2 + 2 * 12 + 4;
    int thumbnail = texts + words.length;
    ByteBuffer tiff = ByteBuffer.allocate(thumbnail + small.length);
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.put(Bytes.of(little ? "II" : "MM")).putShort((short) 42).putInt(first);
    directory(
        tiff,
        second,
        new Entry(0x010F, 2, words.length, texts),
        new Entry(0x0110, 2, words.length, texts),
        new Entry(0x0112, 3, 1, little ? orientation : orientation << 16),
        new Entry(0x0132, 2, words.length, texts),
        new Entry(0x8825, 4, 1, place),
        new Entry(0x927C, 7, words.length, texts));
    directory(tiff, 0, new Entry(1, 2, 2, 0x4E000000), new Entry(2, 2, words.length, texts));
    directory(tiff, 0, new Entry(0x0201, 4, 1, thumbnail), new Entry(0x0202, 4, 1, small.length));
    return tiff.put(words).put(small).array();
  }

  private static void directory(ByteBuffer tiff, int next, Entry... entries) {
    tiff.putShort((short) entries.length);
    for (Entry entry : entries) {
      tiff.putShort((short) entry.tag()).putShort((short) entry.type());
      tiff.putInt(entry.count()).putInt(entry.value());
    }
    tiff.putInt(next);
  }

  /** Everything else that stands before the pixels of a photo, and behind them. */
  static byte[] photo(byte[] exif, String secret) {
    byte[] words = Bytes.of(secret);
    byte[] inner = Jpegs.with(plain(), app(0xE1, "Exif\0\0", telephone(1, true, secret)));
    byte[] film = Bytes.join(Bytes.of("\0\0\0\30ftypmp42\0\0\0\0isommp42"), words);
    byte[] shown =
        Jpegs.with(
            plain(),
            app(0xE0, "JFIF\0\1\2\0\0\1\0\1\1\1", words, words),
            app(0xE1, "Exif\0\0", exif),
            app(0xE1, "http://ns.adobe.com/xap/1.0/\0", words),
            app(0xE1, "http://ns.adobe.com/xmp/extension/\0", words),
            app(0xE2, "MPF\0", words),
            app(0xE2, "urn:iso:std:iso:ts:21496:-1\0", words),
            app(0xEB, "JP\0\0", words),
            app(0xED, "Photoshop 3.0\0008BIM\4\4\0\0\0\0", words),
            Jpegs.segment(0xFE, words));
    return Bytes.join(shown, inner, inner, film, Bytes.of("MotionPhoto_Data"), words);
  }

  static byte[] app(int marker, String name, byte[]... parts) {
    return Jpegs.segment(marker, Bytes.of(name), Bytes.join(parts));
  }

  /** Exif with one entry that is not quite what it should be. */
  static byte[] exif(int type, int count, int value) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put(Bytes.of("II")).putShort((short) 42).putInt(8);
    directory(tiff, 0, new Entry(0x0112, type, count, value));
    return Jpegs.segment(0xE1, Bytes.of("Exif\0\0"), tiff.array());
  }

  /** Two that say different things, and where none is looked for any more. */
  static List<byte[]> contradictions() {
    byte[] jpeg = Jpegs.colours(false);
    List<byte[]> all = new ArrayList<>();
    all.add(Jpegs.with(jpeg, exif(3, 1, 6), exif(3, 1, 3)));
    all.add(Jpegs.with(jpeg, exif(3, 1, 1), exif(3, 1, 3)));
    all.add(Jpegs.with(jpeg, exif(3, 1, 9), exif(3, 1, 3)));
    all.add(Jpegs.with(jpeg, exif(4, 1, 6)));
    all.add(Jpegs.with(jpeg, exif(1, 1, 6)));
    all.add(Jpegs.with(jpeg, exif(3, 2, 6)));
    all.add(Jpegs.with(jpeg, exif(3, 0, 6)));
    all.add(Jpegs.withLate(jpeg, exif(3, 1, 6)));
    return all;
  }
}
