package chat.snug.acceptance;

import chat.snug.testing.TestDatabase;
import chat.snug.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on each store: one server for all tests of a class, in which each has its room. */
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
abstract class StoreTest {
  private static final Map<String, TestServer> SERVERS = new HashMap<>();

  @TempDir private static Path data;
  private final TestServer server;

  StoreTest(String store) {
    server = SERVERS.computeIfAbsent(store, StoreTest::open);
  }

  @AfterAll
  static void close() {
    SERVERS.values().forEach(TestServer::close);
    SERVERS.clear();
  }

  TestServer server() {
    return server;
  }

  private static TestServer open(String store) {
    List<String> flags = new ArrayList<>(List.of("--data", data.resolve(store).toString()));
    flags.addAll(List.of("--limits.file-size", "1", "--limits.exempt-addresses", "127.0.0.1"));
    if (store.equals("postgresql")) {
      flags.addAll(List.of("--store", TestDatabase.create()));
    }
    return TestServer.start(flags.toArray(String[]::new));
  }
}
