package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.snug.file.Pictures.Outline;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A JPEG (ITU T.81, annex B) without its application segments, but for those that colours hang on
 * (JFIF, ICC profiles, Adobe's), and without comments and what stands between or behind. Of Exif
 * its orientation is kept, in a segment written anew. What a motion photo or a brighter rendering
 * for some screens has behind the picture goes. Confined to one copy.
 */
final class JpegCopy implements PictureCopy {
  /** Of a picture that comes bit by bit; cameras and tools write 20 at most. */
  private static final int MAX_SCANS = 100;

  /** Those that browsers know: in order of lines or bit by bit, of Huffman's or of arithmetic. */
  private static final Set<Integer> CODINGS = Set.of(0xC0, 0xC1, 0xC2, 0xC9, 0xCA);

  private static final int BITS = 8;

  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final byte[] EXIF = "Exif\0".getBytes(ISO_8859_1);
  private static final int EXIF_HEAD_BYTES = 6;
  private static final byte[] JFIF = "JFIF\0".getBytes(ISO_8859_1);
  private static final int JFIF_BYTES = 14;
  private static final byte[] ICC = "ICC_PROFILE\0".getBytes(ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(ISO_8859_1);
  private static final int ADOBE_BYTES = 12;

  private final PictureSource source;
  private final PictureTarget target;
  private int width;
  private int height;
  private int scans;
  private boolean hasExif;
  private boolean isKnown = true;
  private int orientation = Orientation.AS_IT_LIES;

  JpegCopy(PictureSource source, PictureTarget target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public Optional<Outline> copy() throws IOException {
    if (source.read() != 0xFF || source.read() != START) {
      return Optional.empty();
    }
    writeMarker(START);
    int marker = nextMarker();
    while (marker >= 0 && marker != END) {
      marker = copyFrom(marker);
    }
    if (marker == END) {
      writeMarker(END);
    }
    if (scans == 0 || width == 0 || height == 0) {
      return Optional.empty();
    }
    boolean turned = Orientation.liesOnItsSide(orientation);
    return Optional.of(
        Outline.of(
            turned ? height : width, turned ? width : height, isKnown && scans <= MAX_SCANS));
  }

  /** Copies what the marker begins; the marker after it, or -1 at the end. */
  private int copyFrom(int marker) throws IOException {
    if (standsAlone(marker)) {
      return nextMarker();
    }
    byte[] size = source.take(2);
    int length = size.length < 2 ? 0 : number(size, 0) - 2;
    byte[] content = source.take(Math.max(0, length));
    if (length < 0 || size.length < 2 || content.length < length) {
      return -1;
    }
    if (marker == SCAN) {
      scans++;
      write(marker, content);
      return copyScan();
    }
    if (isFrame(marker) && length >= 6) {
      height = Math.max(height, number(content, 1));
      width = Math.max(width, number(content, 3));
      isKnown &= CODINGS.contains(marker) && content[0] == BITS;
    }
    if (isNeeded(marker)) {
      write(marker, content);
    } else {
      copyApplication(marker, content);
    }
    return nextMarker();
  }

  /** Copies coded pixels up to the next marker that is not one of theirs. */
  private int copyScan() throws IOException {
    int one = source.read();
    while (one >= 0) {
      if (one != 0xFF) {
        target.write(one);
        one = source.read();
        continue;
      }
      int next = source.read();
      while (next == 0xFF) {
        next = source.read();
      }
      if (next != 0 && !isRestart(next)) {
        return next;
      }
      target.write(0xFF);
      target.write(next);
      one = source.read();
    }
    return -1;
  }

  private void copyApplication(int marker, byte[] content) throws IOException {
    if (marker == 0xE0 && startsWith(content, JFIF) && content.length >= JFIF_BYTES) {
      byte[] withoutThumbnail = Arrays.copyOf(content, JFIF_BYTES);
      withoutThumbnail[12] = 0;
      withoutThumbnail[13] = 0;
      write(marker, withoutThumbnail);
    } else if (marker == 0xE1 && startsWith(content, EXIF)) {
      copyOrientation(content);
    } else if (marker == 0xE2 && startsWith(content, ICC)) {
      write(marker, content);
    } else if (marker == 0xEE && startsWith(content, ADOBE) && content.length >= ADOBE_BYTES) {
      write(marker, Arrays.copyOf(content, ADOBE_BYTES));
    }
  }

  /** The first that there is counts for browsers, whatever it says. */
  private void copyOrientation(byte[] exif) throws IOException {
    if (hasExif || exif.length < EXIF_HEAD_BYTES) {
      return;
    }
    hasExif = true;
    orientation = Orientation.of(exif, EXIF_HEAD_BYTES);
    if (orientation != Orientation.AS_IT_LIES) {
      byte[] alone = Orientation.alone(orientation);
      byte[] content = Arrays.copyOf(EXIF, EXIF_HEAD_BYTES + alone.length);
      System.arraycopy(alone, 0, content, EXIF_HEAD_BYTES, alone.length);
      write(0xE1, content);
    }
  }

  /** The next marker, as decoders look for it; what stands before it is none of the picture. */
  private int nextMarker() throws IOException {
    int one = source.read();
    while (one >= 0) {
      if (one != 0xFF) {
        one = source.read();
        continue;
      }
      while (one == 0xFF) {
        one = source.read();
      }
      if (one != 0) {
        return one;
      }
      one = source.read();
    }
    return -1;
  }

  private void write(int marker, byte[] content) throws IOException {
    writeMarker(marker);
    int length = content.length + 2;
    target.write(length >> 8);
    target.write(length);
    target.write(content);
  }

  private void writeMarker(int marker) throws IOException {
    target.write(0xFF);
    target.write(marker);
  }

  private static boolean standsAlone(int marker) {
    return isRestart(marker) || marker == START || marker == 0x01;
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD7;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Frames, tables of Huffman, of arithmetic coding and of quantization, restart intervals. */
  private static boolean isNeeded(int marker) {
    return isFrame(marker) || marker == 0xC4 || marker == 0xCC || marker == 0xDB || marker == 0xDD;
  }

  private static boolean startsWith(byte[] content, byte[] start) {
    return content.length >= start.length
        && Arrays.equals(content, 0, start.length, start, 0, start.length);
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
