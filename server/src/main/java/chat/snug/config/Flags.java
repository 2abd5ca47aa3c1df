package chat.snug.config;

import chat.snug.engineio.EngineOptions;
import chat.snug.file.FileOptions;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.CommandLimits;
import chat.snug.limit.ConnectionLimits;
import chat.snug.limit.Limits;
import chat.snug.limit.Rate;
import chat.snug.limit.UploadLimits;
import chat.snug.net.NetOptions;
import chat.snug.room.RoomOptions;
import chat.snug.socketio.SocketOptions;
import chat.snug.store.StoreOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags as picocli fills them. Confined to the thread that loads the configuration. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
@Command(
    name = "snug",
    sortOptions = false,
    separator = " ",
    usageHelpAutoWidth = false,
    usageHelpWidth = 100,
    description = "Chat rooms by a short code.")
final class Flags {
  private static final long MEBIBYTE = 1024L * 1024;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port to serve on; 0 takes a free one. Default: 8080.")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "Address to bind. Default: 0.0.0.0, all interfaces.")
  String host;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      split = ",",
      description =
          "Public address of the page, for example https://chat.example.org, with its path if a"
              + " proxy serves it below one; the first is that of share links. Names other than"
              + " localhost and literal addresses must be given here.")
  @Nullable List<String> origins;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "data",
      description = "Folder that keeps everything. Default: data.")
  Path data;

  @Option(
      names = "--memory",
      description = "Keep nothing on disk: all is gone when the server stops.")
  boolean memory;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "PostgreSQL database to keep everything in, instead of the data folder:"
              + " postgresql://user:password@host:port/database.")
  @Nullable String store;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = "Redis that joins several nodes. This version is one node.")
  @Nullable String redis;

  @Option(
      names = "--trusted-proxies",
      paramLabel = "CIDR",
      split = ",",
      description =
          "Addresses of your own proxies, whose X-Forwarded-For, -Host and -Proto count. Default:"
              + " none.")
  @Nullable List<String> trustedProxies;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate chain (PEM), to speak TLS without a proxy.")
  @Nullable Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM).")
  @Nullable Path tlsKey;

  @Option(
      names = "--rooms.grace",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long an empty room stays, 0 or more. Default: 10m.")
  Duration grace;

  @Option(
      names = "--rooms.leave-grace",
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "How long a member without a connection counts as reconnecting. Default: 20s.")
  Duration leaveGrace;

  @Option(
      names = "--rooms.edit-window",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long after it was sent a message may be edited. Default: 24h.")
  Duration editWindow;

  @Option(
      names = "--ping-interval",
      paramLabel = "TIME",
      defaultValue = "25s",
      description = "Time between pings of a connection. Default: 25s.")
  Duration pingInterval;

  @Option(
      names = "--ping-timeout",
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "Time to answer a ping. Default: 20s.")
  Duration pingTimeout;

  @Option(
      names = "--drain.delay",
      paramLabel = "TIME",
      defaultValue = "0",
      description =
          "Time between a signal to stop and the stop, in which the server is not ready: for a load"
              + " balancer to notice. Default: 0.")
  Duration drainDelay;

  @Option(
      names = "--drain.window",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "Time over which connections are let go when they are many. Default: 5s.")
  Duration drainWindow;

  @Option(
      names = "--drain.deadline",
      paramLabel = "TIME",
      defaultValue = "25s",
      description = "Time after which a server that stops is gone in any case. Default: 25s.")
  Duration drainDeadline;

  @Option(
      names = "--max-payload",
      paramLabel = "BYTES",
      defaultValue = "131072",
      description = "Largest message taken from a connection. Default: 131072.")
  int maxPayloadBytes;

  @Option(
      names = "--limits.sessions-per-address",
      paramLabel = "COUNT",
      defaultValue = "500",
      description = "Connections of one address, IPv6 by /64. Default: 500.")
  int sessionsPerAddress;

  @Option(
      names = "--limits.handshakes",
      paramLabel = "RATE",
      defaultValue = "300/s:600",
      description =
          "New connections of all: so many a second, so many at once. Default: 300/s:600.")
  Rate handshakes;

  @Option(
      names = "--limits.messages",
      paramLabel = "RATE",
      defaultValue = "5/s:20",
      description = "Messages of one connection. Default: 5/s:20.")
  Rate messages;

  @Option(
      names = "--limits.address-messages",
      paramLabel = "RATE",
      defaultValue = "50/s:200",
      description = "Messages of one address. Default: 50/s:200.")
  Rate addressMessages;

  @Option(
      names = "--limits.room-messages",
      paramLabel = "RATE",
      defaultValue = "200/s:400",
      description = "Messages in one room. Default: 200/s:400.")
  Rate roomMessages;

  @Option(
      names = "--limits.commands",
      paramLabel = "RATE",
      defaultValue = "20/s:60",
      description = "Other commands of one connection. Default: 20/s:60.")
  Rate commands;

  @Option(
      names = "--limits.new-rooms",
      paramLabel = "RATE",
      defaultValue = "20/m:60",
      description = "Rooms made from one address. Default: 20/m:60.")
  Rate newRooms;

  @Option(
      names = "--limits.file-size",
      paramLabel = "MIB",
      defaultValue = "10",
      description = "Size of one file in MiB. Default: 10.")
  int fileMebibytes;

  @Option(
      names = "--limits.room-files",
      paramLabel = "MIB",
      defaultValue = "500",
      description = "Size of all files of a room in MiB. Default: 500.")
  int roomFilesMebibytes;

  @Option(
      names = "--limits.exempt-addresses",
      paramLabel = "CIDR",
      split = ",",
      description =
          "Addresses that rate limits do not hold for, for load tests. Default: none, not even"
              + " loopback.")
  @Nullable List<String> exemptAddresses;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File with flags, one a line: port = 8080. The environment goes before it.")
  @Nullable Path file;

  @Option(names = "--check-config", description = "Check the configuration and stop.")
  boolean check;

  @Option(names = "--help", usageHelp = true, description = "Show this.")
  boolean help;

  Config config() throws ConfigException {
    if (redis != null) {
      throw new ConfigException("--redis: this version runs as one node only");
    }
    try {
      return new Config(
          net(),
          EngineOptions.defaults()
              .withHeartbeat(pingInterval, pingTimeout)
              .withMaxPayloadBytes(maxPayloadBytes),
          SocketOptions.defaults(),
          RoomOptions.defaults()
              .withGrace(grace)
              .withLeaveGrace(leaveGrace)
              .withEditWindow(editWindow),
          store(),
          files(),
          limits(),
          new DrainOptions(drainDelay, drainWindow, drainDeadline));
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(String.valueOf(wrong.getMessage()));
    }
  }

  private Limits limits() {
    ConnectionLimits connections = ConnectionLimits.defaults();
    CommandLimits others = CommandLimits.defaults();
    return Limits.defaults()
        .with(
            new ConnectionLimits(
                connections.maxSessions(),
                sessionsPerAddress,
                connections.maxHalfOpenPerAddress(),
                Math.max(connections.maxConnectionsPerAddress(), 2 * sessionsPerAddress),
                handshakes))
        .with(
            new CommandLimits(
                others.maxRooms(),
                others.maxPending(),
                others.maxReads(),
                messages,
                addressMessages,
                roomMessages,
                commands,
                newRooms))
        .with(
            new UploadLimits(
                fileMebibytes * MEBIBYTE,
                roomFilesMebibytes * MEBIBYTE,
                UploadLimits.defaults().addressFiles(),
                UploadLimits.defaults().addressKibibytes()))
        .withExemptAddresses(ranges(exemptAddresses));
  }

  /**
   * In the data folder also with PostgreSQL; in memory there is nothing to keep them longer for.
   */
  private FileOptions files() {
    FileOptions files =
        memory
            ? FileOptions.in(
                    Path.of(System.getProperty("java.io.tmpdir", "."), "snug-" + UUID.randomUUID()))
                .temporarily()
            : FileOptions.in(data.resolve("files"));
    return files.withBounds(fileMebibytes * MEBIBYTE, roomFilesMebibytes * MEBIBYTE);
  }

  private static AddressRanges ranges(@Nullable List<String> texts) {
    return texts == null ? AddressRanges.none() : AddressRanges.of(texts);
  }

  private StoreOptions store() {
    if (store != null) {
      return StoreOptions.at(store);
    }
    return memory ? StoreOptions.inMemory() : StoreOptions.in(data);
  }

  private NetOptions net() throws ConfigException {
    for (String origin : origins()) {
      checkOrigin(origin);
    }
    return new NetOptions(
        host,
        port,
        "/socket.io/",
        origins(),
        false,
        Runtime.getRuntime().availableProcessors(),
        ranges(trustedProxies),
        tls());
  }

  private List<String> origins() {
    return origins == null ? List.of() : origins;
  }

  private Optional<NetOptions.Tls> tls() throws ConfigException {
    if (tlsCertificate == null && tlsKey == null) {
      return Optional.empty();
    }
    if (tlsCertificate == null || tlsKey == null) {
      throw new ConfigException("--tls-cert and --tls-key: both are needed");
    }
    for (Path pem : List.of(tlsCertificate, tlsKey)) {
      if (!Files.isReadable(pem)) {
        throw new ConfigException("TLS file: " + pem + " (cannot be read)");
      }
    }
    return Optional.of(new NetOptions.Tls(tlsCertificate, tlsKey));
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
