package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.fault.FaultProxy;
import chat.snug.fault.RawPeer;
import chat.snug.testing.ServerProcess;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page where the network, or the browser's storage, is not what it should be. */
@Tag("browser")
final class BadNetworksIT {
  private static final double LONG = 40_000;

  private static Browsers browsers;

  @TempDir private Path data;
  private ServerProcess server;
  private FaultProxy proxy;

  @BeforeAll
  static void openBrowser() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void closeBrowser() {
    browsers.close();
  }

  @BeforeEach
  void start() {
    server = ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString());
    proxy = new FaultProxy(server.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  @Test
  void findsItsWayAroundAProxyThatSwallowsWhatWebSocketsSay() {
    proxy.swallowWebSockets(true);
    try (Person ana = person();
        Person bo = person()) {
      ana.visit(behindTheProxy());
      ana.box("Your name").fill("Ana");
      ana.button("Create a room").click();
      assertThat(ana.log()).isVisible(new IsVisibleOptions().setTimeout(LONG));
      bo.visit(server.url());
      bo.join(ana.code(), "Bo");

      ana.say("through the hole in the fence");

      bo.sees("through the hole in the fence");
      bo.say("I hear you");
      ana.sees("I hear you");
    }
  }

  @Test
  void noticesADeadConnectionWhenItIsLookedAtAgainAndLosesNothing() {
    try (Person ana = person();
        Person bo = person()) {
      ana.visit(behindTheProxy());
      ana.create("Ana");
      bo.visit(server.url());
      bo.join(ana.code(), "Bo");
      ana.say("before");
      bo.sees("before");

      proxy.blackHole(Integer.MAX_VALUE);
      bo.say("said into the silence");
      bo.sees("said into the silence");
      ana.page().evaluate("() => window.dispatchEvent(new Event('focus'))");

      ana.sees("said into the silence");
      ana.say("I am back");
      bo.sees("I am back");
    }
  }

  @Test
  void sendsWhatWasWrittenWhileCutInItsOrderAndOnce() {
    try (Person ana = person();
        Person bo = person()) {
      ana.visit(behindTheProxy());
      ana.create("Ana");
      bo.visit(server.url());
      bo.join(ana.code(), "Bo");

      for (int i = 1; i <= 30; i++) {
        ana.say("line " + i + ".");
        if (i % 7 == 0) {
          proxy.cutAll();
        }
      }

      bo.sees("line 30.");
      assertThat(bo.log().locator(".text").allTextContents().stream().map(String::strip).toList())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 30).mapToObj(i -> "line " + i + ".").toList());
    }
  }

  @Test
  void worksWhereStorageIsBlocked() {
    try (Person ana = person();
        Person bo = person()) {
      ana.page()
          .addInitScript(
              "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])"
                  + " Object.defineProperty(window, name, { get() {"
                  + " throw new DOMException('blocked', 'SecurityError') } })");
      ana.visit(behindTheProxy());
      ana.create("Ana");
      bo.visit(server.url());
      bo.join(ana.code(), "Bo");

      ana.say("nothing is kept here");
      bo.sees("nothing is kept here");
      proxy.cutAll();
      ana.say("and still nothing is lost");

      bo.sees("and still nothing is lost");
      ana.sees("and still nothing is lost");
    }
  }

  @Test
  void letsAStrangerInWhoHasToWorkForItWhileOthersGuess() throws Exception {
    try (Person ana = person();
        Person bo = person()) {
      ana.visit(server.url());
      ana.create("Ana");
      String answer = "";
      for (int i = 0; !answer.contains("challenge"); i++) {
        try (RawPeer guesser =
            RawPeer.webSocket("127.7.%s.1".formatted(i), server.port(), 65_536)) {
          guesser.text("420[\"room:join\",{\"code\":\"ZZZZ\",\"name\":\"Guess\"}]");
          answer = guesser.readText();
        }
        assertThat(i).isLessThan(100);
      }

      bo.visit(server.url());
      bo.box("Your name").fill("Bo");
      bo.box("Room code").fill(ana.code());

      assertThat(bo.log()).isVisible(new IsVisibleOptions().setTimeout(LONG));
      ana.say("good work");
      bo.sees("good work");
    }
  }

  private String behindTheProxy() {
    return "http://127.0.0.1:" + proxy.port() + "/";
  }

  private static Person person() {
    return new Person(browsers.browser(), Screen.DESKTOP, "dark");
  }
}
