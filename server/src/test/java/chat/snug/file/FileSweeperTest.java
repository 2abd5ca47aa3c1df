package chat.snug.file;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.room.Attachment;
import chat.snug.room.RoomId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the disk when no row names it any more. */
final class FileSweeperTest {
  @TempDir private Path folder;

  @Test
  void removesWhatIsDoomedWithItsThumbnailAndNothingElse() throws IOException {
    Path gone = file("aa", "aa-gone");
    Path thumbnail = file("aa", "aa-gone.thumbnail");
    Path second = file("bb", "bb-gone");
    Path kept = file("aa", "aa-kept");
    DoomedFiles index = new DoomedFiles();
    index.pages.add(List.of("aa-gone", "cc-never-there"));
    index.pages.add(List.of("bb-gone"));

    try (FileSweeper sweeper =
        new FileSweeper(FileOptions.in(folder), index, Clock.systemUTC(), folder, folder)) {
      sweeper.sweep();
    }

    assertThat(List.of(gone, thumbnail, second)).noneMatch(Files::exists);
    assertThat(kept).exists();
    assertThat(index.pages).isEmpty();
  }

  @Test
  void removesAFolderWithAllThatIsInIt() throws IOException {
    file("a", "one");
    Files.createDirectories(folder.resolve("a/b/c"));

    FileSweeper.deleteTree(folder.resolve("a"));
    FileSweeper.deleteTree(folder.resolve("never there"));

    assertThat(folder.resolve("a")).doesNotExist();
    assertThat(folder).exists();
  }

  private Path file(String under, String name) throws IOException {
    Files.createDirectories(folder.resolve(under));
    return Files.writeString(folder.resolve(under).resolve(name), "bytes");
  }

  /** Rows that are gone, a page after the other. */
  private static final class DoomedFiles implements FileIndex {
    final ArrayDeque<List<String>> pages = new ArrayDeque<>();

    @Override
    public CompletableFuture<List<String>> doomed() {
      return CompletableFuture.completedFuture(pages.isEmpty() ? List.of() : pages.peek());
    }

    @Override
    public CompletableFuture<Void> forget(List<String> ids) {
      assertThat(pages.poll()).isEqualTo(ids);
      return CompletableFuture.allOf();
    }

    @Override
    public CompletableFuture<Boolean> add(Upload upload, Kept kept, long at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Optional<Kept>> findUpload(Upload upload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Optional<Attachment>> find(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Long> bytesOf(RoomId room) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> doomOrphans(long before) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Set<String>> known(List<String> ids) {
      throw new UnsupportedOperationException();
    }
  }
}
