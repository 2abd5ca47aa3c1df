package chat.snug.file;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much is kept, and where. Immutable.
 *
 * @param folder everything is below it
 * @param isTemporary whether the folder goes when the server stops
 * @param maxBytes of one file; default 10 MiB
 * @param maxRoomBytes of all files of a room; default 500 MiB
 * @param maxAtOnce uploads under way at the same time; default 64
 * @param orphanAge how long a file may wait for its message; default 1 h
 * @param reserveBytes of the disk that are left free, at least; default 1 GiB
 */
public record FileOptions(
    Path folder,
    boolean isTemporary,
    long maxBytes,
    long maxRoomBytes,
    int maxAtOnce,
    Duration orphanAge,
    long reserveBytes) {
  private static final long MEBIBYTE = 1024L * 1024;

  /** Checks that all is positive. */
  public FileOptions {
    requireNonNull(folder, "folder");
    if (Math.min(Math.min(maxBytes, maxRoomBytes), maxAtOnce) < 1
        || !orphanAge.isPositive()
        || reserveBytes < 0) {
      throw new IllegalArgumentException("file options: less than 1");
    }
  }

  /** The defaults of the product, in this folder. */
  public static FileOptions in(Path folder) {
    return new FileOptions(
        folder, false, 10 * MEBIBYTE, 500 * MEBIBYTE, 64, Duration.ofHours(1), 1024 * MEBIBYTE);
  }

  /** The same, with a folder that goes when the server stops. */
  public FileOptions temporarily() {
    return new FileOptions(
        folder, true, maxBytes, maxRoomBytes, maxAtOnce, orphanAge, reserveBytes);
  }

  /** The same with other bounds on sizes, in bytes. */
  public FileOptions withBounds(long ofOneFile, long ofARoom) {
    return new FileOptions(
        folder, isTemporary, ofOneFile, ofARoom, maxAtOnce, orphanAge, reserveBytes);
  }
}
