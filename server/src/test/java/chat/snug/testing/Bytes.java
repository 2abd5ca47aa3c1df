package chat.snug.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes put together. */
public final class Bytes {
  private Bytes() {}

  /** All of them, one behind the other. */
  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** The same again and again. */
  public static byte[] repeat(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  /** A letter is a byte. */
  public static byte[] of(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Numbers of 32 bits, their highest byte first. */
  static byte[] numbers(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    Arrays.stream(numbers).forEach(bytes::putInt);
    return bytes.array();
  }

  /** A number of so many bytes, the lowest first. */
  static byte[] little(long number, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (number >> (8 * i));
    }
    return bytes;
  }

  /** What Exif has: an orientation, if not 0, and these words where a place would stand. */
  public static byte[] exif(int orientation, boolean little, String words) {
    ByteBuffer tiff = ByteBuffer.allocate(26 + words.length());
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.put(of(little ? "II" : "MM")).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) (orientation == 0 ? 0x0131 : 0x0112)).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0).put(of(words));
    return tiff.array();
  }
}
