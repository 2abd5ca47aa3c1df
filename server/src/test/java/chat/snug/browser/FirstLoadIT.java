package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.TestClient;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A page that comes quickly and stands still. */
@ParameterizedClass
@EnumSource(Screen.class)
final class FirstLoadIT extends BrowserTest {
  private static final long MAX_BYTES = 250_000L;
  private static final double MAX_SHIFT = 0.02;
  private static final String WATCH_SHIFTS =
      "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
          + " { if (!entry.hadRecentInput) window.shift += entry.value; } })"
          + ".observe({ type: 'layout-shift', buffered: true });";

  /** And will know so after a reload. */
  private static final String HAS_READ_ALL =
      "() => Object.keys(localStorage).some((key) => key.startsWith('snug.read.')"
          + " && Number(localStorage[key])"
          + " === document.querySelector('snug-message-list').state.head)";

  private static final String WATCH_THEME =
      "new MutationObserver(() => { window.themedAt = performance.now(); })"
          + ".observe(document, { subtree: true, attributeFilter: ['data-theme'] });";
  private static final JsonObject SLOW_LINE =
      JsonParser.parseString(
              "{\"offline\":false,\"latency\":50,\"downloadThroughput\":100000,\"uploadThroughput\":100000}")
          .getAsJsonObject();

  FirstLoadIT(Screen screen) {
    super(screen);
  }

  @Test
  void weighsLittleAndAsksNobodyElse() {
    try (Person cleo = new Person(browser(), screen(), "dark")) {
      List<String> elsewhere = new CopyOnWriteArrayList<>();
      AtomicLong bytes = new AtomicLong();
      cleo.page().onRequest(request -> elsewhere.add(request.url()));
      CDPSession chromium = cleo.page().context().newCDPSession(cleo.page());
      chromium.send("Network.enable");
      chromium.on(
          "Network.loadingFinished",
          finished -> bytes.addAndGet(finished.get("encodedDataLength").getAsLong()));

      cleo.visit(server().url() + "/r/" + ana().code());
      cleo.box("Your name").fill("Cleo");
      cleo.button("Join").click();
      assertThat(cleo.log()).isVisible();

      assertThat(elsewhere).hasSizeGreaterThan(3);
      assertThat(elsewhere).allMatch(url -> url.startsWith(server().url()));
      assertThat(bytes.get()).isBetween(50_000L, MAX_BYTES);
    }
  }

  /** On a slow line, where the page has its style long before its script. */
  @Test
  void showsNoOtherThemeFirst() {
    try (Person cleo = new Person(browser(), screen(), "light")) {
      CDPSession chromium = cleo.page().context().newCDPSession(cleo.page());
      chromium.send("Network.enable");
      chromium.send("Network.emulateNetworkConditions", SLOW_LINE);
      cleo.page().addInitScript(WATCH_THEME);
      cleo.visit(server().url());
      assertThat(cleo.button("Create a room")).isVisible();

      assertThat(
              cleo.page()
                  .evaluate(
                      "() => performance.getEntriesByName('first-paint')[0].startTime >="
                          + " window.themedAt"))
          .isEqualTo(true);
    }
  }

  private static byte[] picture() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(800, 800, BufferedImage.TYPE_INT_RGB), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void say(TestClient client, JsonNode room, int first, int last) {
    String id = room.get("id").asString();
    for (int i = first; i <= last; i++) {
      client.call("message:send", "room", id, "cid", "c" + i, "text", "message number " + i);
    }
  }

  /** In a room that fills the screen: where few have spoken, what is new moves them up. */
  @Test
  void standsStillWhileMessagesFontsAndPicturesArrive() {
    try (TestClient client = TestClient.connect(server().port())) {
      JsonNode room = client.call("room:join", "code", ana().code(), "name", "Chi").get("room");
      say(client, room, 1, 20);
      ana().sees("message number 20");
      ana().page().waitForFunction(HAS_READ_ALL);
      ana().page().addInitScript(WATCH_SHIFTS);
      ana().page().reload();
      assertThat(ana().log()).isVisible();
      say(client, room, 21, 40);
    }
    ana().sees("message number 40");
    bo().page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload("a.png", "image/png", picture()));
    bo().say("and a picture");
    Locator picture = ana().said("and a picture").locator("img");
    assertThat(picture).hasJSProperty("complete", true);
    assertThat(picture).hasAttribute("width", "360");

    assertThat((Double) ana().page().evaluate("() => window.shift + 0.0000001"))
        .isLessThan(MAX_SHIFT);
  }
}
