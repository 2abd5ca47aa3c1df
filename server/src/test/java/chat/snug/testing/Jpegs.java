package chat.snug.testing;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEGs, and the segments that people's cameras put into them. */
public final class Jpegs {
  static final int WIDTH = 45;
  static final int HEIGHT = 27;

  private Jpegs() {}

  static byte[] grey() {
    return encoded(new IIOImage(drawn(BufferedImage.TYPE_BYTE_GRAY), null, null), false);
  }

  /** In the order of lines, or coming clearer bit by bit. */
  public static byte[] colours(boolean progressive) {
    return encoded(new IIOImage(drawn(BufferedImage.TYPE_INT_RGB), null, null), progressive);
  }

  /** Four colours, as printers want them. */
  static byte[] print() {
    WritableRaster raster = Raster.createInterleavedRaster(0, WIDTH, HEIGHT, 4, null);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int[] ink = {i * 5 % 256, i * 3 % 256, i % 256, i / WIDTH * 8};
      raster.setPixel(i % WIDTH, i / WIDTH, ink);
    }
    return encoded(new IIOImage(raster, null, null), false);
  }

  /** The same with segments right behind its start. */
  public static byte[] with(byte[] jpeg, byte[]... segments) {
    return Bytes.join(
        Arrays.copyOf(jpeg, 2), Bytes.join(segments), Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /** The same with segments right before its coded pixels. */
  static byte[] withLate(byte[] jpeg, byte[]... segments) {
    int scan = scan(jpeg);
    return Bytes.join(
        Arrays.copyOf(jpeg, scan),
        Bytes.join(segments),
        Arrays.copyOfRange(jpeg, scan, jpeg.length));
  }

  /** A segment with its length. */
  public static byte[] segment(int marker, byte[]... parts) {
    byte[] content = Bytes.join(parts);
    int length = content.length + 2;
    return Bytes.join(
        new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, content);
  }

  static byte[] exif(int orientation, boolean little, String words) {
    return segment(0xE1, Bytes.of("Exif\0\0"), Bytes.exif(orientation, little, words));
  }

  /** Where the first scan begins. */
  public static int scan(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xDA) {
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
    }
    return at;
  }

  private static BufferedImage drawn(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, WIDTH, HEIGHT, Color.BLUE));
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.setColor(Color.WHITE);
    pen.fillOval(3, 3, 12, 9);
    pen.dispose();
    return image;
  }

  private static byte[] encoded(IIOImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, image, param);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
