package chat.snug.fault;

import chat.snug.testing.Preload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A disk that fails when a test says so, for a server that is started with {@link #environment}.
 * Made by a small library that is compiled here and preloaded.
 */
final class FaultyDisk {
  private final Path folder;
  private final Path library;

  FaultyDisk(Path folder) {
    this.folder = folder;
    this.library = Preload.compile(FaultyDisk.class, "iofault.c", folder);
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

  /** From now on the server is killed at this point; {@link #heal} ends it. */
  void dieAt(String point) {
    set("die-" + point, true);
  }

  /** The server is not killed at this point any more. */
  void heal(String point) {
    set("die-" + point, false);
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
}
