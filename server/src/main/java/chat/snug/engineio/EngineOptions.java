package chat.snug.engineio;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What an Engine.IO endpoint can be told. Immutable.
 *
 * @param pingInterval time between a pong and the next ping; default 25 s (Engine.IO 4, §Heartbeat)
 * @param pingTimeout time a client has to answer a ping; default 20 s
 * @param upgradeTimeout time between the arrival of the second transport and its {@code 5} packet;
 *     default 10 s
 * @param closeTimeout time a closing session waits for what is queued to be taken; default 30 s
 * @param maxPayloadBytes largest packet taken from a client
 * @param maxPostBytes largest polling body, which holds all packets that waited for the one before;
 *     default 1 MiB
 * @param maxPollBytes bytes of one polling answer; the rest waits for the next; default 256 KiB
 * @param queue how much may wait for slow receivers
 */
public record EngineOptions(
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    Duration closeTimeout,
    int maxPayloadBytes,
    int maxPostBytes,
    int maxPollBytes,
    QueueOptions queue) {

  /** Checks that every time and every size is positive. */
  public EngineOptions {
    for (Duration time : new Duration[] {pingInterval, pingTimeout, upgradeTimeout, closeTimeout}) {
      if (!requireNonNull(time, "time").isPositive()) {
        throw new IllegalArgumentException("time: " + time + " (expected: more than zero)");
      }
    }
    requireNonNull(queue, "queue");
    for (int size : new int[] {maxPayloadBytes, maxPostBytes, maxPollBytes}) {
      if (size <= 0) {
        throw new IllegalArgumentException("size: " + size + " (expected: more than zero)");
      }
    }
  }

  /** The defaults of the product: 25 s, 20 s, 10 s, 30 s, 128 KiB a packet, 1 MiB queued. */
  public static EngineOptions defaults() {
    return new EngineOptions(
        Duration.ofSeconds(25),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        128 * 1024,
        1024 * 1024,
        256 * 1024,
        QueueOptions.defaults());
  }

  /** The same with another heartbeat. */
  public EngineOptions withHeartbeat(Duration interval, Duration timeout) {
    return new EngineOptions(
        interval,
        timeout,
        upgradeTimeout,
        closeTimeout,
        maxPayloadBytes,
        maxPostBytes,
        maxPollBytes,
        queue);
  }

  /** The same with other bounds on what a client may send at once, in bytes. */
  public EngineOptions withMaxBytes(int packet, int post) {
    return new EngineOptions(
        pingInterval, pingTimeout, upgradeTimeout, closeTimeout, packet, post, maxPollBytes, queue);
  }

  /** The same with other bounds on what may wait. */
  public EngineOptions withQueue(QueueOptions other) {
    return new EngineOptions(
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayloadBytes,
        maxPostBytes,
        maxPollBytes,
        other);
  }

  /** The bound on a polling body: room for the largest packet, as base64, at least. */
  public int maxBodyBytes() {
    return Math.max(maxPostBytes, maxPayloadBytes / 3 * 4 + 8);
  }
}
