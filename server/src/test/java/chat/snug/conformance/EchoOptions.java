package chat.snug.conformance;

import chat.snug.engineio.EngineOptions;
import chat.snug.engineio.QueueOptions;
import chat.snug.limit.AddressRanges;
import chat.snug.limit.ConnectionLimiter;
import chat.snug.limit.Limits;
import chat.snug.net.NetOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags that both echo servers take. Times in milliseconds, sizes in bytes. */
final class EchoOptions {
  @Option(names = "--port", defaultValue = "3000")
  int port;

  @Option(names = "--ping-interval", defaultValue = "300")
  long pingIntervalMillis;

  @Option(names = "--ping-timeout", defaultValue = "200")
  long pingTimeoutMillis;

  @Option(names = "--max-payload", defaultValue = "1000000")
  int maxPayloadBytes;

  @Option(names = "--connect-timeout", defaultValue = "1000")
  long connectTimeoutMillis;

  EngineOptions engine() {
    return EngineOptions.defaults()
        .withHeartbeat(Duration.ofMillis(pingIntervalMillis), Duration.ofMillis(pingTimeoutMillis))
        .withMaxPayloadBytes(maxPayloadBytes)
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
