package chat.snug.archive;

import chat.snug.file.StoredFile;
import chat.snug.room.History;
import java.util.Optional;

/** Where the events and the files of a room are read. Its methods may block. */
public interface ArchiveSource {
  /** The events right after this sequence, each message as it is now. */
  History after(long sequence);

  /** A file by its id, if it is still there. */
  Optional<StoredFile> file(String id);
}
