package chat.snug.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.net.NetServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sends the same bytes to the reference implementation and to us: what a client sees must be the
 * same, but for {@link KnownDifferences}. One seed again: {@code -Dsnug.wire.seed=N}; for longer:
 * {@code -Dsnug.wire.minutes=N}.
 */
final class WireDifferencesTest {
  private static final String[] FLAGS = {
    "--port",
    "0",
    "--ping-interval",
    "60000",
    "--ping-timeout",
    "60000",
    "--connect-timeout",
    "60000"
  };

  private static ReferenceServer reference;
  private static NetServer engine;
  private static NetServer sockets;

  @BeforeAll
  static void start() throws IOException {
    reference = ReferenceServer.start();
    engine = EngineEchoServer.start(EchoOptions.of(FLAGS));
    sockets = SocketEchoServer.start(EchoOptions.of(FLAGS));
  }

  @AfterAll
  static void stop() {
    reference.close();
    EchoOptions.close(engine);
    EchoOptions.close(sockets);
  }

  @Test
  void showsClientsWhatTheReferenceShowsThem() throws IOException {
    List<String> differences = new ArrayList<>();
    long seed = Long.getLong("snug.wire.seed", 1);
    long end =
        System.nanoTime() + Duration.ofMinutes(Long.getLong("snug.wire.minutes", 0)).toNanos();
    int scenarios = 0;
    while (scenarios < Integer.getInteger("snug.wire.scenarios", 3_000)
        || System.nanoTime() < end) {
      Random random = new Random(seed + scenarios++);
      WireScenario scenario = new WireGenerator(random).next();
      if (KnownDifferences.reason(scenario).isEmpty()) {
        compare(scenario, seed + scenarios - 1).ifPresent(differences::add);
      }
    }
    System.out.println("measured: " + scenarios + " scenarios beside the reference");

    assertThat(differences).as("differences").isEmpty();
    assertThat(reference.isAlive()).isTrue();
  }

  private static Optional<String> compare(WireScenario scenario, long seed) {
    List<String> theirs =
        play(scenario, scenario.isSocketIo() ? reference.socketPort() : reference.enginePort());
    List<String> ours = play(scenario, (scenario.isSocketIo() ? sockets : engine).port());
    boolean same = KnownDifferences.same(scenario, theirs, ours);
    return same
        ? Optional.empty()
        : Optional.of(
            "seed "
                + seed
                + "\n  "
                + scenario
                + "\n  reference: "
                + theirs
                + "\n  ours:      "
                + ours
                + "\n");
  }

  private static List<String> play(WireScenario scenario, int port) {
    try {
      return scenario.play(port);
    } catch (IOException silent) {
      return List.of("silent: " + silent.getMessage());
    }
  }
}
