package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A room of 100,000 messages is as light as one of a hundred. */
@Tag("browser")
final class LongRoomIT {
  private static final int WINDOW = 300;
  private static final int LOADS = 25;
  private static final int MAX_OPENING_BYTES = 100_000;
  private static final long MAX_HEAP_GROWTH = 20_000_000;

  /** Scrolls by a screen or more, waits for what is loaded then, and answers how far text moved. */
  private static final String SCROLL =
      "async (pixels) => { const list = document.querySelector('.messages');"
          + " const page = document.querySelector('snug-message-list');"
          + " list.scrollTop += pixels; const top = list.getBoundingClientRect().top;"
          + " const first = [...list.querySelectorAll('article')]"
          + ".find((one) => one.getBoundingClientRect().bottom > top + 4);"
          + " const before = first.getBoundingClientRect().top;"
          + " do { await new Promise(requestAnimationFrame); } while (page.state.loading);"
          + " await new Promise(requestAnimationFrame);"
          + " return first.isConnected"
          + " ? Math.round(Math.abs(first.getBoundingClientRect().top - before)) : 0; }";

  @TempDir private static Path data;
  private static Browsers browsers;
  private static ServerProcess server;
  private static String code;

  @BeforeAll
  static void fillTheRoom() throws IOException, InterruptedException {
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
    code = LongRoom.fill(server);
  }

  @AfterAll
  static void close() {
    server.close();
    browsers.close();
  }

  @ParameterizedTest
  @EnumSource(Screen.class)
  void opensWithOnePageAndStaysStillAndBoundedFromEndToEnd(Screen screen) {
    try (Person ana = new Person(browsers.browser(), screen, "dark")) {
      AtomicLong bytes = new AtomicLong();
      ana.page()
          .onWebSocket(
              socket -> socket.onFrameReceived(frame -> bytes.addAndGet(sizeOf(frame.text()))));
      ana.visit(server.url());
      ana.join(code, "Ana " + screen);
      assertThat(ana.said("line " + LongRoom.MESSAGES)).isInViewport();
      assertThat(bytes.get()).isPositive().isLessThan(MAX_OPENING_BYTES);

      CDPSession chromium = ana.page().context().newCDPSession(ana.page());
      long before = heap(chromium);
      scroll(ana, -4000);
      ana.visit(server.url() + "/r/" + code + "#m1");
      assertThat(ana.said("line 1,")).isInViewport();
      scroll(ana, 4000);
      ana.button("Jump to present").click();
      assertThat(ana.said("line " + LongRoom.MESSAGES)).isInViewport();

      assertThat(heap(chromium) - before).isLessThan(MAX_HEAP_GROWTH);
      assertThat(ana.faults()).isEmpty();
    }
  }

  private static void scroll(Person person, int pixels) {
    for (int i = 0; i < LOADS; i++) {
      assertThat((Integer) person.page().evaluate(SCROLL, pixels)).isLessThanOrEqualTo(2);
      assertThat(person.page().locator("article").count()).isLessThanOrEqualTo(WINDOW);
    }
  }

  /** What the page holds after everything that nobody needs is gone, in bytes. */
  private static long heap(CDPSession chromium) {
    chromium.send("HeapProfiler.collectGarbage");
    JsonObject usage = chromium.send("Runtime.getHeapUsage");
    return usage.get("usedSize").getAsLong();
  }

  private static long sizeOf(String text) {
    return text == null ? 0 : text.getBytes(UTF_8).length;
  }
}
