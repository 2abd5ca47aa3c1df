package chat.snug.benchmark;

import chat.snug.benchmark.Load.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A load with a name; METHOD.md says what each is to show. */
enum Scenario {
  /** One room of 1,000, twenty of whom send as fast as they are heard. */
  SATURATED,
  /** The same room with 50 messages a second. */
  MODERATE,
  /** 1,000 rooms of ten, two of whom send as fast as they are heard. */
  SMALL,
  /** The room of {@link #MODERATE}, all of them by long-polling. */
  POLLING,
  /** The same room with more and more messages, as long as they come within 100 ms. */
  LIMIT,
  /** 10,000 who are in 1,000 rooms and say nothing. */
  IDLE,
  /** One room of ten, 20 messages a second. */
  LIGHT,
  /** From the start of the process to the first join. */
  START,
  /** Rooms of 10 to 10,000, 20,000 deliveries a second in each. */
  MEMBERS,
  /** 1 to 1,000 rooms of ten, 2,000 messages a second in all. */
  ROOMS;

  private static final int TEXT_BYTES = 100;
  private static final Times WARMING = new Times(Duration.ZERO, Duration.ofSeconds(4));
  private static final Times ATTEMPT = new Times(Duration.ofSeconds(1), Duration.ofSeconds(2));
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private static final List<Figure> OF_LOADS =
      List.of(
          Figure.CPU,
          Figure.RATE,
          Figure.P50,
          Figure.P99,
          Figure.LOST,
          Figure.SERVER,
          Figure.GENERATOR,
          Figure.MEMORY,
          Figure.JOINS);

  /** How long a load is on before it is measured, and how long it is measured. */
  record Times(Duration warmUp, Duration measured) {}

  /** The scenario of this name. */
  static Optional<Scenario> of(String name) {
    for (Scenario scenario : values()) {
      if (scenario.word().equals(name)) {
        return Optional.of(scenario);
      }
    }
    return Optional.empty();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it measures, the most important first. */
  List<Figure> figures() {
    return switch (this) {
      case SATURATED, MODERATE, SMALL, POLLING, MEMBERS, ROOMS -> OF_LOADS;
      case LIMIT -> List.of(Figure.RATE, Figure.P50, Figure.P99, Figure.CPU);
      case LIGHT -> List.of(Figure.P50, Figure.P99, Figure.FSYNC, Figure.LOST);
      case IDLE -> List.of(Figure.CONNECTION, Figure.JOINS, Figure.MEMORY);
      case START -> List.of(Figure.START);
    };
  }

  /** How large the load is, one size after the other; most have one. */
  List<Integer> sizes() {
    return switch (this) {
      case MEMBERS -> List.of(10, 100, 1_000, 10_000);
      case ROOMS -> List.of(1, 10, 100, 1_000);
      default -> List.of(1);
    };
  }

  boolean suits(Peer peer) {
    return this != POLLING || peer.speaksPolling();
  }

  /** Starts the peer, measures it, stops it. */
  Map<Figure, Double> measure(Peer peer, int size, Times times) throws IOException {
    try (PeerProcess process = PeerProcess.start(peer)) {
      return switch (this) {
        case SATURATED -> load(peer, process, 1_000, 1, 20, 0, times);
        case MODERATE -> load(peer, process, 1_000, 1, 20, 50, times);
        case SMALL -> load(peer, process, 10_000, 1_000, 2, 0, times);
        case MEMBERS -> load(peer, process, size, 1, Math.min(10, size), 20_000.0 / size, times);
        case ROOMS -> load(peer, process, size * 10, size, 2, 2_000, times);
        case POLLING -> figures(load(1_000, 1, 20, 50, Transport.POLLING, times), peer, process);
        case LIGHT -> light(peer, process, times);
        case LIMIT -> limit(peer, process);
        case IDLE -> idle(peer, process);
        case START -> Map.of(Figure.START, process.joined(peer.chat()));
      };
    }
  }

  private static Load load(
      int clients, int rooms, int senders, double rate, Transport transport, Times times) {
    return new Load(
        clients, rooms, senders, rate, TEXT_BYTES, transport, times.warmUp(), times.measured());
  }

  private static Map<Figure, Double> load(
      Peer peer, PeerProcess process, int clients, int rooms, int senders, double rate, Times times)
      throws IOException {
    return figures(load(clients, rooms, senders, rate, Transport.WEBSOCKET, times), peer, process);
  }

  private static Map<Figure, Double> figures(Load load, Peer peer, PeerProcess process)
      throws IOException {
    Measured measured = measured(load, peer, process);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.CPU, measured.cpuMicros());
    figures.put(Figure.RATE, measured.rate());
    figures.put(Figure.P50, measured.p50Millis());
    figures.put(Figure.P99, measured.p99Millis());
    figures.put(
        Figure.LOST, (double) (measured.lost() + measured.duplicates() + measured.reordered()));
    figures.put(Figure.SERVER, measured.serverCpu());
    figures.put(Figure.GENERATOR, measured.ownCpu());
    figures.put(Figure.MEMORY, measured.residentBytes() / 1e6);
    figures.put(Figure.JOINS, measured.joinsPerSecond());
    return figures;
  }

  private static Measured measured(Load load, Peer peer, PeerProcess process) throws IOException {
    try (LoadGenerator generator =
        new LoadGenerator(load, peer.chat(), process.port(), process.processId())) {
      return generator.run();
    }
  }

  private static Map<Figure, Double> limit(Peer peer, PeerProcess process) throws IOException {
    measured(load(1_000, 1, 20, 0, Transport.WEBSOCKET, WARMING), peer, process);
    return new Saturation(
            rate -> measured(load(1_000, 1, 20, rate, Transport.WEBSOCKET, ATTEMPT), peer, process))
        .find();
  }

  /** Beside the latency what one fsync takes, at that time and on the same disk. */
  private static Map<Figure, Double> light(Peer peer, PeerProcess process, Times times)
      throws IOException {
    Map<Figure, Double> figures = load(peer, process, 10, 1, 2, 20, times);
    figures.put(Figure.FSYNC, process.fsyncMillis());
    return figures;
  }

  private static Map<Figure, Double> idle(Peer peer, PeerProcess process) throws IOException {
    Load load = load(10_000, 1_000, 1, 0, Transport.WEBSOCKET, ATTEMPT);
    ServerUsage usage = new ServerUsage(process.processId());
    process.collectGarbage(peer);
    long before = usage.residentBytes();
    try (LoadGenerator generator =
        new LoadGenerator(load, peer.chat(), process.port(), process.processId())) {
      double joins = generator.comeIn();
      generator.idle(SETTLE);
      process.collectGarbage(peer);
      generator.idle(SETTLE);
      long after = usage.residentBytes();
      return Map.of(
          Figure.CONNECTION, Math.max(0, after - before) / 1e3 / load.clients(),
          Figure.JOINS, joins,
          Figure.MEMORY, after / 1e6);
    }
  }
}
