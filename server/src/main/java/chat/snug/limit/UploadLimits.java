package chat.snug.limit;

import static java.util.Objects.requireNonNull;

/**
 * Bounds on files that people bring. Immutable.
 *
 * @param fileBytes of one file; default 10 MiB
 * @param roomBytes of all files of a room; default 500 MiB
 * @param addressFiles files from one address; default 30/m, 100 at once
 * @param addressKibibytes what comes from one address, in KiB; default 6/s, 512,000 at once: some
 *     500 MiB a day
 */
public record UploadLimits(
    long fileBytes, long roomBytes, Rate addressFiles, Rate addressKibibytes) {
  private static final long MEBIBYTE = 1024L * 1024;

  /** Checks that all are positive. */
  public UploadLimits {
    requireNonNull(addressFiles, "addressFiles");
    requireNonNull(addressKibibytes, "addressKibibytes");
    if (Math.min(fileBytes, roomBytes) < 1) {
      throw new IllegalArgumentException("upload limits: less than 1 byte");
    }
  }

  /** The defaults of the product. */
  public static UploadLimits defaults() {
    return new UploadLimits(
        10 * MEBIBYTE, 500 * MEBIBYTE, Rate.perMinute(30, 100), Rate.perSecond(6, 512_000));
  }
}
