package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.snug.file.Pictures.Outline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A PNG (W3C, third edition), which may move, with those of its chunks that pixels, colours and
 * movement hang on: no words, no times, nothing unknown, nothing behind the end. They go on as they
 * are, with the check sums they came with; what is wrong with one a decoder finds as it would have.
 * Of Exif its orientation is kept; the name of a colour profile is not. Confined to one copy.
 */
final class PngCopy implements PictureCopy {
  private static final byte[] SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1);
  private static final int HEAD_BYTES = 8;
  private static final int SUM_BYTES = 4;
  private static final int MAX_EXIF_BYTES = 64 * 1024;
  private static final int MAX_NAME_BYTES = 80;

  private static final byte[] NAME = "c\0".getBytes(ISO_8859_1);
  private static final long ANY = 0x7FFFFFFFL;

  /** What is kept, and how long it may be: no words fit into the rest. */
  private static final Map<String, Long> KEPT =
      Map.ofEntries(
          Map.entry("PLTE", 768L),
          Map.entry("IDAT", ANY),
          Map.entry("tRNS", 256L),
          Map.entry("gAMA", 4L),
          Map.entry("cHRM", 32L),
          Map.entry("sRGB", 1L),
          Map.entry("cICP", 4L),
          Map.entry("mDCV", 24L),
          Map.entry("cLLI", 8L),
          Map.entry("sBIT", 4L),
          Map.entry("bKGD", 6L),
          Map.entry("pHYs", 9L),
          Map.entry("acTL", 8L),
          Map.entry("fcTL", 26L),
          Map.entry("fdAT", ANY));

  private final PictureSource source;
  private final PictureTarget target;
  private long width;
  private long height;
  private int frames;
  private boolean hasPixels;
  private boolean hasExif;
  private int orientation = Orientation.AS_IT_LIES;

  PngCopy(PictureSource source, PictureTarget target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public Optional<Outline> copy() throws IOException {
    source.skip(SIGNATURE.length);
    target.write(SIGNATURE);
    if (!copyHeader()) {
      return Optional.empty();
    }
    byte[] head = source.take(HEAD_BYTES);
    while (head.length == HEAD_BYTES && !type(head).equals("IEND")) {
      copyChunk(head, length(head), type(head));
      head = source.take(HEAD_BYTES);
    }
    if (head.length == HEAD_BYTES) {
      writeChunk("IEND", new byte[0]);
    }
    if (!hasPixels) {
      return Optional.empty();
    }
    boolean turned = Orientation.liesOnItsSide(orientation);
    return Optional.of(
        Outline.of(turned ? height : width, turned ? width : height, frames <= Outline.MAX_FRAMES));
  }

  private boolean copyHeader() throws IOException {
    byte[] head = source.take(HEAD_BYTES);
    if (head.length < HEAD_BYTES || !type(head).equals("IHDR") || length(head) != 13) {
      return false;
    }
    byte[] content = source.take(13 + SUM_BYTES);
    if (content.length < 13 + SUM_BYTES) {
      return false;
    }
    width = number(content, 0);
    height = number(content, 4);
    target.write(head);
    target.write(content);
    return true;
  }

  private void copyChunk(byte[] head, long length, String type) throws IOException {
    if (type.equals("eXIf") && length <= MAX_EXIF_BYTES) {
      copyOrientation(source.take((int) length));
      source.skip(SUM_BYTES);
    } else if (type.equals("iCCP")) {
      copyProfile(length);
    } else if (length <= KEPT.getOrDefault(type, -1L)) {
      hasPixels |= type.equals("IDAT");
      frames += type.equals("fcTL") ? 1 : 0;
      target.write(head);
      source.copy(length + SUM_BYTES, target);
    } else {
      source.skip(length + SUM_BYTES);
    }
  }

  /** The first that there is counts for browsers, and none behind the pixels. */
  private void copyOrientation(byte[] exif) throws IOException {
    if (!hasPixels && !hasExif) {
      hasExif = true;
      orientation = Orientation.of(exif, 0);
      if (orientation != Orientation.AS_IT_LIES) {
        writeChunk("eXIf", Orientation.alone(orientation));
      }
    }
  }

  /** A profile has a name before it, which may say anything. */
  private void copyProfile(long length) throws IOException {
    byte[] name = source.take((int) Math.min(length, MAX_NAME_BYTES));
    int end = 0;
    while (end < name.length && name[end] != 0) {
      end++;
    }
    int packed = name.length - end - 1;
    if (end == 0 || packed < 1) {
      source.skip(length - name.length + SUM_BYTES);
      return;
    }
    beginChunk("iCCP", NAME.length + length - end - 1);
    target.write(NAME);
    target.write(name, end + 1, packed);
    source.copy(length - name.length, target);
    endChunk();
    source.skip(SUM_BYTES);
  }

  private void writeChunk(String type, byte[] content) throws IOException {
    beginChunk(type, content.length);
    target.write(content);
    endChunk();
  }

  private void beginChunk(String type, long length) throws IOException {
    writeNumber((int) length);
    target.beginSum();
    target.write(type.getBytes(ISO_8859_1));
  }

  private void endChunk() throws IOException {
    writeNumber(target.sum());
  }

  private void writeNumber(int number) throws IOException {
    target.write(ByteBuffer.allocate(4).putInt(number).array());
  }

  private static long length(byte[] head) {
    return number(head, 0);
  }

  private static String type(byte[] head) {
    return new String(head, 4, 4, ISO_8859_1);
  }

  private static long number(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at) & 0xFFFFFFFFL;
  }
}
