package chat.snug.fault;

import chat.snug.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Which faults come when: drawn from the seed of the run, spread over its messages. */
final class Schedule {
  private static final int[] LOSSES = {1, 5, 20};
  private static final Duration ROUND_LIMIT = Duration.ofMinutes(3);
  private static final String END_ALL_OTHERS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE application_name = 'snug' AND pid <> pg_backend_pid()";

  private Schedule() {}

  /**
   * N1, N3, N4, W1, W2, W3, W5, H1, and W4 if asked for: each round has some of each, and a share
   * of the messages.
   */
  static void onNetworkAndProcess(FaultRun run, FaultRun.Size size, long rounds) {
    Random random = run.random();
    for (int round = 0; round < rounds; round++) {
      long part = (size.acked() / rounds + 1) / 6;
      run.letRun(part, ROUND_LIMIT);
      run.cut(1 + random.nextInt(4));
      run.letRun(part, ROUND_LIMIT);
      run.loseAnswers(3 + random.nextInt(6));
      run.letRun(part, ROUND_LIMIT);
      run.cutInFrame(3 + random.nextInt(4), 1 + random.nextInt(600));
      run.letRun(part, ROUND_LIMIT);
      run.blackHole(random.nextInt(3));
      run.letRun(part, ROUND_LIMIT);
      rare(run, round, random);
      run.letRun(part, ROUND_LIMIT);
    }
    run.letRun(size.acked() - run.acked(), ROUND_LIMIT);
  }

  private static void rare(FaultRun run, int round, Random random) {
    if (number("packet-loss", 0) > 0 && round % 4 == 1) {
      run.losePackets(LOSSES[round / 4 % LOSSES.length], Duration.ofSeconds(5));
    }
    switch (round % 7) {
      case 2 -> run.freeze(Duration.ofMillis(500 + random.nextInt(2500)));
      case 3 -> run.cutAll();
      case 4 -> run.stop();
      case 5 -> run.slowLink(Duration.ofSeconds(2));
      default -> run.kill();
    }
  }

  /** D1, D2, D5, and some of the others. */
  static void onDatabase(
      FaultRun run, EmbeddedPostgres postgres, FaultProxy link, FaultRun.Size size, long rounds) {
    Random random = run.random();
    for (int round = 0; round < rounds; round++) {
      long part = (size.acked() / rounds + 1) / 6;
      for (int i = 0; i < 7; i++) {
        run.letRun(part / 4, ROUND_LIMIT);
        TestDatabase.execute(postgres, END_ALL_OTHERS);
        run.count(FaultRun.Fault.DATABASE_CUT, 1);
      }
      run.letRun(part, ROUND_LIMIT);
      run.loseAnswers(3 + random.nextInt(4));
      run.letRun(part, ROUND_LIMIT);
      run.cut(2 + random.nextInt(3));
      run.letRun(part, ROUND_LIMIT);
      switch (round % 4) {
        case 0 -> away(run, link, Duration.ofSeconds(2));
        case 1 -> restart(run, postgres);
        case 2 -> run.kill();
        default -> cutCommits(run, link);
      }
    }
    run.letRun(size.acked() - run.acked(), ROUND_LIMIT);
  }

  /**
   * The network between server and database swallows everything for a while, then is whole again.
   */
  private static void away(FaultRun run, FaultProxy link, Duration time) {
    link.refuse(true);
    link.blackHole(Integer.MAX_VALUE);
    run.letRun(Long.MAX_VALUE / 2, time);
    link.cutAll();
    link.refuse(false);
    run.count(FaultRun.Fault.DATABASE_AWAY, 1);
  }

  /** Answers of the database are lost after it has done what was asked. */
  private static void cutCommits(FaultRun run, FaultProxy link) {
    for (int i = 0; i < 5; i++) {
      link.loseAnswers(Integer.MAX_VALUE);
      run.count(FaultRun.Fault.DATABASE_CUT, 1);
      run.letRun(100, Duration.ofSeconds(20));
    }
  }

  /** As a crash of the database: it recovers from its own log. */
  private static void restart(FaultRun run, EmbeddedPostgres postgres) {
    TestDatabase.crash(postgres);
    run.count(FaultRun.Fault.DATABASE_STOP, 1);
  }

  /** A size from the command line, or that of the short form. */
  static long number(String name, long otherwise) {
    return Long.getLong("snug.fault." + name, otherwise);
  }

  /** Writes the report of a run to the folder of the command line, if one is given. */
  static void write(String name, FaultRun.Size size, String table) {
    String folder = System.getProperty("snug.fault.report", "target/fault");
    try {
      Files.createDirectories(Path.of(folder));
      Files.writeString(
          Path.of(folder, name + ".md"), "Seed %s.%n%n%s".formatted(size.seed(), table));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
