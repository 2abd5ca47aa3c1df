package chat.snug.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked into the data folder once. The driver alone would unpack it
 * into the temporary folder at each start, compare it byte by byte, and leave it there when it is
 * killed. Stateless.
 */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  private SqliteLibrary() {}

  /**
   * Unpacks it, unless it lies there already, and tells the driver where it is. Where that fails,
   * the driver helps itself.
   */
  static void unpack(Path folder) {
    String name = LibraryLoaderUtil.getNativeLibName();
    Path library = folder.resolve(name);
    try (@Nullable InputStream packed =
        SQLiteJDBCLoader.class.getResourceAsStream(
            LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
      if (packed == null) {
        return; // not a platform that it is packed for
      }
      byte[] bytes = packed.readAllBytes();
      if (!Files.exists(library) || !Arrays.equals(Files.readAllBytes(library), bytes)) {
        write(bytes, library);
      }
      System.setProperty("org.sqlite.lib.path", folder.toAbsolutePath().toString());
    } catch (IOException failed) {
      LOG.warn("SQLite's library cannot be kept in the data folder: {}", failed.toString());
    }
  }

  /** Whole or not at all, and no more than one half where it fails. */
  private static void write(byte[] bytes, Path library) throws IOException {
    Path whole = library.resolveSibling(library.getFileName() + ".new");
    Files.write(whole, bytes);
    Files.move(whole, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
