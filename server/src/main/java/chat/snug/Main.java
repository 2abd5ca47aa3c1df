package chat.snug;

import chat.snug.config.Config;
import chat.snug.config.ConfigException;
import chat.snug.config.ConfigLoader;
import chat.snug.config.DrainOptions;
import chat.snug.net.NetException;
import chat.snug.store.StoreException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line: {@code snug [flags]}. */
public final class Main {
  private static final int WRONG_CONFIGURATION = 2;
  private static final int CANNOT_START = 1;

  private Main() {}

  /**
   * Serves until it is told to stop. Exit status: 0 after a clean stop, 1 if it cannot start, 2 for
   * a wrong configuration.
   */
  public static void main(String[] arguments) {
    List<String> all = List.of(arguments);
    List<String> words = all.stream().takeWhile(word -> !word.startsWith("-")).toList();
    boolean aboutRooms = !words.isEmpty() && words.getFirst().equals("rooms");
    Optional<ConfigLoader.Loaded> loaded;
    try {
      List<String> flags = aboutRooms ? all.subList(words.size(), all.size()) : all;
      loaded = ConfigLoader.load(flags, System.getenv());
    } catch (ConfigException wrong) {
      System.err.println("snug: " + wrong.getMessage());
      System.exit(WRONG_CONFIGURATION);
      return;
    }
    if (loaded.isEmpty()) {
      System.out.print(ConfigLoader.usage());
    } else if (loaded.get().checkOnly()) {
      System.out.println("snug: the configuration is sound");
    } else if (aboutRooms) {
      rooms(words.subList(1, words.size()), loaded.get().config());
    } else {
      serve(loaded.get().config());
    }
  }

  private static void rooms(List<String> words, Config config) {
    try {
      System.exit(RoomsCommand.run(words, config, System.out) ? 0 : WRONG_CONFIGURATION);
    } catch (StoreException failed) {
      System.err.println("snug: " + failed.getMessage());
      System.exit(CANNOT_START);
    }
  }

  private static void serve(Config config) {
    if ("root".equals(System.getProperty("user.name"))) {
      LoggerFactory.getLogger(Main.class)
          .warn("running as root, which Snug has no need of: give it a user of its own");
    }
    try {
      Server server = Server.start(config);
      stopOnSignal(server, config.drain());
      announce(config, server.port());
    } catch (StoreException | NetException failed) {
      LoggerFactory.getLogger(Main.class).debug("cannot start", failed);
      System.err.println("snug: " + failed.getMessage());
      System.exit(CANNOT_START);
    }
  }

  /** A stop by a signal is a clean one: without the halt the status would be that of the signal. */
  private static void stopOnSignal(Server server, DrainOptions drain) {
    Thread stop =
        new Thread(
            () -> {
              haltAfter(drain.delay().plus(drain.deadline()));
              int status = 0;
              try {
                server.close();
              } catch (RuntimeException failed) {
                Logger log = LoggerFactory.getLogger(Main.class);
                log.error("stopped with a fault", failed);
                status = CANNOT_START;
              }
              Runtime.getRuntime().halt(status);
            },
            "snug-stop");
    Runtime.getRuntime().addShutdownHook(stop);
  }

  /** Whatever hangs, the process does not: what was acked is on disk already. */
  private static void haltAfter(Duration deadline) {
    Thread.ofPlatform()
        .daemon()
        .name("snug-deadline")
        .start(() -> {
          try {
            Thread.sleep(deadline);
            Runtime.getRuntime().halt(0);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void announce(Config config, int port) {
    String scheme = config.net().tls().isPresent() ? "https" : "http";
    String host = config.net().host();
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    System.out.printf(
        "snug is ready at %s://%s:%s%n", scheme, everywhere ? "localhost" : host, port);
    if (!config.net().origins().isEmpty()) {
      System.out.printf("to share: %s%n", config.net().origins().getFirst());
    } else if (everywhere) {
      localAddress()
          .ifPresent(address ->
              System.out.printf("to share on this network: %s://%s:%s%n", scheme, address, port));
    }
  }

  private static Optional<String> localAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address ->
              address instanceof Inet4Address
                  && !address.isLoopbackAddress()
                  && !address.isLinkLocalAddress())
          .map(address -> address.getHostAddress())
          .findFirst();
    } catch (SocketException none) {
      return Optional.empty();
    }
  }
}
