package chat.snug.socketio;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * Acks that the server waits for on one socket: a bounded number, each for a bounded time. Confined
 * to the socket's event loop.
 */
final class PendingAcks {
  private final Map<String, CompletableFuture<List<JsonNode>>> waiting = new HashMap<>();
  private final ScheduledExecutorService loop;
  private final int maxWaiting;
  private final Duration timeout;
  private long lastId;

  PendingAcks(ScheduledExecutorService loop, int maxWaiting, Duration timeout) {
    this.loop = loop;
    this.maxWaiting = maxWaiting;
    this.timeout = timeout;
  }

  /** A new id and its answer, or nothing if too many are waited for. */
  Optional<Map.Entry<String, CompletableFuture<List<JsonNode>>>> add() {
    if (waiting.size() >= maxWaiting) {
      return Optional.empty();
    }
    String id = Long.toString(++lastId);
    CompletableFuture<List<JsonNode>> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    var timer =
        loop.schedule(
            () -> fail(id, new TimeoutException("no ack within " + timeout)),
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
    answer.whenComplete((_, _) -> timer.cancel(false));
    return Optional.of(Map.entry(id, answer));
  }

  /** An ack came; one that nobody waits for is ignored. */
  void complete(String id, List<JsonNode> arguments) {
    CompletableFuture<List<JsonNode>> answer = waiting.remove(id);
    if (answer != null) {
      answer.complete(arguments);
    }
  }

  void failAll(Exception reason) {
    List.copyOf(waiting.keySet()).forEach(id -> fail(id, reason));
  }

  private void fail(String id, Exception reason) {
    CompletableFuture<List<JsonNode>> answer = waiting.remove(id);
    if (answer != null) {
      answer.completeExceptionally(reason);
    }
  }
}
