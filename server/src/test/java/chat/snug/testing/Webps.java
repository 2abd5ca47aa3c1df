package chat.snug.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** WebPs, chunk by chunk. */
public final class Webps {
  private Webps() {}

  /** A pixel without loss. */
  public static byte[] lossless() {
    return bytes("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
  }

  /** A pixel with loss. */
  static byte[] lossy() {
    return bytes("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
  }

  /** A pixel with loss that can be looked through. */
  static byte[] transparent() {
    return bytes(
        "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAA"
            + "AP4AAA3AAP7mtQAAAA==");
  }

  /** A file of these chunks. */
  public static byte[] file(byte[]... chunks) {
    byte[] all = Bytes.join(chunks);
    return Bytes.join(Bytes.of("RIFF"), Bytes.little(all.length + 4, 4), Bytes.of("WEBP"), all);
  }

  /** A chunk with its length, made even. */
  public static byte[] chunk(String type, byte[]... parts) {
    byte[] content = Bytes.join(parts);
    return Bytes.join(
        Bytes.of(type), Bytes.little(content.length, 4), content, new byte[content.length % 2]);
  }

  /** What a file has beside its pixels, bit by bit, and how large it is. */
  public static byte[] features(int flags, int width, int height) {
    return chunk(
        "VP8X",
        new byte[] {(byte) flags, 0, 0, 0},
        Bytes.little(width - 1, 3),
        Bytes.little(height - 1, 3));
  }

  /** The chunks of a file's pixels and of their transparency. */
  public static byte[] pixels(byte[] file) {
    byte[] kept = new byte[0];
    int at = 12;
    while (at + 8 <= file.length) {
      String type = new String(file, at, 4, ISO_8859_1);
      int size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
      int next = at + 8 + size + size % 2;
      if (type.startsWith("VP8 ") || type.equals("VP8L") || type.equals("ALPH")) {
        kept = Bytes.join(kept, Arrays.copyOfRange(file, at, next));
      }
      at = next;
    }
    return kept;
  }

  /** A frame of so many milliseconds. */
  public static byte[] frame(int width, int height, int millis, byte[]... chunks) {
    return chunk(
        "ANMF",
        new byte[6],
        Bytes.little(width - 1, 3),
        Bytes.little(height - 1, 3),
        Bytes.little(millis, 3),
        new byte[1],
        Bytes.join(chunks));
  }

  /** How often the frames are repeated. */
  public static byte[] movement(int times) {
    return chunk("ANIM", new byte[4], Bytes.little(times, 2));
  }

  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text);
  }
}
