package chat.snug.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A short load in every build: Snug, with its durable store, beside a peer that stores nothing, in
 * the same run. Fails on a gross loss only; the figures are those of {@code benchmarks/run}.
 */
final class KeptIT {
  private static final double MAX_SHARE_OF_PEER = 0.4;

  /** The first start makes the cache for all others, which takes a while. */
  @BeforeAll
  static void rehearse() throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("../snug", "--help")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assertThat(status).isZero();
  }

  @Test
  void costsFarLessForEachDeliveryThanNettySocketioAndLosesNothing() throws IOException {
    Measured snug = measure(Peer.SNUG);
    Measured netty = measure(Peer.NETTY);

    assertThat(snug.joined()).isEqualTo(300);
    assertThat(snug.lost()).isZero();
    assertThat(snug.duplicates()).isZero();
    assertThat(snug.reordered()).isZero();
    assertThat(snug.deliveries()).isGreaterThan(netty.deliveries());
    assertThat(snug.cpuMicros()).isPositive().isLessThan(netty.cpuMicros() * MAX_SHARE_OF_PEER);
  }

  private static Measured measure(Peer peer) throws IOException {
    Load load =
        new Load(
            300,
            1,
            10,
            0,
            100,
            Load.Transport.WEBSOCKET,
            Duration.ofSeconds(4),
            Duration.ofSeconds(4));
    try (PeerProcess process = PeerProcess.start(peer);
        LoadGenerator generator =
            new LoadGenerator(load, peer.chat(), process.port(), process.processId())) {
      return generator.run();
    }
  }
}
