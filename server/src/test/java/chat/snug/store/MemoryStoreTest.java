package chat.snug.store;

/** The store of {@code --memory}. */
final class MemoryStoreTest extends SqlStoreContract {
  @Override
  StoreOptions options() {
    return StoreOptions.inMemory();
  }
}
