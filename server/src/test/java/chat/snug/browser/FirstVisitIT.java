package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.snug.testing.ServerProcess;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A browser that has never been here: nothing is chosen, nothing is remembered. */
@Tag("browser")
final class FirstVisitIT {
  private static Browsers browsers;
  private static ServerProcess server;

  @BeforeAll
  static void open() {
    browsers = Browsers.start();
    server = ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--memory");
  }

  @AfterAll
  static void close() {
    server.close();
    browsers.close();
  }

  @Test
  void looksAsTheSystemDoesUntilSomebodyChooses() {
    try (BrowserContext bright = context(ColorScheme.LIGHT)) {
      Page page = bright.newPage();
      page.navigate(server.url());
      Locator theme = page.locator("html");
      assertThat(theme).hasAttribute("data-theme", "light");
      assertThat(page.locator("meta[name=theme-color]").first()).hasAttribute("content", "#faf8f5");

      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      assertThat(theme).hasAttribute("data-theme", "dark");

      page.locator("snug-theme-button button").click();
      assertThat(theme).hasAttribute("data-theme", "light");
      page.reload();
      assertThat(page.locator("snug-theme-button")).isVisible();
      assertThat(theme).hasAttribute("data-theme", "light");
      page.locator("snug-theme-button button").click();
      assertThat(theme).hasAttribute("data-theme", "dark");
      page.locator("snug-theme-button button").click();
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      assertThat(theme).hasAttribute("data-theme", "light");
    }
  }

  private static BrowserContext context(ColorScheme system) {
    return browsers.browser().newContext(new Browser.NewContextOptions().setColorScheme(system));
  }
}
