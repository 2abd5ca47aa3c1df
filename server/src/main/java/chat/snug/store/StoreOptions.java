package chat.snug.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the store keeps what it is given. Immutable.
 *
 * @param folder the data folder, made if it is not there; empty: in memory, gone when the server
 *     stops
 */
public record StoreOptions(Optional<Path> folder) {
  /** Checks that all is given. */
  public StoreOptions {
    requireNonNull(folder, "folder");
  }

  /** On disk, in this folder. */
  public static StoreOptions in(Path folder) {
    return new StoreOptions(Optional.of(folder));
  }

  /** In memory. */
  public static StoreOptions inMemory() {
    return new StoreOptions(Optional.empty());
  }
}
