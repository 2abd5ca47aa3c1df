package chat.snug.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Small libraries in C that stand between a program and the C library ({@code LD_PRELOAD}). */
public final class Preload {
  private Preload() {}

  /** Compiles the source that lies beside this class into the folder; answers the library. */
  public static Path compile(Class<?> beside, String name, Path folder) {
    Path source = folder.resolve(name);
    Path library = folder.resolve(name.replace(".c", ".so"));
    try (InputStream code = beside.getResourceAsStream(name)) {
      Files.write(source, Objects.requireNonNull(code, name).readAllBytes());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    String compiler = Packages.command("gcc", "gcc", "libc6-dev");
    int status =
        Packages.run(
            List.of(
                compiler,
                "-O2",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                source.toString(),
                "-ldl"));
    if (status != 0) {
      throw new AssertionError("not compiled: " + source);
    }
    return library;
  }
}
