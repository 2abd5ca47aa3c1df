package chat.snug.api;

import chat.snug.net.HttpExchange;
import chat.snug.net.HttpHandler;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a route does, and may refuse to do. */
@FunctionalInterface
interface Work {
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
      } catch (RuntimeException fault) {
        log.error("request failed path={}", exchange.path(), fault);
        exchange.respond(Problems.of(new RefusedException(Refusal.INTERNAL)));
      }
    };
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
