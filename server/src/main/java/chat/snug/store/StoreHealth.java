package chat.snug.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reads tell of the database: whoever reads is refused, and nobody but operators can help. A
 * page that cannot be read may be of one room alone, so the server goes on for the others, and is
 * not ready for new ones. Thread-safe.
 */
final class StoreHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final AtomicLong nextLine = new AtomicLong(System.nanoTime());
  private volatile boolean damaged;

  /** Whether everything that was asked for could be read, or may be when the database is back. */
  boolean isSound() {
    return !damaged;
  }

  /** Told in the log, once a minute at most. */
  StoreException readFailed(SQLException failed, Dialect.Fault fault) {
    damaged |= fault == Dialect.Fault.FATAL;
    long now = System.nanoTime();
    long next = nextLine.get();
    if (now - next >= 0 && nextLine.compareAndSet(next, now + PAUSE_NANOS)) {
      if (fault == Dialect.Fault.AWAY) {
        LOG.warn("the database cannot be read for now: {}", failed.toString());
      } else {
        LOG.error("the database cannot be read: {}", failed.toString());
      }
    }
    return new StoreException("a read from the database", failed);
  }
}
