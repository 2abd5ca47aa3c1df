package chat.snug.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which way up a picture is to be shown: the one thing in Exif that is not a description. Numbers
 * are those of Exif 2.32, §4.6.4; 1 is as it lies. Stateless.
 */
final class Orientation {
  static final int AS_IT_LIES = 1;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 12;

  private Orientation() {}

  /** The orientation that a TIFF structure begins with; as it lies if there is none. */
  static int of(byte[] exif, int offset) {
    ByteBuffer tiff = ByteBuffer.wrap(exif, offset, exif.length - offset).slice();
    if (tiff.remaining() < HEADER_BYTES) {
      return AS_IT_LIES;
    }
    int mark = tiff.getShort(0);
    if (mark == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    } else if (mark != 0x4D4D) {
      return AS_IT_LIES;
    }
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > tiff.limit()) {
      return AS_IT_LIES;
    }
    int entries = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > tiff.limit()) {
        return AS_IT_LIES;
      }
      if ((tiff.getShort((int) entry) & 0xFFFF) == TAG
          && tiff.getShort((int) entry + 2) == SHORT
          && tiff.getInt((int) entry + 4) == 1) {
        int orientation = tiff.getShort((int) entry + 8);
        return orientation >= 1 && orientation <= 8 ? orientation : AS_IT_LIES;
      }
    }
    return AS_IT_LIES;
  }

  /** Whether width and height change places. */
  static boolean liesOnItsSide(int orientation) {
    return orientation > 4;
  }

  /** A TIFF structure with an orientation and nothing else. */
  static byte[] alone(int orientation) {
    return ByteBuffer.allocate(HEADER_BYTES + 2 + ENTRY_BYTES + 4)
        .put((byte) 'M')
        .put((byte) 'M')
        .putShort((short) 42)
        .putInt(HEADER_BYTES)
        .putShort((short) 1)
        .putShort((short) TAG)
        .putShort((short) SHORT)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }
}
