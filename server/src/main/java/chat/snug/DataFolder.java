package chat.snug;

import chat.snug.file.FileOptions;
import chat.snug.store.StoreOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people say is for the server's own user alone, whatever the umask: a folder that is made
 * here is, and in one that was there already what is kept in it. That folder itself stays as its
 * owner made it: it may hold other things, too. Stateless.
 */
final class DataFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  /** SQLite gives those beside the database the permissions of the database. */
  private static final List<String> FILES =
      List.of("snug.lock", "snug.db", "snug.db-wal", "snug.db-shm");

  private DataFolder() {}

  /** Before anything is opened. Where this fails, whoever opens it says what is wrong. */
  static void prepare(StoreOptions store, FileOptions files) {
    try {
      if (store instanceof StoreOptions.InFolder(Path folder, _)) {
        prepareStore(folder);
      }
      makeFolder(files.folder());
      narrow(files.folder(), FOLDER);
    } catch (IOException | UnsupportedOperationException failed) {
      LOG.warn("the data folder may be readable for others: {}", failed.toString());
    }
  }

  private static void prepareStore(Path folder) throws IOException {
    makeFolder(folder);
    make(folder.resolve("snug.db"));
    make(folder.resolve("snug.lock"));
    for (String file : FILES) {
      narrow(folder.resolve(file), FILE);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectories(folder, forOwner(folder, FOLDER));
    }
  }

  private static void make(Path file) throws IOException {
    try {
      Files.createFile(file, forOwner(file, FILE));
    } catch (FileAlreadyExistsException there) {
      LOG.trace("{} is there", file);
    }
  }

  private static void narrow(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (knowsOwners(path)
        && Files.exists(path)
        && !permissions.containsAll(Files.getPosixFilePermissions(path))) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static FileAttribute<?>[] forOwner(Path path, Set<PosixFilePermission> permissions) {
    return knowsOwners(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** Windows has lists of its own; there a folder has what the folder above it has. */
  private static boolean knowsOwners(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
