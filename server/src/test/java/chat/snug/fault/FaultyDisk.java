package chat.snug.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A disk that fails when a test says so, for a server that is started with {@link #environment}.
 * Made by a small library that is compiled here and preloaded.
 */
final class FaultyDisk {
  private final Path folder;
  private final Path library;

  FaultyDisk(Path folder) {
    this.folder = folder;
    this.library = folder.resolve("iofault.so");
    Path source = folder.resolve("iofault.c");
    try (InputStream code = FaultyDisk.class.getResourceAsStream("iofault.c")) {
      Files.copy(Objects.requireNonNull(code, "iofault.c"), source);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    run(
        List.of(
            compiler(),
            "-O2",
            "-shared",
            "-fPIC",
            "-o",
            library.toString(),
            source.toString(),
            "-ldl"));
  }

  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "IOFAULT_CONTROL", folder.toString());
  }

  /** From now on nothing that is flushed is kept. */
  void failToSync(boolean on) {
    set("eio", on);
  }

  /** From now on there is no room to write. */
  void beFull(boolean on) {
    set("enospc", on);
  }

  private void set(String fault, boolean on) {
    try {
      if (on) {
        Files.createFile(folder.resolve(fault));
      } else {
        Files.deleteIfExists(folder.resolve(fault));
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The C compiler of this machine; as root on Debian it is installed where there is none. */
  private static String compiler() {
    List<Path> places = List.of(Path.of("/usr/bin/cc"), Path.of("/usr/bin/gcc"));
    for (Path place : places) {
      if (Files.isExecutable(place)) {
        return place.toString();
      }
    }
    run(List.of("apt-get", "update", "-q"));
    run(List.of("apt-get", "install", "-q", "-y", "--no-install-recommends", "gcc", "libc6-dev"));
    return "/usr/bin/gcc";
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError("failed: " + command);
      }
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }
}
