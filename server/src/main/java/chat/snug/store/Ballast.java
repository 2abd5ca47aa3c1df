package chat.snug.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is worth nothing, kept to be thrown away when the disk is full: then there is room to
 * delete rooms, which has to be written, too. Thread-safe.
 */
final class Ballast {
  private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);
  private static final int BYTES = 16 * 1024 * 1024;
  private static final int CHUNK = 1024 * 1024;

  /** So much must be free besides for things to be as they were. */
  private static final long SPARE_BYTES = 64 * 1024 * 1024;

  private final Path file;

  Ballast(Path folder) {
    file = folder.resolve("ballast");
  }

  /** Takes the room, if there is plenty. */
  synchronized void load() {
    try {
      if (Files.exists(file) && Files.size(file) == BYTES) {
        return;
      }
      if (free() < BYTES + SPARE_BYTES) {
        return;
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        for (int written = 0; written < BYTES; written += CHUNK) {
          channel.write(ByteBuffer.allocate(CHUNK), written);
        }
      }
    } catch (IOException failed) {
      LOG.warn("no ballast: {}", failed.toString());
      drop();
    }
  }

  /** Gives the room back. */
  synchronized void drop() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      LOG.warn("ballast stays: {}", failed.toString());
    }
  }

  /** Whether there is plenty of room again. */
  boolean isRoom() {
    try {
      return free() >= BYTES + SPARE_BYTES;
    } catch (IOException failed) {
      return false;
    }
  }

  private long free() throws IOException {
    return Files.getFileStore(file.getParent()).getUsableSpace();
  }
}
