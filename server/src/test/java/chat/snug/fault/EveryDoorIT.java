package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command and every route, attacked from several addresses at once, against the packed server
 * with a small heap; two others talk in a room of their own and notice nothing. Longer with {@code
 * -Dsnug.fault.every-door.seconds=600}, harder with {@code …per-second}, another one with {@code
 * …seed}.
 */
final class EveryDoorIT {
  private static final int ADDRESSES = 8;
  private static final long PAUSE_MILLIS = 50;
  private static final long MOST_MILLIS = 300;

  private static final long MOST_GROWTH = 64L * 1024 * 1024;

  @TempDir private Path data;

  @Test
  void keepsOthersTalkingWhileEveryCommandAndRouteIsAttacked() {
    long seconds = Schedule.number("every-door.seconds", 20);
    int perSecond = (int) Schedule.number("every-door.per-second", 100);
    long seed = Schedule.number("every-door.seed", 1);
    try (ServerProcess server = start();
        HealthyPair pair = new HealthyPair(server.port())) {
      List<Long> calm = new ArrayList<>();
      talk(pair, 4, calm);
      List<Long> acks = new ArrayList<>();
      long heapBefore = server.heapAfterCollection();
      long written;
      try (Attackers attackers = new Attackers(server.port(), seed, ADDRESSES, perSecond)) {
        talk(pair, seconds, acks);
        pair.awaitHeard();
        written = attackers.packets() + attackers.requests();
        System.out.printf(
            Locale.ROOT,
            "measured: every command and route for %s s from %s addresses, seed %s: %,d commands,"
                + " %,d requests; acks of others p50 %s ms, p99 %s ms, heard p99 %s ms; before the"
                + " attack p99 %s ms%n",
            seconds,
            ADDRESSES,
            seed,
            attackers.packets(),
            attackers.requests(),
            percentile(acks, 0.5),
            percentile(acks, 0.99),
            pair.percentile(0.99),
            percentile(calm, 0.99));
      }
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> server.metric("snug_connections") == 2);
      long growth = server.heapAfterCollection() - heapBefore;
      System.out.println("measured: heap after a collection grew by " + growth / 1024 + " KiB");

      assertThat(written).isGreaterThan(seconds * ADDRESSES * 10);
      assertThat(percentile(acks, 0.99)).as("p99 of acks, ms").isLessThan(MOST_MILLIS);
      assertThat(pair.percentile(0.99)).as("p99 of what is heard, ms").isLessThan(MOST_MILLIS);
      assertThat(growth).isLessThan(MOST_GROWTH);
      assertThat(server.metric("snug_queue_bytes")).isZero();
      assertThat(server.output().lines())
          .noneMatch(line -> line.contains(" ERROR ") || line.contains("OutOfMemory"));
    }
  }

  private ServerProcess start() {
    return ServerProcess.start(
        List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
        Map.of(),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--data",
        data.toString(),
        "--limits.exempt-addresses",
        "127.0.0.1",
        "--ping-timeout",
        "5s",
        "--ping-interval",
        "5s");
  }

  /** One says something twenty times a second, and times the acks, in ms. */
  private static void talk(HealthyPair pair, long seconds, List<Long> acks) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      long asked = System.nanoTime();
      assertThat(pair.say("we are talking").get("ok").asBoolean()).isTrue();
      acks.add((System.nanoTime() - asked) / 1_000_000);
      pause(PAUSE_MILLIS);
    }
  }

  private static long percentile(List<Long> values, double share) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
