package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise under faults, in its short form; {@code ./snug-check long} runs the long one.
 * Together the tests here see 200,000 acked commands and 250 faults at least.
 */
final class FaultIT {
  @TempDir private Path data;

  @Test
  void keepsEveryPromiseOnSqliteUnderKillsCutsAndLostAnswers() {
    FaultRun.Size size = new FaultRun.Size(8, 5, Schedule.number("sqlite.acked", 140_000), 20_261);
    try (FaultRun run =
        new FaultRun(
            size, List.of("--data", data.toString()), "jdbc:sqlite:" + data.resolve("snug.db"))) {
      Schedule.onNetworkAndProcess(run, size, Schedule.number("sqlite.rounds", 14));

      report("sqlite", size, run.finish());
    }
  }

  @Test
  void keepsEveryPromiseOnPostgresWhenTheDatabaseGoesAndComesBack() throws IOException {
    FaultRun.Size size = new FaultRun.Size(6, 5, Schedule.number("postgres.acked", 62_000), 20_262);
    try (EmbeddedPostgres postgres = TestDatabase.start()) {
      String address = TestDatabase.create(postgres);
      FaultProxy link = new FaultProxy(postgres.getPort());
      String throughProxy =
          address.replace(":" + postgres.getPort() + "/", ":" + link.port() + "/");
      try (link;
          FaultRun run =
              new FaultRun(
                  size,
                  List.of("--store", throughProxy),
                  address.replace("postgresql://postgres@", "jdbc:postgresql://")
                      + "?user=postgres")) {
        Schedule.onDatabase(run, postgres, link, size, Schedule.number("postgres.rounds", 8));

        report("postgres", size, run.finish());
      }
    }
  }

  private static void report(String name, FaultRun.Size size, FaultRun.Report report) {
    Schedule.write(name, size, FaultRun.describe(report));
    assertThat(report.violations()).isEmpty();
    assertThat(report.acked()).isGreaterThanOrEqualTo(size.acked());
    assertThat(report.changes()).isGreaterThanOrEqualTo(size.acked() / 100);
    assertThat(report.faultCount()).isGreaterThanOrEqualTo(110);
  }
}
