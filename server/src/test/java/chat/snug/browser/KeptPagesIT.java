package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a browser keeps for times without a network: the page, and nothing that was said. */
final class KeptPagesIT extends BrowserTest {
  private static final String KEPT =
      "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
          + " (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))))"
          + ".flat().filter((path) => !path.startsWith('/assets/'))";

  KeptPagesIT() {
    super(Screen.DESKTOP);
  }

  @Test
  void keepsNothingButThePageItself() {
    ana().page().evaluate("() => navigator.serviceWorker.ready");
    bo().page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload("secret.txt", "text/plain", "a secret".getBytes(UTF_8)));
    bo().say("see this");
    Locator file = ana().said("see this").locator("a[href*='files/']");
    assertThat(file).isVisible();
    String address = (String) file.evaluate("(link) => link.href");
    for (String path :
        List.of(address, "/metrics", "/health/live", "/api/openapi.json", "/nowhere", "/r/")) {
      try (Page tab = ana().page().context().newPage()) {
        open(tab, path.startsWith("/") ? server().url() + path : path);
      }
    }
    try (Page tab = ana().page().context().newPage()) {
      open(tab, server().url() + "/");
      ana().page().context().setOffline(true);
      open(tab, server().url() + "/");

      assertThat(tab.getByText("Create a room")).isVisible();
      assertThat((List<?>) ana().page().evaluate(KEPT))
          .allMatch(path -> path.equals("/") || path.equals("/r/-"));
    } finally {
      ana().page().context().setOffline(false);
    }
  }

  /** What is a download ends the navigation; that is as good. */
  private static void open(Page tab, String address) {
    try {
      tab.navigate(address);
    } catch (com.microsoft.playwright.PlaywrightException download) {
      assertThat(download).hasMessageContaining("ownload");
    }
  }
}
