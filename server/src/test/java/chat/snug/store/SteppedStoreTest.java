package chat.snug.store;

import chat.snug.room.EventLog;
import chat.snug.room.RoomDirectory;
import chat.snug.room.SteppedStore;
import java.time.Clock;

/** The double on which the simulation and the tests of rooms stand. */
final class SteppedStoreTest extends EventLogContract {
  private final SteppedStore store = new SteppedStore(Clock.systemUTC());

  @Override
  void openStore() {
    store.commitAtOnce();
  }

  @Override
  EventLog eventLog() {
    return store;
  }

  @Override
  RoomDirectory directory() {
    return store;
  }
}
