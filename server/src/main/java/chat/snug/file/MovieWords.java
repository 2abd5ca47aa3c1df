package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What a film or a sound in boxes (ISO 14496-12) says of itself: where it was taken, by what and by
 * whom. The boxes of such words are overwritten where they stand, so that no other moves: what is
 * seen and heard hangs on places in the file. Confined to one file.
 */
final class MovieWords {
  /** Films have some dozens, those in pieces some hundreds. */
  private static final int MAX_BOXES = 10_000;

  private static final int MAX_DEPTH = 8;
  private static final int HEAD_BYTES = 8;
  private static final int LARGE_HEAD_BYTES = 16;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int FREE = type("free");

  /** Boxes of boxes, in which others may say something. */
  private static final Set<Integer> OUTER =
      Set.of(type("moov"), type("trak"), type("mdia"), type("minf"), type("moof"), type("traf"));

  private static final Set<Integer> WORDS =
      Set.of(type("udta"), type("meta"), type("uuid"), type("free"), type("skip"));

  private final FileChannel file;
  private int boxes;

  private MovieWords(FileChannel file) {
    this.file = file;
  }

  /**
   * Overwrites them.
   *
   * @return false if there are so many boxes that some were not looked at
   */
  static boolean clear(Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MovieWords words = new MovieWords(file);
      words.clear(0, file.size(), 0);
      return words.boxes <= MAX_BOXES;
    }
  }

  private void clear(long from, long end, int depth) throws IOException {
    long at = from;
    while (at + HEAD_BYTES <= end && ++boxes <= MAX_BOXES) {
      ByteBuffer head = read(at, LARGE_HEAD_BYTES);
      long told = head.getInt(0) & 0xFFFFFFFFL;
      boolean isLarge = told == 1 && head.limit() == LARGE_HEAD_BYTES;
      long size = isLarge ? head.getLong(8) : told;
      int headBytes = isLarge ? LARGE_HEAD_BYTES : HEAD_BYTES;
      boolean isLast = told == 0 || size < headBytes || size > end - at;
      long next = isLast ? end : at + size;
      int type = head.getInt(4);
      if (WORDS.contains(type)) {
        write(at + 4, ByteBuffer.allocate(4).putInt(FREE).flip());
        clearBytes(at + headBytes, next);
      } else if (OUTER.contains(type) && depth < MAX_DEPTH) {
        clear(at + headBytes, next, depth + 1);
      }
      at = next;
    }
  }

  private void clearBytes(long from, long end) throws IOException {
    for (long at = from; at < end; at += BUFFER_BYTES) {
      write(at, ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, end - at)));
    }
  }

  private ByteBuffer read(long from, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
      // goes on until all is there
    }
    return bytes.flip();
  }

  private void write(long from, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes, from + bytes.position());
    }
  }

  private static int type(String letters) {
    return ByteBuffer.wrap(letters.getBytes(ISO_8859_1)).getInt();
  }
}
