package chat.snug.config;

import chat.snug.engineio.EngineOptions;
import chat.snug.file.FileOptions;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.CommandLimits;
import chat.snug.limit.ConnectionLimits;
import chat.snug.limit.Limits;
import chat.snug.limit.StoredLimits;
import chat.snug.limit.UploadLimits;
import chat.snug.net.NetOptions;
import chat.snug.room.RoomOptions;
import chat.snug.socketio.SocketOptions;
import chat.snug.store.StoreOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The configuration that settings make. Immutable. */
final class ConfigReader {
  private static final long MEBIBYTE = 1024L * 1024;

  private final Settings settings;

  ConfigReader(Settings settings) {
    this.settings = settings;
  }

  Config config() throws ConfigException {
    if (settings.optional(Flag.REDIS).isPresent()) {
      throw new ConfigException("--redis: this version runs as one node only");
    }
    try {
      return new Config(
          net(),
          EngineOptions.defaults()
              .withHeartbeat(settings.time(Flag.PING_INTERVAL), settings.time(Flag.PING_TIMEOUT))
              .withMaxBytes(settings.number(Flag.MAX_PAYLOAD), settings.number(Flag.MAX_POST)),
          SocketOptions.defaults(),
          RoomOptions.defaults()
              .withGrace(settings.time(Flag.GRACE))
              .withLeaveGrace(settings.time(Flag.LEAVE_GRACE))
              .withEditWindow(settings.time(Flag.EDIT_WINDOW)),
          store(),
          files(),
          limits(),
          new DrainOptions(
              settings.time(Flag.DRAIN_DELAY),
              settings.time(Flag.DRAIN_WINDOW),
              settings.time(Flag.DRAIN_DEADLINE)),
          ranges(Flag.METRICS_ADDRESSES));
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(String.valueOf(wrong.getMessage()));
    }
  }

  private Limits limits() throws ConfigException {
    int sessionsPerAddress = settings.number(Flag.SESSIONS_PER_ADDRESS);
    ConnectionLimits connections = ConnectionLimits.defaults();
    CommandLimits others = CommandLimits.defaults();
    return Limits.defaults()
        .with(
            new ConnectionLimits(
                connections.maxSessions(),
                sessionsPerAddress,
                connections.maxHalfOpenPerAddress(),
                Math.max(connections.maxConnectionsPerAddress(), 2 * sessionsPerAddress),
                settings.rate(Flag.ADDRESS_HANDSHAKES),
                settings.rate(Flag.HANDSHAKES),
                settings.rate(Flag.ADDRESS_REQUESTS)))
        .with(
            new CommandLimits(
                others.maxRooms(),
                others.maxPending(),
                others.maxReads(),
                settings.rate(Flag.MESSAGES),
                settings.rate(Flag.ADDRESS_MESSAGES),
                settings.rate(Flag.ROOM_MESSAGES),
                settings.rate(Flag.COMMANDS),
                settings.rate(Flag.ADDRESS_COMMANDS),
                settings.rate(Flag.NEW_ROOMS)))
        .with(
            new UploadLimits(
                mebibytes(Flag.FILE_SIZE),
                mebibytes(Flag.ROOM_FILES),
                UploadLimits.defaults().addressFiles(),
                UploadLimits.defaults().addressKibibytes()))
        .with(new StoredLimits(settings.rate(Flag.ADDRESS_TEXT), settings.rate(Flag.STAYING_ROOMS)))
        .withExemptAddresses(ranges(Flag.EXEMPT_ADDRESSES));
  }

  /**
   * In the data folder also with PostgreSQL; in memory there is nothing to keep them longer for.
   */
  private FileOptions files() throws ConfigException {
    FileOptions files =
        settings.isOn(Flag.MEMORY)
            ? FileOptions.in(
                    Path.of(System.getProperty("java.io.tmpdir", "."), "snug-" + UUID.randomUUID()))
                .temporarily()
            : FileOptions.in(data().resolve("files"));
    return files.withBounds(mebibytes(Flag.FILE_SIZE), mebibytes(Flag.ROOM_FILES));
  }

  private AddressRanges ranges(Flag flag) {
    return AddressRanges.of(settings.list(flag));
  }

  private long mebibytes(Flag flag) throws ConfigException {
    return settings.number(flag) * MEBIBYTE;
  }

  private Path data() {
    return Path.of(settings.text(Flag.DATA));
  }

  private StoreOptions store() throws ConfigException {
    Optional<String> database = settings.optional(Flag.STORE);
    if (database.isPresent()) {
      return StoreOptions.at(database.get());
    }
    StoreOptions.Sized sized =
        settings.isOn(Flag.MEMORY) ? StoreOptions.inMemory() : StoreOptions.in(data());
    return sized.withMaxBytes(mebibytes(Flag.STORE_SIZE));
  }

  private NetOptions net() throws ConfigException {
    List<String> origins = settings.list(Flag.ORIGIN);
    for (String origin : origins) {
      checkOrigin(origin);
    }
    return new NetOptions(
        settings.text(Flag.HOST),
        settings.number(Flag.PORT),
        "/socket.io/",
        origins,
        false,
        Runtime.getRuntime().availableProcessors(),
        settings.time(Flag.HTTP_IDLE),
        ranges(Flag.TRUSTED_PROXIES),
        tls());
  }

  private Optional<NetOptions.Tls> tls() throws ConfigException {
    Optional<Path> certificate = settings.optionalPath(Flag.TLS_CERT);
    Optional<Path> key = settings.optionalPath(Flag.TLS_KEY);
    if (certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new ConfigException("--tls-cert and --tls-key: both are needed");
    }
    for (Path pem : List.of(certificate.get(), key.get())) {
      if (!Files.isReadable(pem)) {
        throw new ConfigException("TLS file: " + pem + " (cannot be read)");
      }
    }
    return Optional.of(new NetOptions.Tls(certificate.get(), key.get()));
  }

  private static void checkOrigin(String origin) throws ConfigException {
    try {
      URI uri = new URI(origin);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return;
      }
    } catch (URISyntaxException unreadable) {
      // told below
    }
    throw new ConfigException(
        "--origin: \"" + origin + "\" (expected: for example https://chat.example.org)");
  }
}
