package chat.snug.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.Preload;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tests pass on every day, at every hour, everywhere: each {@link Moment} gets processes whose
 * clock was moved there, with its time zone and its language. Two moments at a time, since the
 * tests wait more than they work.
 */
@Execution(ExecutionMode.CONCURRENT)
final class CalendarIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path LOGS = Path.of("target", "calendar");

  private static Path clock = LOGS;

  @BeforeAll
  static void compile() throws IOException {
    clock =
        Preload.compile(CalendarIT.class, "clock.c", Files.createDirectories(LOGS))
            .toAbsolutePath();
  }

  @ParameterizedTest
  @EnumSource
  void theTestsOfTheServerPassAt(Moment moment) throws IOException, InterruptedException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            EveryTest.class.getName(),
            moment.locale().toLanguageTag());

    Map<String, String> classPath = Map.of("CLASSPATH", System.getProperty("java.class.path"));

    run(moment, "server", Path.of("."), java, classPath);
  }

  @ParameterizedTest
  @EnumSource
  void theTestsOfThePagePassAt(Moment moment) throws IOException, InterruptedException {
    Path fetched = Path.of("target", "node", "node");
    String node = Files.isExecutable(fetched) ? fetched.toAbsolutePath().toString() : "node";
    List<String> vitest = List.of(node, "node_modules/vitest/vitest.mjs", "run", "--pool=threads");
    String language = moment.locale().stripExtensions().toString();

    run(moment, "page", Path.of("..", "web"), vitest, Map.of("LC_ALL", language + ".UTF-8"));
  }

  private static void run(
      Moment moment, String what, Path folder, List<String> program, Map<String, String> more)
      throws IOException, InterruptedException {
    long shift = Duration.between(Instant.now(), moment.instant()).toSeconds();
    Path report = LOGS.resolve(moment + "-" + what + ".txt");
    Path log = LOGS.resolve(moment + "-" + what + "-log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(program)
            .directory(folder.toFile())
            .redirectOutput(Redirect.to(report.toFile()))
            .redirectError(Redirect.to(log.toFile()));
    builder.environment().put("LD_PRELOAD", clock.toString());
    builder.environment().put("CLOCK_SHIFT", Long.toString(shift));
    builder.environment().put("TZ", moment.zone().getId());
    builder.environment().putAll(more);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("still running: " + log);
    }
    assertThat(process.exitValue()).as("%s; its log: %s", Files.readString(report), log).isZero();
  }
}
