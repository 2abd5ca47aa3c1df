package chat.snug.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs scenarios on peers, one after the other and over again, so that what the machine does beside
 * hits all of them alike; prints the medians, draws them and writes down everything.
 *
 * <p>{@code benchmarks/run [--repeat N] [--warm-up N] [--seconds N] [--scenarios a,b] [--peers
 * a,b]}
 */
public final class Benchmark {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String SCENARIOS = "saturated,moderate,small,polling,idle,start";
  private static final String PEERS = "snug,c-send,c-joined,node,netty";

  /** One run of one peer. */
  private record Run(Scenario scenario, int size, Peer peer, Map<Figure, Double> figures) {}

  /** The medians of one peer at one size. */
  private record Row(Scenario scenario, int size, Peer peer, Map<Figure, Double> medians) {
    double value(Figure figure) {
      return medians.getOrDefault(figure, Double.NaN);
    }

    String label() {
      return scenario.sizes().size() == 1
          ? peer.title()
          : String.format(Locale.ROOT, "%s, %,d", peer.title(), size);
    }
  }

  private final int repeat;
  private final Scenario.Times times;
  private final List<Scenario> scenarios;
  private final List<Peer> peers;
  private final List<Run> runs = new ArrayList<>();

  private Benchmark(Map<String, String> options) {
    repeat = Integer.parseInt(options.getOrDefault("--repeat", "3"));
    times =
        new Scenario.Times(
            Duration.ofSeconds(Integer.parseInt(options.getOrDefault("--warm-up", "4"))),
            Duration.ofSeconds(Integer.parseInt(options.getOrDefault("--seconds", "6"))));
    scenarios =
        chosen(
            options.getOrDefault("--scenarios", SCENARIOS),
            name -> Scenario.of(name).orElseThrow(() -> unknown("scenario", name)));
    peers =
        chosen(
            options.getOrDefault("--peers", PEERS),
            name -> Peer.of(name).orElseThrow(() -> unknown("peer", name)));
  }

  /** Runs, prints, draws, writes. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    Benchmark benchmark = new Benchmark(options);
    benchmark.run();
    benchmark.report();
  }

  private void run() {
    for (Scenario scenario : scenarios) {
      for (int size : scenario.sizes()) {
        for (int round = 1; round <= repeat; round++) {
          for (Peer peer : peers) {
            if (scenario.suits(peer)) {
              run(scenario, size, peer);
            }
          }
        }
      }
    }
  }

  /** A peer that fails is said to, and stops nobody else. */
  private void run(Scenario scenario, int size, Peer peer) {
    try {
      Map<Figure, Double> figures = scenario.measure(peer, size, times);
      runs.add(new Run(scenario, size, peer, figures));
      System.err.printf("%s %s %s: %s%n", scenario.word(), size, peer.word(), figures);
    } catch (IOException | RuntimeException failed) {
      System.err.printf("%s %s %s failed: %s%n", scenario.word(), size, peer.word(), failed);
    }
  }

  private void report() throws IOException {
    String commit = System.getenv().getOrDefault("SNUG_COMMIT", "unknown");
    Path folder = Files.createDirectories(Path.of("results"));
    String name = freeName(folder, "%s-%s".formatted(LocalDate.now(ZoneOffset.UTC), commit));
    StringBuilder tables = new StringBuilder();
    for (Scenario scenario : scenarios) {
      List<Row> rows = rows(scenario);
      tables.append(table(scenario, rows));
      Files.writeString(
          folder.resolve(name + "-" + scenario.word() + ".svg"), plot(scenario, rows));
    }
    System.out.print(tables);
    Files.writeString(folder.resolve(name + ".md"), tables);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("at", Instant.now().toString());
    all.put("commit", commit);
    all.put("machine", System.getenv().getOrDefault("SNUG_MACHINE", "unknown"));
    all.put("java", System.getProperty("java.runtime.version"));
    all.put("warmUpSeconds", times.warmUp().toSeconds());
    all.put("seconds", times.measured().toSeconds());
    all.put("runs", runs);
    Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(all) + "\n");
    System.err.println("written: " + folder.resolve(name + ".*"));
  }

  /** A second run of a day and commit does not take the place of the first. */
  private static String freeName(Path folder, String name) {
    String free = name;
    for (int number = 2; Files.exists(folder.resolve(free + ".json")); number++) {
      free = name + "-" + number;
    }
    return free;
  }

  private List<Row> rows(Scenario scenario) {
    List<Row> rows = new ArrayList<>();
    for (int size : scenario.sizes()) {
      for (Peer peer : peers) {
        List<Map<Figure, Double>> all =
            runs.stream()
                .filter(
                    run -> run.scenario() == scenario && run.size() == size && run.peer() == peer)
                .map(Run::figures)
                .toList();
        if (!all.isEmpty()) {
          rows.add(new Row(scenario, size, peer, medians(scenario, all)));
        }
      }
    }
    return rows;
  }

  private static Map<Figure, Double> medians(Scenario scenario, List<Map<Figure, Double>> all) {
    Map<Figure, Double> medians = new LinkedHashMap<>();
    for (Figure figure : scenario.figures()) {
      List<Double> sorted =
          all.stream().map(one -> one.getOrDefault(figure, Double.NaN)).sorted().toList();
      medians.put(figure, sorted.get(sorted.size() / 2));
    }
    return medians;
  }

  private static String table(Scenario scenario, List<Row> rows) {
    StringBuilder table = new StringBuilder("\n## %s\n\n| |".formatted(scenario.word()));
    scenario.figures().forEach(figure -> table.append(' ').append(figure.title()).append(" |"));
    table.append(" of Snug's |\n|---|");
    table.append("---|".repeat(scenario.figures().size() + 1)).append('\n');
    Figure first = scenario.figures().getFirst();
    for (Row row : rows) {
      table.append("| ").append(row.label()).append(" |");
      for (Figure figure : scenario.figures()) {
        table.append(' ').append(figure.written(row.value(figure))).append(" |");
      }
      double own =
          rows.stream()
              .filter(other -> other.peer() == Peer.SNUG && other.size() == row.size())
              .mapToDouble(other -> other.value(first))
              .findFirst()
              .orElse(Double.NaN);
      table.append(String.format(Locale.ROOT, " %.2f× |%n", row.value(first) / own));
    }
    return table.toString();
  }

  private static String plot(Scenario scenario, List<Row> rows) {
    Figure first = scenario.figures().getFirst();
    return Plot.of(
        scenario.word(),
        first.title(),
        rows.stream()
            .map(row ->
                new Plot.Bar(
                    row.label(),
                    row.value(first),
                    first.written(row.value(first)),
                    row.peer() == Peer.SNUG))
            .toList());
  }

  private static <T> List<T> chosen(String names, Function<String, T> find) {
    return Arrays.stream(names.split(",")).map(find).toList();
  }

  private static IllegalArgumentException unknown(String what, String name) {
    return new IllegalArgumentException("no such " + what + ": " + name);
  }
}
