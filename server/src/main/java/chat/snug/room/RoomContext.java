package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a room has around it: its event loop, its options, time, randomness, its share of the
 * memory. Immutable.
 */
record RoomContext(
    RoomLoop loop,
    RoomOptions options,
    InstantSource clock,
    RandomGenerator random,
    NamePolicy names,
    RoomFaults faults,
    KeptEvents.Share kept) {
  RoomContext {
    requireNonNull(loop, "loop");
    requireNonNull(options, "options");
    requireNonNull(clock, "clock");
    requireNonNull(random, "random");
    requireNonNull(names, "names");
    requireNonNull(faults, "faults");
    requireNonNull(kept, "kept");
  }
}
