package chat.snug.file;

import chat.snug.room.Attachment;
import java.nio.file.Path;
import java.util.Optional;

/** A file that may be read, and where it lies. Immutable. */
public record StoredFile(Attachment attachment, Path path, Optional<Path> thumbnail) {
  /** Whether a browser may show it in the page; all else is only downloaded. */
  public boolean isShown() {
    return MediaType.isShown(attachment.type());
  }
}
