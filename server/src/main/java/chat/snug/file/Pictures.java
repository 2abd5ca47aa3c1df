package chat.snug.file;

import chat.snug.room.Attachment.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Copies pictures without what only describes them: where, when and by what they were taken, words,
 * small pictures of the picture, and what lies behind it. Nothing is decoded: whoever is shown the
 * copy sees the pixels, the colours and the movement of the original. One pass, two buffers, a few
 * steps for each byte. Stateless.
 */
final class Pictures {
  private Pictures() {}

  /**
   * What was copied.
   *
   * @param isShown whether it is within the bounds on what browsers are given to decode
   */
  record Outline(int width, int height, boolean isShown) {
    Picture picture() {
      return new Picture(width, height, false);
    }

    /** A recording of the screen has some thousands. */
    static final int MAX_FRAMES = 10_000;

    private static final int MAX_SIDE = 12_000;
    private static final long MAX_PIXELS = 40_000_000;

    /** The outline of a picture of this size, which may say anything of itself. */
    static Outline of(long width, long height, boolean isBounded) {
      boolean fits =
          Math.max(width, height) <= MAX_SIDE
              && width * height <= MAX_PIXELS
              && Math.min(width, height) > 0;
      return new Outline(
          (int) Math.min(width, Integer.MAX_VALUE),
          (int) Math.min(height, Integer.MAX_VALUE),
          fits && isBounded);
    }
  }

  /**
   * Copies a picture of one of {@link MediaType#PICTURES}.
   *
   * @param target a file that is not there yet
   * @return empty if it is none; the target means nothing then
   */
  static Optional<Outline> copy(Path original, String type, Path target) throws IOException {
    try (PictureSource from = new PictureSource(original);
        PictureTarget to = new PictureTarget(target)) {
      PictureCopy copy =
          switch (type) {
            case "image/jpeg" -> new JpegCopy(from, to);
            case "image/png" -> new PngCopy(from, to);
            case "image/gif" -> new GifCopy(from, to);
            case "image/webp" -> new WebpCopy(from, to);
            default -> throw new IllegalArgumentException("no picture: " + type);
          };
      return copy.copy();
    }
  }
}
