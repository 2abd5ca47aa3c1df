package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What a room has around it: its event loop, its options, time and randomness. Immutable. */
record RoomContext(
    ScheduledExecutorService loop,
    RoomOptions options,
    InstantSource clock,
    RandomGenerator random,
    NamePolicy names) {
  RoomContext {
    requireNonNull(loop, "loop");
    requireNonNull(options, "options");
    requireNonNull(clock, "clock");
    requireNonNull(random, "random");
    requireNonNull(names, "names");
  }
}
