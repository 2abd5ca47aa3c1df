package chat.snug.archive;

import java.util.Locale;
import java.util.Optional;

/** How a room is written down. */
public enum ArchiveFormat {
  /** One page for any browser, with everything in it. */
  HTML("text/html; charset=utf-8", "html"),
  /** For programs. */
  JSON("application/json", "json"),
  /** For people with an editor; files are named, not held. */
  MARKDOWN("text/markdown; charset=utf-8", "md");

  private final String contentType;
  private final String extension;

  ArchiveFormat(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  /** The format of this name, in lower case. */
  public static Optional<ArchiveFormat> of(String name) {
    for (ArchiveFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The media type, with its character set. */
  public String contentType() {
    return contentType;
  }

  /** What a file's name ends in, without the dot. */
  public String extension() {
    return extension;
  }
}
