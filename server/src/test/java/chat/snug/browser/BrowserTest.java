package chat.snug.browser;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Two people in a room of their own, on the screen that is given and on the other one. */
@Tag("browser")
abstract class BrowserTest {
  private static Browsers browsers;
  private static ServerProcess server;

  @TempDir private static Path data;
  private final Screen screen;
  private Person ana;
  private Person bo;

  BrowserTest(Screen screen) {
    this.screen = screen;
  }

  @BeforeAll
  static void openBrowser() {
    browsers = Browsers.start();
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
  }

  @AfterAll
  static void closeBrowser() {
    server.close();
    browsers.close();
  }

  @BeforeEach
  void meet() {
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
  }

  /** The host, on the screen that the test is about. */
  Person ana() {
    return ana;
  }

  /** A member, on the other screen. */
  Person bo() {
    return bo;
  }

  Browser browser() {
    return browsers.browser();
  }

  Screen screen() {
    return screen;
  }

  ServerProcess server() {
    return server;
  }
}
