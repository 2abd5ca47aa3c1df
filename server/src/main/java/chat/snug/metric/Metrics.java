package chat.snug.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what the server does, in the text format of Prometheus. Thread-safe. */
public final class Metrics implements AutoCloseable {
  /** The content type of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter messages;
  private final Counter refusals;
  private final Counter roomFaults;
  private final Counter lags;
  private final LongAdder lagging = new LongAdder();
  private final Counter deliveries;
  private final DistributionSummary batchEvents;
  private final DistributionSummary commitEvents;
  private final Timer commits;
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private boolean watchesJvm;

  /** Starts to count. */
  public Metrics() {
    messages =
        Counter.builder("snug.messages").description("Events stored and acked").register(registry);
    lags =
        Counter.builder("snug.lags")
            .description("Times a connection could not keep up and read on from the log")
            .register(registry);
    gauge("snug.lagging", "Connections that read on from the log", lagging::sum);
    roomFaults =
        Counter.builder("snug.room.faults")
            .description("Faults that were kept in their rooms; each is in the log")
            .register(registry);
    refusals = Counter.builder("snug.refusals").description("Commands refused").register(registry);
    deliveries =
        Counter.builder("snug.deliveries")
            .description("Events handed to connections of this node")
            .register(registry);
    batchEvents =
        DistributionSummary.builder("snug.batch.events")
            .description("Events of one room that were stored, encoded and written together")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
            .register(registry);
    commitEvents =
        DistributionSummary.builder("snug.commit.writes")
            .description("Writes of all rooms in one transaction of the store")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
            .register(registry);
    commits =
        Timer.builder("snug.commit")
            .description("Time of one transaction of the store, to disk")
            .serviceLevelObjectives(
                Duration.ofNanos(250_000),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(25),
                Duration.ofMillis(100),
                Duration.ofSeconds(1))
            .register(registry);
  }

  /** Connections that are open. */
  public void connections(LongSupplier count) {
    gauge("snug.connections", "Sessions that are open", count);
  }

  /** Bytes that are held for connections, a message for many counted once. */
  public void queuedBytes(LongSupplier bytes) {
    gauge(
        "snug.queue.bytes",
        "Bytes held for connections: what waits for them, and what came and is not whole",
        bytes);
  }

  /** Bytes of answers over HTTP that nobody has taken yet. */
  public void answerBytes(LongSupplier bytes) {
    gauge("snug.http.bytes", "Bytes of answers over HTTP that were not taken yet", bytes);
  }

  /** Requests without an answer, but for those that are to wait. */
  public void unansweredRequests(LongSupplier count) {
    gauge("snug.http.unanswered", "Requests that came whole and have no answer yet", count);
  }

  /** Rooms in memory. */
  public void rooms(LongSupplier count) {
    gauge("snug.rooms", "Rooms in memory", count);
  }

  /** A batch of one room's events has been stored. */
  public void stored(int events) {
    messages.increment(events);
    batchEvents.record(events);
  }

  /** A connection cannot be told everything and reads on from the log. */
  public void lagBegan() {
    lagging.increment();
    lags.increment();
  }

  /** It is level again, or gone. */
  public void lagEnded() {
    lagging.decrement();
  }

  /** A command was refused. */
  public void refused() {
    refusals.increment();
  }

  /** Something went wrong in a room, and stayed there. */
  public void roomFailed() {
    roomFaults.increment();
  }

  /** Events were handed to connections: {@code events} to each of {@code receivers}. */
  public void delivered(int events, int receivers) {
    deliveries.increment((double) events * receivers);
  }

  /** The store has committed a transaction. */
  public void committed(int writes, Duration time) {
    commitEvents.record(writes);
    commits.record(time);
  }

  /**
   * Everything counted so far; of the JVM's own figures what can be counted, since the first call.
   */
  public synchronized String scrape() {
    if (!watchesJvm) {
      watchesJvm = true;
      watchJvm();
    }
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  /** Not before somebody asks: it would cost each start a tenth of its time. */
  private void watchJvm() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
  }

  private void gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
