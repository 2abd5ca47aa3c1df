package chat.snug.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packed server in a process of its own, as people run it. */
public final class ServerProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;
  private static final String READY = "snug is ready at ";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final List<String> output = new CopyOnWriteArrayList<>();

  private ServerProcess(
      List<String> before,
      List<String> jvmFlags,
      Map<String, String> environment,
      List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmFlags);
    command.addAll(List.of("-jar", "target/snug.jar"));
    command.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts with flags; {@link #url} tells when it serves. For a short life: compiled quickly, not
   * well.
   */
  public static ServerProcess start(String... flags) {
    return start(List.of("-XX:TieredStopAtLevel=1"), Map.of(), flags);
  }

  /** Starts with flags for the JVM and variables, too. */
  public static ServerProcess start(
      List<String> jvmFlags, Map<String, String> environment, String... flags) {
    try {
      return new ServerProcess(List.of(), jvmFlags, environment, List.of(flags));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Starts with so many file descriptors and a heap of so many MiB. */
  public static ServerProcess startSmall(int descriptors, int heapMebibytes, String... flags) {
    try {
      return new ServerProcess(
          List.of("/bin/sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"),
          List.of("-Xmx" + heapMebibytes + "m", "-XX:+ExitOnOutOfMemoryError"),
          Map.of(),
          List.of(flags));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Runs something that ends by itself, and answers what it has written. */
  public static String outputOf(String... arguments) {
    try (ServerProcess process = start(arguments)) {
      process.exitStatus();
      process.ready.handle((_, _) -> true).join();
      return process.output();
    }
  }

  /** Waits until it serves and answers where, {@code http://127.0.0.1:PORT}. */
  public String url() {
    return ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Waits until it serves and answers on which port. */
  public int port() {
    String url = url();
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  /** Everything it has written so far. */
  public String output() {
    return String.join("\n", output);
  }

  /** The most memory that the process has had, in bytes (Linux: VmHWM). */
  public long peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", process.pid() + "", "status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          * 1024;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** What all its threads have computed so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** SIGKILL: no word, no hook. */
  public void kill() {
    process.destroyForcibly();
    exitStatus();
  }

  /** SIGSTOP, and SIGCONT after a while. */
  public void freeze(Duration time) {
    try {
      signal("STOP");
      Thread.sleep(time);
      signal("CONT");
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The value of a metric without labels. */
  public double metric(String name) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(url() + "/metrics")).build(),
              BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no metric " + name));
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Bytes of the heap that are in use when all is collected that is used no more. */
  public long heapAfterCollection() {
    try {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      new ProcessBuilder(jcmd.toString(), "" + process.pid(), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return (long)
          HTTP.send(
                  HttpRequest.newBuilder(URI.create(url() + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body()
              .lines()
              .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for the end. */
  public int exitStatus() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after: " + output);
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        output.add(line);
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()).strip());
        }
      }
    } catch (IOException ended) {
      output.add(ended.toString());
    } finally {
      ready.completeExceptionally(new AssertionError("ended before it was ready: " + output));
    }
  }
}
