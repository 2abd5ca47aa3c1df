package chat.snug.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to hand one message to each of 1,000 sessions, without the system calls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FanOutBenchmark {
  private static final int SESSIONS = 1_000;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final EncodedMessage message = EncodedMessage.text("x".repeat(250).getBytes(UTF_8));
  private final List<EngineSession> sessions = new ArrayList<>();
  private final Feed feed = _ -> {};

  /** Sessions that take whatever they are given. */
  public FanOutBenchmark() {
    EngineSessions all =
        new EngineSessions(EngineOptions.defaults(), new Random(1), _ -> new Silent());
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(all.open(new Taking(), loop, "127.0.0.1", () -> {}));
    }
  }

  /** For each session. */
  @Benchmark
  @OperationsPerInvocation(SESSIONS)
  public int offer() {
    int taken = 0;
    for (EngineSession session : sessions) {
      taken += session.offer(message, feed, 1, false) ? 1 : 0;
    }
    return taken;
  }

  /** Stops the heartbeats. */
  @TearDown
  public void stop() {
    loop.shutdownNow();
  }

  private static final class Taking implements Transport {
    private long taken;

    @Override
    public String name() {
      return "websocket";
    }

    @Override
    public void drain(OutboundQueue queue) {
      while (queue.poll() != null) {
        taken++;
      }
    }

    @Override
    public boolean take(EncodedMessage taking) {
      taken++;
      return true;
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public int heldBytes() {
      return 0;
    }

    @Override
    public long progress() {
      return taken;
    }

    @Override
    public void setReading(boolean on) {}

    @Override
    public void close(CloseReason reason) {}
  }

  private static final class Silent implements SessionListener {
    @Override
    public void text(String text) {}

    @Override
    public void binary(byte[] bytes) {}

    @Override
    public void writable() {}

    @Override
    public void closed(CloseReason reason) {}
  }
}
