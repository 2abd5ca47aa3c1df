package chat.snug.browser;

import chat.snug.testing.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** One browser and one server for all tests of a class, each of which brings its own people. */
@Tag("browser")
abstract class SharedServerTest {
  static Browsers browsers;
  static ServerProcess server;

  @BeforeAll
  static void open() {
    browsers = Browsers.start();
    server =
        ServerProcess.start(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--memory",
            "--limits.exempt-addresses",
            "127.0.0.1");
  }

  @AfterAll
  static void close() {
    server.close();
    browsers.close();
  }
}
