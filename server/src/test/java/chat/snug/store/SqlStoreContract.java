package chat.snug.store;

import static java.util.Objects.requireNonNull;

import chat.snug.metric.Metrics;
import chat.snug.room.EventLog;
import chat.snug.room.RoomDirectory;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract, for the stores of the product. */
abstract class SqlStoreContract extends EventLogContract {
  private final Metrics metrics = new Metrics();
  private @Nullable Store store;

  abstract StoreOptions options();

  @Override
  final void openStore() {
    store =
        Store.open(
            options(),
            metrics,
            Clock.systemUTC(),
            failure -> {
              throw new AssertionError(failure);
            });
  }

  @AfterEach
  final void close() {
    store().close();
    metrics.close();
  }

  final Store store() {
    return requireNonNull(store, "store");
  }

  final void reopen() {
    store().close();
    openStore();
  }

  @Override
  final EventLog eventLog() {
    return store().eventLog();
  }

  @Override
  final RoomDirectory directory() {
    return store().directory();
  }
}
