package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * How fluent the page is in Chromium. Not part of the build, since a machine that is busy with
 * other tests drops frames: {@code benchmarks/page}.
 */
@Tag("browser")
final class PageSpeed {
  private static final int MESSAGES_PER_SECOND = 200;
  private static final int SECONDS = 10;
  private static final int SCREENS = 150;
  private static final int TYPED = 200;

  /** How many times slower than this machine's the page's processor is. */
  private static final int SLOWDOWN = Integer.getInteger("page.slowdown", 1);

  /** Counts long tasks (W3C Long Tasks API: more than 50 ms) and frames that came too late. */
  private static final String WATCH =
      """
      (() => {
        const speed = { longTasks: 0, longest: 0, frames: 0, dropped: 0 };
        window.pageSpeed = () => {
          const now = { ...speed };
          Object.assign(speed, { longTasks: 0, longest: 0, frames: 0, dropped: 0 });
          return now;
        };
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) {
            speed.longTasks++;
            speed.longest = Math.max(speed.longest, Math.round(duration));
          }
        }).observe({ type: 'longtask', buffered: true });
        let last = 0;
        const frame = (at) => {
          if (last) {
            speed.frames++;
            speed.dropped += Math.max(0, Math.round((at - last) / (1000 / 60)) - 1);
          }
          last = at;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      })()\
      """;

  private static final String SCROLL =
      """
      async (screens) => {
        const list = document.querySelector('.messages');
        for (let i = 0; i < screens; i++) {
          list.scrollTop -= list.clientHeight / 2;
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
        }
      }\
      """;

  @TempDir private static Path data;

  @Test
  void isFluent() throws Exception {
    String[] flags = {
      "--host",
      "127.0.0.1",
      "--port",
      "0",
      "--data",
      data.toString(),
      "--limits.exempt-addresses",
      "127.0.0.1"
    };
    try (Browsers browsers = Browsers.start();
        ServerProcess server = ServerProcess.start(List.of(), Map.of(), flags);
        Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark")) {
      String code = LongRoom.fill(server);
      ana.page().addInitScript(WATCH);
      ana.visit(server.url());
      ana.join(code, "Ana");
      assertThat(ana.said("line " + LongRoom.MESSAGES)).isInViewport();
      slowDown(ana);
      speed(ana);

      ana.page().reload();
      assertThat(ana.said("line " + LongRoom.MESSAGES)).isInViewport();
      int longTasks = report(ana, "a room of 100,000 messages is opened");

      ana.page().evaluate(SCROLL, SCREENS);
      longTasks += report(ana, SCREENS + " half screens are scrolled back through it");
      ana.button("Jump to present").click();
      assertThat(ana.said("line " + LongRoom.MESSAGES)).isInViewport();
      speed(ana);

      try (Speaker speaker = new Speaker(server.port(), code)) {
        speaker.saysUpTo(MESSAGES_PER_SECOND * SECONDS);
        longTasks += report(ana, MESSAGES_PER_SECOND + " messages a second come in");
        ana.box("Message").focus();
        speed(ana); // to find the box is the test's own work
        for (int i = 0; i < TYPED; i++) {
          ana.page().keyboard().type("a");
        }
        longTasks += report(ana, TYPED + " letters are typed meanwhile");
      }
      assertThat(ana.box("Message")).hasValue("a".repeat(TYPED));
      assertThat(ana.faults()).isEmpty();
      assertThat(longTasks).as("long tasks").isZero();
    }
  }

  private static void slowDown(Person person) {
    JsonObject rate = new JsonObject();
    rate.addProperty("rate", SLOWDOWN);
    person
        .page()
        .context()
        .newCDPSession(person.page())
        .send("Emulation.setCPUThrottlingRate", rate);
  }

  private static JsonObject speed(Person person) {
    return new Gson()
        .toJsonTree(person.page().evaluate("() => window.pageSpeed()"))
        .getAsJsonObject();
  }

  /** Prints what was seen since the last time, and answers how many long tasks there were. */
  private static int report(Person person, String what) {
    JsonObject seen = speed(person);
    CDPSession chromium = person.page().context().newCDPSession(person.page());
    chromium.send("HeapProfiler.collectGarbage");
    long heap = chromium.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    speed(person);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d of %d | %.1f |%n",
        what,
        seen.get("longTasks").getAsInt(),
        seen.get("longest").getAsInt(),
        seen.get("dropped").getAsInt(),
        seen.get("frames").getAsInt(),
        heap / 1e6);
    return seen.get("longTasks").getAsInt();
  }

  /** Somebody who says so much each second, whatever comes of it. */
  private static final class Speaker implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger said = new AtomicInteger();
    private final TestClient client;
    private final String room;

    Speaker(int port, String code) {
      client = TestClient.connect(port);
      JsonNode entrance = client.call("room:join", "code", code, "name", "Speaker");
      room = entrance.get("room").get("id").asString();
      clock.scheduleAtFixedRate(
          this::say, 0, 1_000_000 / MESSAGES_PER_SECOND, TimeUnit.MICROSECONDS);
    }

    void saysUpTo(int count) {
      int end = said.get() + count;
      Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> said.get() >= end);
    }

    private void say() {
      int number = said.incrementAndGet();
      client.ask(
          "message:send",
          TestClient.object("room", room, "cid", "s" + number, "text", "Message " + number));
    }

    @Override
    public void close() {
      clock.shutdownNow();
      client.close();
    }
  }
}
