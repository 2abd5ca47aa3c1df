package chat.snug.store;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where the store keeps what it is given. Immutable. */
public sealed interface StoreOptions {
  /** Of a store that is told no other bound. */
  long MAX_BYTES = 16L * 1024 * 1024 * 1024;

  /** What takes a bound on its own size; default 16 GiB. */
  sealed interface Sized extends StoreOptions {
    /** Beyond so many bytes nothing new is stored. */
    Sized withMaxBytes(long bytes);
  }

  /** In a folder, made if it is not there, by SQLite. */
  record InFolder(Path folder, long maxBytes) implements Sized {
    /** Checks that it is given. */
    public InFolder {
      requireNonNull(folder, "folder");
    }

    @Override
    public InFolder withMaxBytes(long bytes) {
      return new InFolder(folder, bytes);
    }
  }

  /** In memory: gone when the server stops. */
  record InMemory(long maxBytes) implements Sized {
    @Override
    public InMemory withMaxBytes(long bytes) {
      return new InMemory(bytes);
    }
  }

  /** In a PostgreSQL database. */
  record Postgres(String jdbcUrl, Optional<String> user, Optional<String> password)
      implements StoreOptions {
    /** Checks that all is given. */
    public Postgres {
      requireNonNull(jdbcUrl, "jdbcUrl");
      requireNonNull(user, "user");
      requireNonNull(password, "password");
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Postgres[" + jdbcUrl + "]";
    }
  }

  /** On disk, in this folder. */
  static Sized in(Path folder) {
    return new InFolder(folder, MAX_BYTES);
  }

  /** In memory. */
  static Sized inMemory() {
    return new InMemory(MAX_BYTES);
  }

  /**
   * In the database of an address, {@code postgresql://user:password@host:port/database}; options
   * of the driver may follow as a query.
   *
   * @throws IllegalArgumentException if it is no such address; the message does not hold it, since
   *     it may hold a password
   */
  static StoreOptions at(String address) {
    try {
      URI uri = new URI(address);
      boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getPath().length() > 1) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] user = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        return new Postgres(
            "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
            Optional.of(decode(user[0])).filter(name -> !name.isEmpty()),
            user.length > 1 ? Optional.of(decode(user[1])) : Optional.empty());
      }
    } catch (URISyntaxException unreadable) {
      // told below
    }
    throw new IllegalArgumentException(
        "--store: expected postgresql://user:password@host:port/database");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
