package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.snug.file.Pictures.Outline;
import java.io.IOException;
import java.util.Optional;

/**
 * A WebP (RFC 9649), which may move, with those of its chunks that pixels, colours and movement
 * hang on: without Exif, XMP, anything unknown and what lies behind. Browsers take no orientation
 * from a WebP, so it lies as it did. Confined to one copy.
 */
final class WebpCopy implements PictureCopy {
  private static final int RIFF_BYTES = 12;
  private static final int HEAD_BYTES = 8;
  private static final int FEATURES_BYTES = 10;
  private static final int FRAME_BYTES = 16;
  private static final int PIXEL_HEAD_BYTES = 10;

  /** The bits of {@code VP8X} for colours, transparency and movement. */
  private static final int KEPT_FLAGS = 0x32;

  /** A chunk whose head has been read, and its length with the byte that makes it even. */
  @SuppressWarnings("ArrayRecordComponent") // written on as it came
  private record Chunk(byte[] head, String type, long length) {}

  /** Chunks that follow each other within so many bytes. */
  private static final class Span {
    private long left;

    Span(long length) {
      this.left = length;
    }

    Optional<Chunk> next(PictureSource source) throws IOException {
      byte[] head = source.take((int) Math.min(left, HEAD_BYTES));
      if (head.length < HEAD_BYTES) {
        return Optional.empty();
      }
      long size = number(head, 4, 4);
      long length = Math.min(size + (size & 1), left - HEAD_BYTES);
      left -= HEAD_BYTES + length;
      return Optional.of(new Chunk(head, new String(head, 0, 4, ISO_8859_1), length));
    }
  }

  private final PictureSource source;
  private final PictureTarget target;
  private long width;
  private long height;
  private int frames;
  private boolean isSound = true;

  WebpCopy(PictureSource source, PictureTarget target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public Optional<Outline> copy() throws IOException {
    byte[] head = source.take(RIFF_BYTES);
    if (head.length < RIFF_BYTES) {
      return Optional.empty();
    }
    target.write(head);
    Span all = new Span(Math.max(0, number(head, 4, 4) - 4));
    Optional<Chunk> first = all.next(source);
    long length = 4;
    if (first.isPresent() && first.get().type().equals("VP8X")) {
      length += copyFeatures(first.get()) + copyChunks(all);
    } else if (first.isPresent()) {
      length += copyPixels(first.get(), 0, 0);
    }
    target.rewrite(4, length);
    return frames == 0 || !isSound
        ? Optional.empty()
        : Optional.of(Outline.of(width, height, frames <= Outline.MAX_FRAMES));
  }

  private long copyFeatures(Chunk chunk) throws IOException {
    byte[] features = source.take((int) Math.min(chunk.length(), FEATURES_BYTES));
    if (features.length < FEATURES_BYTES || chunk.length() != FEATURES_BYTES) {
      isSound = false;
      return 0;
    }
    width = number(features, 4, 3) + 1;
    height = number(features, 7, 3) + 1;
    features[0] &= KEPT_FLAGS;
    features[1] = 0;
    features[2] = 0;
    features[3] = 0;
    target.write(chunk.head());
    target.write(features);
    return HEAD_BYTES + FEATURES_BYTES;
  }

  /** What stands behind the features; how long the copies of it say that they are. */
  private long copyChunks(Span all) throws IOException {
    long length = 0;
    Optional<Chunk> chunk = all.next(source);
    while (chunk.isPresent() && isSound) {
      length +=
          switch (chunk.get().type()) {
            case "ICCP", "ANIM", "ALPH" -> copyWhole(chunk.get());
            case "ANMF" -> copyFrame(chunk.get());
            case "VP8 ", "VP8L" ->
                frames == 0 ? copyPixels(chunk.get(), width, height) : skip(chunk.get());
            default -> skip(chunk.get());
          };
      chunk = all.next(source);
    }
    return length;
  }

  /** A frame has its pixels and their transparency within, and may have anything beside them. */
  private long copyFrame(Chunk frame) throws IOException {
    byte[] place = source.take((int) Math.min(frame.length(), FRAME_BYTES));
    if (place.length < FRAME_BYTES) {
      return 0;
    }
    long right = 2 * number(place, 0, 3) + number(place, 6, 3) + 1;
    long bottom = 2 * number(place, 3, 3) + number(place, 9, 3) + 1;
    isSound &= right <= width && bottom <= height;
    target.write(frame.head());
    long sizeAt = target.position() - 4;
    target.write(place);
    long length = FRAME_BYTES;
    Span within = new Span(frame.length() - FRAME_BYTES);
    Optional<Chunk> chunk = within.next(source);
    while (chunk.isPresent()) {
      length +=
          switch (chunk.get().type()) {
            case "ALPH" -> copyWhole(chunk.get());
            case "VP8 ", "VP8L" ->
                copyPixels(chunk.get(), number(place, 6, 3) + 1, number(place, 9, 3) + 1);
            default -> skip(chunk.get());
          };
      chunk = within.next(source);
    }
    source.skip(within.left);
    if (length != number(frame.head(), 4, 4)) {
      target.rewrite(sizeAt, length);
    }
    return HEAD_BYTES + length;
  }

  /** Pixels must be as many as was said before; 0: nothing was said, they say it themselves. */
  private long copyPixels(Chunk chunk, long toldWidth, long toldHeight) throws IOException {
    byte[] start = source.take((int) Math.min(chunk.length(), PIXEL_HEAD_BYTES));
    long realWidth = 0;
    long realHeight = 0;
    if (chunk.type().equals("VP8 ") && start.length == PIXEL_HEAD_BYTES) {
      realWidth = number(start, 6, 2) & 0x3FFF;
      realHeight = number(start, 8, 2) & 0x3FFF;
    } else if (chunk.type().equals("VP8L") && start.length >= 5 && start[0] == 0x2F) {
      realWidth = (number(start, 1, 4) & 0x3FFF) + 1;
      realHeight = (number(start, 1, 4) >> 14 & 0x3FFF) + 1;
    }
    if (toldWidth == 0) {
      width = realWidth;
      height = realHeight;
    } else {
      isSound &= realWidth == toldWidth && realHeight == toldHeight;
    }
    isSound &= realWidth > 0 && realHeight > 0;
    frames++;
    target.write(chunk.head());
    target.write(start);
    source.copy(chunk.length() - start.length, target);
    return HEAD_BYTES + chunk.length();
  }

  private long copyWhole(Chunk chunk) throws IOException {
    target.write(chunk.head());
    source.copy(chunk.length(), target);
    return HEAD_BYTES + chunk.length();
  }

  private long skip(Chunk chunk) throws IOException {
    source.skip(chunk.length());
    return 0;
  }

  /** A number with its lowest byte first. */
  private static long number(byte[] bytes, int at, int length) {
    long number = 0;
    for (int i = length - 1; i >= 0; i--) {
      number = number << 8 | (bytes[at + i] & 0xFF);
    }
    return number;
  }
}
