package chat.snug.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs for Node.js that tests run: those of {@code src/test/node}, with the packages that its
 * lock file names, installed once below {@code target}.
 */
public final class NodePackages {
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path FOLDER = Path.of("target/node");
  private static final String LOCK = "package-lock.json";

  private NodePackages() {}

  /** Starts one of the programs; its errors go to {@code target/node/errors.log}. */
  public static Process start(String program, String... arguments) {
    try {
      Path installed = install();
      List<String> command = new ArrayList<>(List.of(Packages.command("node", "nodejs"), program));
      command.addAll(List.of(arguments));
      return new ProcessBuilder(command)
          .directory(installed.toFile())
          .redirectError(ProcessBuilder.Redirect.appendTo(FOLDER.resolve("errors.log").toFile()))
          .start();
    } catch (IOException failed) {
      throw new IllegalStateException("cannot run " + program, failed);
    }
  }

  /** Tests run in several processes: one at a time installs. */
  private static Path install() throws IOException {
    Files.createDirectories(FOLDER);
    try (FileChannel channel =
            FileChannel.open(
                FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      boolean fresh =
          Files.exists(FOLDER.resolve("done"))
              && Files.mismatch(SOURCES.resolve(LOCK), FOLDER.resolve("done")) == -1;
      try (var sources = Files.list(SOURCES)) {
        for (Path source : sources.toList()) {
          Files.copy(
              source, FOLDER.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      if (!fresh) {
        int status =
            Packages.run(
                List.of(
                    Packages.command("npm", "npm"),
                    "--prefix",
                    FOLDER.toString(),
                    "ci",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error"));
        if (status != 0) {
          throw new IllegalStateException("npm ci ended with " + status);
        }
        Files.copy(
            SOURCES.resolve(LOCK), FOLDER.resolve("done"), StandardCopyOption.REPLACE_EXISTING);
      }
      lock.release();
    }
    return FOLDER;
  }
}
