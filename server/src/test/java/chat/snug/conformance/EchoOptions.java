package chat.snug.conformance;

import chat.snug.engineio.EngineOptions;
import chat.snug.engineio.QueueOptions;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.ConnectionLimiter;
import chat.snug.limit.Limits;
import chat.snug.net.NetOptions;
import chat.snug.net.NetServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.awaitility.Awaitility;

/** The flags that both echo servers take. Times in milliseconds, sizes in bytes. */
record EchoOptions(
    int port,
    int pingIntervalMillis,
    int pingTimeoutMillis,
    int maxPayloadBytes,
    int connectTimeoutMillis) {

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static EchoOptions of(String... arguments) {
    Options options = new Options();
    for (String name :
        List.of("port", "ping-interval", "ping-timeout", "max-payload", "connect-timeout")) {
      options.addOption(Option.builder().longOpt(name).hasArg().get());
    }
    try {
      CommandLine line = DefaultParser.builder().get().parse(options, arguments);
      return new EchoOptions(
          number(line, "port", 3000),
          number(line, "ping-interval", 300),
          number(line, "ping-timeout", 200),
          number(line, "max-payload", 1_000_000),
          number(line, "connect-timeout", 1000));
    } catch (ParseException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  private static int number(CommandLine line, String name, int standard) {
    return Integer.parseInt(line.getOptionValue(name, String.valueOf(standard)));
  }

  /** Stops, and fails if a request was forgotten. */
  static void close(NetServer server) {
    try {
      Awaitility.await()
          .alias("no request without an answer")
          .until(() -> server.unansweredRequests() == 0);
    } finally {
      server.close();
    }
  }

  EngineOptions engine() {
    return EngineOptions.defaults()
        .withHeartbeat(Duration.ofMillis(pingIntervalMillis), Duration.ofMillis(pingTimeoutMillis))
        .withMaxBytes(maxPayloadBytes, 1 << 20)
        .withQueue(
            new QueueOptions(
                64 * 1024 * 1024,
                1 << 20,
                64 * 1024 * 1024,
                128 * 1024 * 1024,
                Duration.ofSeconds(30)));
  }

  NetOptions net(String enginePath) {
    int eventLoops = Runtime.getRuntime().availableProcessors();
    return new NetOptions(
        "0.0.0.0",
        port,
        enginePath,
        List.of(),
        true,
        eventLoops,
        Duration.ofSeconds(15),
        AddressRanges.none(),
        Optional.empty());
  }

  /** Nobody is held to anything. */
  ConnectionLimiter limiter() {
    Limits limits =
        Limits.defaults().withExemptAddresses(AddressRanges.of(List.of("0.0.0.0/0", "::/0")));
    return new ConnectionLimiter(limits, System::nanoTime);
  }
}
