package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.fault.Checker;
import chat.snug.fault.Evidence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One room, its log and lossy connections, in one thread and in virtual time: every schedule comes
 * from a seed, so that whatever goes wrong can be seen again. {@code -Dsnug.simulation.seed=N} runs
 * one, {@code -Dsnug.simulation.seeds=N} so many.
 */
@Tag("slow")
final class SimulationTest {
  @Test
  void keepsEveryPromiseWhateverTheSchedule() {
    long one = Long.getLong("snug.simulation.seed", -1);
    long seeds = Long.getLong("snug.simulation.seeds", 10_000);
    long acked = 0;
    long faults = 0;
    for (long seed = Math.max(0, one); seed < (one < 0 ? seeds : one + 1); seed++) {
      SimulatedWorld world = new SimulatedWorld(seed);
      Evidence evidence = world.run();

      assertThat(Checker.check(evidence)).as("seed %d", seed).isEmpty();
      assertThat(world.broken).as("seed %d", seed).isEmpty();
      world.close();
      acked += evidence.acked();
      faults += world.faults;
    }
    assertThat(acked).isPositive();
    assertThat(faults).isPositive();
  }

  @Test
  void isTheSameForTheSameSeed() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(new SimulatedWorld(seed).run().logs())
          .isEqualTo(new SimulatedWorld(seed).run().logs());
    }
  }
}
