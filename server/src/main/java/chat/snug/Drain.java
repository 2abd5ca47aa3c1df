package chat.snug;

import chat.snug.config.DrainOptions;
import chat.snug.engineio.CloseReason;
import chat.snug.engineio.EngineSession;
import chat.snug.engineio.EngineSessions;
import chat.snug.gateway.ChatGateway;
import chat.snug.net.NetServer;
import chat.snug.room.Rooms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end of a server: unready, nobody new, nothing new to store; what is on its way to the
 * disk is finished and acked; then everybody is told when to come back and is let go, a few at a
 * time, so that they do not come to the next server all at once. Confined to the thread that stops.
 */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final Duration COME_BACK_WITHIN = Duration.ofSeconds(2);

  /** So few are let go together whatever the window. */
  private static final int LEAST_SLICE = 50;

  private final DrainOptions options;
  private long end;

  Drain(DrainOptions options) {
    this.options = options;
  }

  void run(NetServer net, Rooms rooms, ChatGateway gateway, EngineSessions sessions) {
    Duration most = options.deadline().multipliedBy(4).dividedBy(5);
    end = System.nanoTime() + options.delay().plus(most).toNanos();
    try {
      Thread.sleep(options.delay());
      net.drain();
      rooms.drain();
      waitForTheirAnswers(rooms);
      letGo(gateway, new ArrayList<>(sessions.all()));
      waitForTheLast(sessions);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("not everybody could be told of the stop", late);
    }
  }

  /**
   * Behind what the store has been given, more may wait in the rooms: a flush would be too soon.
   */
  private void waitForTheirAnswers(Rooms rooms) throws InterruptedException {
    while (!rooms.isSettled() && left() > 0) {
      Thread.sleep(PAUSE.dividedBy(20));
    }
  }

  private void letGo(ChatGateway gateway, List<EngineSession> sessions)
      throws InterruptedException, ExecutionException, TimeoutException {
    long slices = Math.max(1, options.window().toMillis() / PAUSE.toMillis());
    int slice = Math.max(LEAST_SLICE, (int) Math.ceilDiv(sessions.size(), slices));
    gateway.announceStop(0, COME_BACK_WITHIN.toMillis());
    for (int from = 0; from < sessions.size(); from += slice) {
      if (from > 0) {
        Thread.sleep(PAUSE);
      }
      close(sessions.subList(from, Math.min(sessions.size(), from + slice)));
    }
  }

  /** What is queued for them leaves before the connections are cut. */
  private void waitForTheLast(EngineSessions sessions) throws InterruptedException {
    long last = Math.min(end, System.nanoTime() + FAREWELL.toNanos());
    while (sessions.count() > 0 && System.nanoTime() < last) {
      Thread.sleep(PAUSE.dividedBy(5));
    }
  }

  private void close(List<EngineSession> sessions)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<?>[] closed =
        sessions.stream()
            .map(session ->
                CompletableFuture.runAsync(
                    () -> session.close(CloseReason.SERVER_STOPPING), session.loop()))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(closed).get(left(), TimeUnit.NANOSECONDS);
  }

  private long left() {
    return Math.max(0, end - System.nanoTime());
  }
}
