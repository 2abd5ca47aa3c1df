package chat.snug.browser;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two people in one room, on the screen that is given and on the other one. */
abstract class BrowserTest {
  private static Browsers browsers;

  @TempDir private Path data;
  private final Screen screen;
  private ServerProcess server;
  private Person ana;
  private Person bo;

  BrowserTest(Screen screen) {
    this.screen = screen;
  }

  @BeforeAll
  static void openBrowser() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void closeBrowser() {
    browsers.close();
  }

  @BeforeEach
  void meet() {
    server =
        ServerProcess.start(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--data",
            data.toString(),
            "--limits.exempt-addresses",
            "127.0.0.1");
    ana = new Person(browsers.browser(), screen, "dark");
    bo = new Person(browsers.browser(), screen.other(), "light");
    ana.visit(server.url());
    bo.visit(server.url());
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
  }

  @AfterEach
  void part() {
    ana.close();
    bo.close();
    server.close();
  }

  /** The host, on the screen that the test is about. */
  Person ana() {
    return ana;
  }

  /** A member, on the other screen. */
  Person bo() {
    return bo;
  }

  Screen screen() {
    return screen;
  }

  ServerProcess server() {
    return server;
  }
}
