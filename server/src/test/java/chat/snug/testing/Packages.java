package chat.snug.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs of the machine that tests need. As root on Debian they are installed where they are
 * missing, so that a new machine needs nothing prepared.
 */
public final class Packages {
  /** For processes that read nothing. */
  public static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File("/dev/null"));

  private Packages() {}

  /** The path of a command, which the Debian packages bring if it is not there. */
  public static String command(String name, String... packages) {
    return find(name)
        .or(() -> {
          install(packages);
          return find(name);
        })
        .map(Path::toString)
        .orElseThrow(() ->
            new IllegalStateException(
                "the tests need " + name + ": install " + String.join(" ", packages)));
  }

  /** Installs Debian packages where this file of theirs is missing. */
  public static void need(Path file, String... packages) {
    if (!Files.exists(file)) {
      install(packages);
    }
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "the tests need " + file + ": install " + String.join(" ", packages));
    }
  }

  /** Installs Debian packages, if that can be done here. */
  public static void install(String... packages) {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      alone(() -> {
        run(List.of("apt-get", "update", "-q"));
        run(
            Stream.concat(
                    Stream.of("apt-get", "install", "-q", "-y", "--no-install-recommends"),
                    Stream.of(packages))
                .toList());
      });
    }
  }

  /** Tests run in several processes: one at a time installs. */
  private static void alone(Runnable work) {
    Path file = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "snug-packages.lock");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      work.run();
      lock.release();
    } catch (IOException failed) {
      throw new IllegalStateException("cannot lock " + file, failed);
    }
  }

  /**
   * Runs a command to its end, at most five minutes. Answers its status; what it said is kept if
   * that is not 0. It shares no stream with the tests: Node.js makes those it is given
   * non-blocking, and whoever runs the tests speaks to them through these.
   */
  public static int run(List<String> command) {
    try {
      Path said = Files.createTempFile("snug-command", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(NOTHING)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      // a service that comes with a package is not to be started
      builder.environment().put("RUNLEVEL", "1");
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("does not end: " + command);
      }
      if (process.exitValue() == 0) {
        Files.delete(said);
      } else {
        System.err.println(Files.readString(said));
      }
      return process.exitValue();
    } catch (IOException failed) {
      throw new IllegalStateException("cannot run " + command.getFirst(), failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static Optional<Path> find(String name) {
    return Stream.of("/usr/local/bin", "/usr/bin", "/usr/sbin", "/usr/local/sbin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
