package chat.snug.file;

import chat.snug.room.Attachment.Picture;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Decodes pictures and encodes them anew: upright, without a word about where and by what they were
 * taken, and with nothing behind them. One at a time, so that memory has a bound. Thread-safe.
 */
final class Pictures implements AutoCloseable {
  private static final long MAX_PIXELS = 40_000_000;
  private static final int MAX_SIDE = 12_000;
  private static final int SHOWN_SIDE = 4_096;
  private static final int THUMBNAIL_SIDE = 800;
  private static final double QUALITY = 0.86;
  private static final int TIME_LIMIT_SECONDS = 10;

  /** A decoded pixel is in memory up to three times, with 4 bytes. */
  private static final long HEAP_PER_PIXEL = 48;

  private static final long LEAST_DECODED_PIXELS = 2_000_000;
  private static final long MOST_DECODED_PIXELS = 24_000_000;

  /** A picture that has been encoded anew. */
  record Encoded(String type, String extension, Picture picture) {}

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("snug-pictures").factory());

  /**
   * Writes the picture anew.
   *
   * @return empty if it is none that can be read: then it is a file like any other
   * @throws RefusedException {@code TOO_LARGE} if it has too many pixels or takes too long
   */
  Optional<Encoded> encode(Path original, String type, Path target, Path thumbnail) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type);
    if (!readers.hasNext()) {
      return Optional.empty();
    }
    ImageReader reader = readers.next();
    Future<Optional<Encoded>> work =
        worker.submit(() -> encode(reader, original, type, target, thumbnail));
    try {
      return work.get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      reader.abort();
      work.cancel(true);
      throw new RefusedException(Refusal.TOO_LARGE, "This picture takes too long to read.");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RefusedException(Refusal.UNAVAILABLE);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  private static Optional<Encoded> encode(
      ImageReader reader, Path original, String type, Path target, Path thumbnail)
      throws IOException {
    try (FileImageInputStream input = new FileImageInputStream(original.toFile())) {
      reader.setInput(input);
      checkSize(reader.getWidth(0), reader.getHeight(0));
      if (type.equals("image/gif") && reader.getNumImages(true) > 1) {
        AnimatedGif.copy(reader, target);
        BufferedImage first = decode(reader);
        writeThumbnail(first, thumbnail);
        return Optional.of(encoded("image/gif", "gif", first, true));
      }
      return Optional.of(encodeStill(reader, type, target, thumbnail));
    } finally {
      reader.dispose();
    }
  }

  private static Encoded encodeStill(ImageReader reader, String type, Path target, Path thumbnail)
      throws IOException {
    BufferedImage image = fit(upright(decode(reader), reader, type), SHOWN_SIDE);
    boolean lossless = image.getColorModel().hasAlpha() || !type.equals("image/jpeg");
    boolean small = (long) image.getWidth() * image.getHeight() <= LEAST_DECODED_PIXELS;
    boolean png = image.getColorModel().hasAlpha() || (lossless && small);
    write(image, png ? "png" : "jpg", target);
    boolean needsThumbnail = Math.max(image.getWidth(), image.getHeight()) > THUMBNAIL_SIDE;
    if (needsThumbnail) {
      writeThumbnail(image, thumbnail);
    }
    return png
        ? encoded("image/png", "png", image, needsThumbnail)
        : encoded("image/jpeg", "jpg", image, needsThumbnail);
  }

  private static void checkSize(int width, int height) {
    if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "A picture has 40 megapixels at most, and 12,000 on a side.");
    }
  }

  /** Pixels are left out on the way in where there would be too many for the heap. */
  private static BufferedImage decode(ImageReader reader) throws IOException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    long most =
        Math.clamp(
            Runtime.getRuntime().maxMemory() / HEAP_PER_PIXEL,
            LEAST_DECODED_PIXELS,
            MOST_DECODED_PIXELS);
    int step = 1;
    while (width / step * (height / step) > most) {
      step++;
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, param);
  }

  private static BufferedImage upright(BufferedImage image, ImageReader reader, String type)
      throws IOException {
    if (!type.equals("image/jpeg")) {
      return image;
    }
    Orientation orientation = ExifUtils.getExifOrientation(reader, 0);
    return orientation == null || orientation == Orientation.TOP_LEFT
        ? image
        : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
  }

  private static BufferedImage fit(BufferedImage image, int side) throws IOException {
    return Math.max(image.getWidth(), image.getHeight()) <= side
        ? image
        : Thumbnails.of(image).size(side, side).asBufferedImage();
  }

  private static void writeThumbnail(BufferedImage image, Path thumbnail) throws IOException {
    BufferedImage small = fit(image, THUMBNAIL_SIDE);
    write(small, small.getColorModel().hasAlpha() ? "png" : "jpg", thumbnail);
  }

  private static void write(BufferedImage image, String format, Path target) throws IOException {
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(target))) {
      var writing = Thumbnails.of(image).scale(1).outputFormat(format);
      (format.equals("jpg") ? writing.outputQuality(QUALITY) : writing).toOutputStream(output);
    }
  }

  private static Encoded encoded(
      String type, String extension, BufferedImage image, boolean thumbnail) {
    return new Encoded(
        type, extension, new Picture(image.getWidth(), image.getHeight(), thumbnail));
  }
}
