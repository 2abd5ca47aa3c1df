package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chat.snug.file.Pictures.Outline;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A GIF (CompuServe, 89a) with its frames, their times and how often they are repeated: without
 * comments, texts and what applications say in it, and without what lies behind. Confined to one
 * copy.
 */
final class GifCopy implements PictureCopy {
  private static final int HEAD_BYTES = 13;
  private static final int FRAME = 0x2C;
  private static final int EXTENSION = 0x21;
  private static final int END = 0x3B;
  private static final int CONTROL = 0xF9;
  private static final int APPLICATION = 0xFF;
  private static final Set<String> LOOPS = Set.of("NETSCAPE2.0", "ANIMEXTS1.0");

  private final PictureSource source;
  private final PictureTarget target;
  private int width;
  private int height;
  private int frames;
  private boolean isBounded = true;

  GifCopy(PictureSource source, PictureTarget target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public Optional<Outline> copy() throws IOException {
    byte[] head = source.take(HEAD_BYTES);
    if (head.length < HEAD_BYTES) {
      return Optional.empty();
    }
    width = number(head, 6);
    height = number(head, 8);
    target.write(head);
    copyColours(head[10]);
    int block = source.read();
    while (block == FRAME || block == EXTENSION) {
      if (block == FRAME) {
        copyFrame();
      } else {
        copyExtension();
      }
      block = source.read();
    }
    if (block == END) {
      target.write(END);
    }
    return frames == 0
        ? Optional.empty()
        : Optional.of(Outline.of(width, height, isBounded && frames <= Outline.MAX_FRAMES));
  }

  private void copyColours(byte flags) throws IOException {
    if ((flags & 0x80) != 0) {
      source.copy(3L << ((flags & 7) + 1), target);
    }
  }

  /** The first frame makes the picture as large as it needs; so do decoders. */
  private void copyFrame() throws IOException {
    byte[] frame = source.take(9);
    if (frame.length < 9) {
      return;
    }
    int right = number(frame, 0) + number(frame, 4);
    int bottom = number(frame, 2) + number(frame, 6);
    if (frames == 0) {
      width = Math.max(width, right);
      height = Math.max(height, bottom);
    }
    isBounded &= Outline.of(Math.max(1, right), Math.max(1, bottom), true).isShown();
    frames++;
    target.write(FRAME);
    target.write(frame);
    copyColours(frame[8]);
    source.copy(1, target);
    copyBlocks();
  }

  private void copyExtension() throws IOException {
    int label = source.read();
    int size = source.read();
    byte[] content = source.take(Math.max(0, size));
    if (size < 1 || content.length < size) {
      return;
    }
    if (label == CONTROL && size == 4) {
      writeExtension(CONTROL, content);
      target.write(0);
      skipBlocks();
    } else if (label == APPLICATION && LOOPS.contains(new String(content, ISO_8859_1))) {
      copyLoop(content);
    } else {
      skipBlocks();
    }
  }

  /** How often to repeat: the first block, of three bytes, the first of which says so. */
  private void copyLoop(byte[] application) throws IOException {
    int size = source.read();
    byte[] block = source.take(Math.max(0, size));
    if (block.length == 3 && block[0] == 1) {
      writeExtension(APPLICATION, application);
      target.write(block.length);
      target.write(block);
      target.write(0);
    }
    if (size > 0) {
      skipBlocks();
    }
  }

  private void writeExtension(int label, byte[] content) throws IOException {
    target.write(EXTENSION);
    target.write(label);
    target.write(content.length);
    target.write(content);
  }

  private void copyBlocks() throws IOException {
    int size = source.read();
    while (size >= 0) {
      target.write(size);
      if (size == 0) {
        return;
      }
      source.copy(size, target);
      size = source.read();
    }
  }

  private void skipBlocks() throws IOException {
    for (int size = source.read(); size > 0; size = source.read()) {
      source.skip(size);
    }
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }
}
