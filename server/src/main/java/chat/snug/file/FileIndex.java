package chat.snug.file;

import chat.snug.room.Attachment;
import chat.snug.room.RoomId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The rows of the files. What a future has answered is durable; a row goes in the transaction that
 * removes its room or its message. Thread-safe.
 */
public interface FileIndex {
  /**
   * A file that is kept.
   *
   * @param digest of what came under its key, SHA-256; absent for files of older versions
   */
  record Kept(Attachment attachment, Optional<String> digest) {}

  /**
   * Adds a file that waits for its message.
   *
   * @return false if the member has a file of this key already; nothing was stored then
   */
  CompletableFuture<Boolean> add(Upload upload, Kept kept, long at);

  /** The file that the member has uploaded under this key. */
  CompletableFuture<Optional<Kept>> findUpload(Upload upload);

  /** A file that may be read. */
  CompletableFuture<Optional<Attachment>> find(String id);

  /** Bytes of all files of a room. */
  CompletableFuture<Long> bytesOf(RoomId room);

  /** Dooms the files that have waited for their messages since before this time. */
  CompletableFuture<Void> doomOrphans(long before);

  /** Ids of files whose rows are gone, and that are to be removed from the disk; some of them. */
  CompletableFuture<List<String>> doomed();

  /** These are removed from the disk. */
  CompletableFuture<Void> forget(List<String> ids);

  /** Those of the ids that have a row. */
  CompletableFuture<Set<String>> known(List<String> ids);
}
