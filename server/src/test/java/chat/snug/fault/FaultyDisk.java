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
public final class FaultyDisk {
  private final Path folder;
  private final Path library;

  /** Compiles the library into this folder, where the faults are asked for as well. */
  public FaultyDisk(Path folder) {
    this.folder = folder;
    this.library = Preload.compile(FaultyDisk.class, "iofault.c", folder);
  }

  /** What a server is started with. */
  public Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "IOFAULT_CONTROL", folder.toString());
  }

  /** From now on each commit takes a third of a second. */
  public void beSlow(boolean on) {
    set("slow", on);
  }

  /** From now on nothing is kept that was not flushed before. */
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
