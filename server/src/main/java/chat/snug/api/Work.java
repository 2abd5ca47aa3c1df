package chat.snug.api;

import chat.snug.limit.Shares;
import chat.snug.net.HttpExchange;
import chat.snug.net.HttpHandler;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a route does, and may refuse to do. */
@FunctionalInterface
interface Work {
  /** When to ask again for a place that is taken. */
  Duration WAIT_FOR_A_PLACE = Duration.ofSeconds(2);

  /** Does it and answers; what it throws is answered as a problem. */
  void run(HttpExchange exchange);

  /** A handler that answers every refusal, and every fault too. */
  static HttpHandler handler(Work work) {
    Logger log = LoggerFactory.getLogger(Work.class);
    return exchange -> {
      try {
        work.run(exchange);
      } catch (RefusedException refused) {
        exchange.respond(Problems.of(refused));
      } catch (RejectedExecutionException stopped) {
        log.debug("request cut by the stop of the server path={}", exchange.path());
      } catch (RuntimeException | Error fault) {
        log.error("request failed path={}", exchange.path(), fault);
        exchange.respond(Problems.of(new RefusedException(Refusal.INTERNAL)));
      }
    };
  }

  /** Does it in one of few places, of which an address has a share; refused if it has none left. */
  static void inPlace(Shares places, String address, Runnable work) {
    switch (places.take(address)) {
      case TAKEN -> {
        try {
          work.run();
        } finally {
          places.giveBack(address);
        }
      }
      case SHARE_USED_UP ->
          throw RefusedException.tooSoon(
              WAIT_FOR_A_PLACE, "So much is under way from your address already: wait for that.");
      case ALL_TAKEN ->
          throw new RefusedException(
              Refusal.BUSY, "Too much of this is under way at once.", WAIT_FOR_A_PLACE);
    }
  }

  /** Refuses what comes too soon. */
  static void keepTo(Duration wait) {
    if (!wait.isZero()) {
      throw RefusedException.tooSoon(wait);
    }
  }

  /** The value of a future; what it was refused with is refused here. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw RefusedException.of(failed);
    }
  }
}
