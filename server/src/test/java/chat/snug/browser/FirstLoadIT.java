package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A page that comes quickly and stands still. */
@ParameterizedClass
@EnumSource(Screen.class)
final class FirstLoadIT extends BrowserTest {
  private static final int MAX_BYTES = 250_000;
  private static final double MAX_SHIFT = 0.02;
  private static final String WATCH_SHIFTS =
      "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
          + " { if (!entry.hadRecentInput) window.shift += entry.value; } })"
          + ".observe({ type: 'layout-shift', buffered: true });";

  FirstLoadIT(Screen screen) {
    super(screen);
  }

  @Test
  void weighsLittleAndAsksNobodyElse() {
    List<Request> requests = new CopyOnWriteArrayList<>();
    ana().visit("about:blank");
    ana().page().context().clearCookies();
    ana().page().onRequestFinished(requests::add);

    ana().visit(server().url() + "/r/" + bo().code());
    assertThat(ana().log()).isVisible();

    int bytes = 0;
    for (Request request : requests) {
      if (request.url().startsWith("blob:")) {
        continue;
      }
      assertThat(request.url()).startsWith(server().url());
      bytes += request.sizes().responseBodySize + request.sizes().responseHeadersSize;
    }
    assertThat(requests).hasSizeGreaterThan(3);
    assertThat(bytes).isPositive().isLessThan(MAX_BYTES);
  }

  @Test
  void standsStillWhileMessagesAndFontsArrive() {
    ana().page().addInitScript(WATCH_SHIFTS);
    ana().page().reload();
    assertThat(ana().log()).isVisible();

    try (TestClient client = TestClient.connect(server().port())) {
      JsonNode room = client.call("room:join", "code", ana().code(), "name", "Chi").get("room");
      for (int i = 1; i <= 20; i++) {
        client.call(
            "message:send",
            "room",
            room.get("id").asString(),
            "cid",
            "c" + i,
            "text",
            "message number " + i);
      }
    }
    ana().sees("message number 20");

    assertThat((Double) ana().page().evaluate("() => window.shift + 0.0000001"))
        .isLessThan(MAX_SHIFT);
  }
}
