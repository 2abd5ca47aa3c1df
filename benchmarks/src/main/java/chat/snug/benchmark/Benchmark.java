package chat.snug.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs scenarios on peers, one after the other and over again, so that what the machine does beside
 * hits all of them alike; prints the medians and writes down everything.
 *
 * <p>{@code benchmarks/run [--repeat N] [--seconds N] [--scenarios a,b] [--peers a,b]}
 */
public final class Benchmark {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** One run of one peer. */
  private record Run(Scenario scenario, Peer peer, Measured measured) {}

  private final int repeat;
  private final Duration duration;
  private final List<Scenario> scenarios;
  private final List<Peer> peers;
  private final List<Run> runs = new ArrayList<>();

  private Benchmark(Map<String, String> options) {
    repeat = Integer.parseInt(options.getOrDefault("--repeat", "3"));
    duration = Duration.ofSeconds(Integer.parseInt(options.getOrDefault("--seconds", "6")));
    scenarios =
        Arrays.stream(options.getOrDefault("--scenarios", "saturated,moderate,small").split(","))
            .map(name -> Scenario.of(name).orElseThrow(() -> unknown("scenario", name)))
            .toList();
    peers =
        Arrays.stream(options.getOrDefault("--peers", "snug,node,netty").split(","))
            .map(name -> Peer.of(name).orElseThrow(() -> unknown("peer", name)))
            .toList();
  }

  /** Runs, prints, writes. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    Benchmark benchmark = new Benchmark(options);
    benchmark.run();
    benchmark.print();
    benchmark.write();
  }

  private void run() throws IOException {
    for (Scenario scenario : scenarios) {
      for (int round = 1; round <= repeat; round++) {
        for (Peer peer : peers) {
          Measured measured = measure(scenario, peer);
          runs.add(new Run(scenario, peer, measured));
          System.err.printf(
              "%s %s %d/%d: %.2f µs, %,.0f deliveries/s%n",
              scenario.word(), peer.word(), round, repeat, measured.cpuMicros(), measured.rate());
        }
      }
    }
  }

  private Measured measure(Scenario scenario, Peer peer) throws IOException {
    Load load = scenario.load(duration.dividedBy(2).plusSeconds(1), duration);
    try (PeerProcess process = PeerProcess.start(peer);
        LoadGenerator generator =
            new LoadGenerator(load, peer.chat(), process.port(), process.processId())) {
      return generator.run();
    }
  }

  private void print() {
    for (Scenario scenario : scenarios) {
      System.out.printf("%n%s%n%n", scenario.word());
      System.out.println(
          "| peer | µs CPU/delivery | of Snug's | deliveries/s | p50 ms | p99 ms | lost | server |"
              + " generator | RSS MB | joins/s |");
      System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
      Map<Peer, List<Measured>> byPeer = new EnumMap<>(Peer.class);
      runs.stream()
          .filter(run -> run.scenario() == scenario)
          .forEach(run ->
              byPeer.computeIfAbsent(run.peer(), _ -> new ArrayList<>()).add(run.measured()));
      double own = median(byPeer.getOrDefault(Peer.SNUG, List.of()), Measured::cpuMicros);
      byPeer.forEach((peer, all) ->
          System.out.printf(
              "| %s | %.2f | %.1f× | %,.0f | %.2f | %.2f | %.0f | %.0f %% | %.0f %% | %.0f | %,.0f"
                  + " |%n",
              peer.word(),
              median(all, Measured::cpuMicros),
              median(all, Measured::cpuMicros) / own,
              median(all, Measured::rate),
              median(all, Measured::p50Millis),
              median(all, Measured::p99Millis),
              median(all, one -> one.lost() + one.duplicates() + one.reordered()),
              median(all, Measured::serverCpu) * 100,
              median(all, Measured::ownCpu) * 100,
              median(all, one -> one.residentBytes() / 1e6),
              median(all, Measured::joinsPerSecond)));
    }
  }

  private void write() throws IOException {
    String commit = System.getenv().getOrDefault("SNUG_COMMIT", "unknown");
    Path file =
        Files.createDirectories(Path.of("results"))
            .resolve("%s-%s.json".formatted(LocalDate.now(java.time.ZoneOffset.UTC), commit));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("at", Instant.now().toString());
    all.put("commit", commit);
    all.put("machine", System.getenv().getOrDefault("SNUG_MACHINE", "unknown"));
    all.put("java", System.getProperty("java.runtime.version"));
    all.put("runs", runs);
    Files.writeString(file, JSON.writeValueAsString(all) + "\n");
    System.err.println("written: " + file);
  }

  private static double median(List<Measured> all, ToDoubleFunction<Measured> figure) {
    List<Double> sorted =
        all.stream().map(figure::applyAsDouble).sorted(Comparator.naturalOrder()).toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private static IllegalArgumentException unknown(String what, String name) {
    return new IllegalArgumentException("no such " + what + ": " + name);
  }
}
