package chat.snug.benchmark;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A load with a name; METHOD.md says what each is to show. */
enum Scenario {
  /** One room of 1,000, twenty of whom send as fast as they are heard. */
  SATURATED(1_000, 1, 20, 0),
  /** The same room with 50 messages a second. */
  MODERATE(1_000, 1, 20, 50),
  /** 300 rooms of ten, two of whom send as fast as they are heard. */
  SMALL(3_000, 300, 2, 0);

  private static final int TEXT_BYTES = 100;

  private final int clients;
  private final int rooms;
  private final int senders;
  private final double rate;

  Scenario(int clients, int rooms, int senders, double rate) {
    this.clients = clients;
    this.rooms = rooms;
    this.senders = senders;
    this.rate = rate;
  }

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

  Load load(Duration warmUp, Duration duration) {
    return new Load(clients, rooms, senders, rate, TEXT_BYTES, warmUp, duration);
  }
}
