package chat.snug;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.Packages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hook for messages of commits, {@code .githooks/commit-msg}, takes and refuses. */
final class CommitMessageTest {
  private static final String SIXTY_SEVEN = "ü".repeat(67);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "room: refuse edits after the room has closed",
        "store, test: bring together what was made side by side\n\nBecause.\n",
        "web: say it\n# Please enter the commit message\n",
        "fixup! Whatever it was",
        "Merge branch 'main'",
        "web: %s",
      })
  void isTaken(String message) throws Exception {
    assertThat(statusOf(message)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Refuse edits after the room has closed",
        "room:refuse edits",
        "Room: refuse edits",
        "room: refuse edits\nBecause.",
        "web: %sx",
      })
  void isRefused(String message) throws Exception {
    assertThat(statusOf(message)).isEqualTo(1);
  }

  private int statusOf(String message) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("message"), message.replace("%s", SIXTY_SEVEN));
    return new ProcessBuilder("../.githooks/commit-msg", file.toString())
        .redirectInput(Packages.NOTHING)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start()
        .waitFor();
  }
}
