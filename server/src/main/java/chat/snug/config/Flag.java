package chat.snug.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** All flags, in the order in which they are shown. */
enum Flag {
  PORT("port", "PORT", "8080", "Port to serve on; 0 takes a free one."),
  HOST("host", "ADDRESS", "0.0.0.0", "Address to bind; 0.0.0.0 is all interfaces."),
  ORIGIN(
      "origin",
      "URL,…",
      "Public address of the page, for example https://chat.example.org, with its path if a proxy"
          + " serves it below one; the first is that of share links. Names other than localhost and"
          + " literal addresses must be given here."),
  DATA("data", "FOLDER", "data", "Folder that keeps everything."),
  MEMORY("memory", "Keep nothing on disk: all is gone when the server stops."),
  STORE(
      "store",
      "URL",
      "PostgreSQL database to keep everything in, instead of the data folder:"
          + " postgresql://user:password@host:port/database."),
  REDIS("redis", "URL", "Redis that joins several nodes. This version is one node."),
  TRUSTED_PROXIES(
      "trusted-proxies",
      "CIDR,…",
      "Addresses of your own proxies, whose X-Forwarded-For, -Host and -Proto count. Default:"
          + " none."),
  METRICS_ADDRESSES(
      "metrics.addresses",
      "CIDR,…",
      "127.0.0.0/8,::1",
      "Addresses that may read /metrics. What a proxy passes on counts by X-Forwarded-For, or not"
          + " at all."),
  TLS_CERT("tls-cert", "FILE", "Certificate chain (PEM), to speak TLS without a proxy."),
  TLS_KEY("tls-key", "FILE", "Its private key (PEM)."),
  GRACE("rooms.grace", "TIME", "10m", "How long an empty room stays, 0 or more."),
  LEAVE_GRACE(
      "rooms.leave-grace",
      "TIME",
      "20s",
      "How long a member without a connection counts as reconnecting."),
  EDIT_WINDOW(
      "rooms.edit-window", "TIME", "24h", "How long after it was sent a message may be edited."),
  HTTP_IDLE(
      "http.idle",
      "TIME",
      "15s",
      "How long a connection may stand between two requests. Behind a load balancer, longer than"
          + " that keeps its own."),
  PING_INTERVAL("ping-interval", "TIME", "25s", "Time between pings of a connection."),
  PING_TIMEOUT("ping-timeout", "TIME", "20s", "Time to answer a ping."),
  DRAIN_DELAY(
      "drain.delay",
      "TIME",
      "0",
      "Time between a signal to stop and the stop, in which the server is not ready: for a load"
          + " balancer to notice."),
  DRAIN_WINDOW(
      "drain.window", "TIME", "5s", "Time over which connections are let go when they are many."),
  DRAIN_DEADLINE(
      "drain.deadline", "TIME", "25s", "Time after which a server that stops is gone in any case."),
  MAX_PAYLOAD("max-payload", "BYTES", "131072", "Largest message taken from a connection."),
  MAX_POST(
      "max-post",
      "BYTES",
      "1048576",
      "Largest request of a polling connection, which brings several messages at once."),
  SESSIONS_PER_ADDRESS(
      "limits.sessions-per-address", "COUNT", "500", "Connections of one address, IPv6 by /64."),
  ADDRESS_HANDSHAKES(
      "limits.address-handshakes", "RATE", "20/s:100", "New connections of one address."),
  HANDSHAKES(
      "limits.handshakes",
      "RATE",
      "300/s:600",
      "New connections of all: so many a second, so many at once."),
  ADDRESS_REQUESTS(
      "limits.address-requests",
      "RATE",
      "200/s:4000",
      "HTTP requests of one address, beside those of its connections."),
  MESSAGES("limits.messages", "RATE", "5/s:20", "Messages of one connection."),
  ADDRESS_MESSAGES("limits.address-messages", "RATE", "50/s:200", "Messages of one address."),
  ROOM_MESSAGES("limits.room-messages", "RATE", "200/s:400", "Messages in one room."),
  COMMANDS("limits.commands", "RATE", "20/s:60", "Other commands of one connection."),
  ADDRESS_COMMANDS(
      "limits.address-commands", "RATE", "200/s:600", "Other commands of one address."),
  NEW_ROOMS("limits.new-rooms", "RATE", "20/m:60", "Rooms made from one address."),
  STAYING_ROOMS(
      "limits.staying-rooms",
      "RATE",
      "2/h:40",
      "Rooms made from one address that stay when nobody is in them."),
  ADDRESS_TEXT(
      "limits.address-text", "RATE", "16/s:65536", "What is stored from one address, in KiB."),
  STORE_SIZE(
      "limits.store-size",
      "MIB",
      "16384",
      "Size of the database in the data folder, or in memory, in MiB: beyond it nothing new is"
          + " stored. PostgreSQL has bounds of its own."),
  FILE_SIZE("limits.file-size", "MIB", "10", "Size of one file in MiB."),
  ROOM_FILES("limits.room-files", "MIB", "500", "Size of all files of a room in MiB."),
  EXEMPT_ADDRESSES(
      "limits.exempt-addresses",
      "CIDR,…",
      "Addresses that rate limits do not hold for, for load tests. Default: none, not even"
          + " loopback."),
  CONFIG(
      "config",
      "FILE",
      "File with flags, one a line: port = 8080. The environment goes before it."),
  CHECK_CONFIG("check-config", "Check the configuration and stop."),
  HELP("help", "Show this.");

  private static final String LIST = ",…";
  private static final Pattern LINE = Pattern.compile("(.{1,60})(?: |$)");

  private final String longName;
  private final @Nullable String argument;
  private final @Nullable String standard;
  private final String description;

  /** Something that is on or off. */
  Flag(String longName, String description) {
    this(longName, null, null, description);
  }

  /** Something that need not be given. */
  Flag(String longName, @Nullable String argument, String description) {
    this(longName, argument, null, description);
  }

  Flag(String longName, @Nullable String argument, @Nullable String standard, String description) {
    this.longName = longName;
    this.argument = argument;
    this.standard = standard;
    this.description =
        standard == null ? description : description + " Default:\u00a0" + standard + ".";
  }

  /** The one of this name, without its dashes. */
  static Optional<Flag> named(String name) {
    return Arrays.stream(values()).filter(flag -> flag.longName.equals(name)).findAny();
  }

  static Options options() {
    Options options = new Options();
    for (Flag flag : values()) {
      options.addOption(
          Option.builder().longOpt(flag.longName).hasArg(flag.argument != null).get());
    }
    return options;
  }

  String longName() {
    return longName;
  }

  /** Its variable in the environment. */
  String variable() {
    return "SNUG_" + longName.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The value of one that is given several times: all of a list, else the last. */
  String together(String[] values) {
    boolean list = argument != null && argument.endsWith(LIST);
    return list ? String.join(",", values) : values[values.length - 1];
  }

  Optional<String> standard() {
    return Optional.ofNullable(standard);
  }

  /** Its name and what it means, in some lines. */
  String usage() {
    String name = argument == null ? toString() : this + " " + argument;
    String rest = "\n" + " ".repeat(40);
    return LINE.matcher(description)
        .results()
        .map(line -> line.group(1).replace('\u00a0', ' '))
        .collect(Collectors.joining(rest, "  %-38s".formatted(name), "\n"));
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return "--" + longName;
  }
}
