package chat.snug.browser;

import chat.snug.testing.Packages;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium for the tests: one that is installed, else one that Playwright downloads, else, on
 * Debian as root, the package; else a word on what to do.
 */
final class Browsers implements AutoCloseable {
  private static final double PATIENCE_MILLIS = 20_000;
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;

  private Browsers(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Browsers start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Optional<Path> installed = find();
    if (installed.isEmpty()) {
      Optional<Browsers> downloaded = download();
      if (downloaded.isPresent()) {
        return downloaded.get();
      }
      Packages.install("chromium");
      installed = find();
    }
    return launch(
        installed.orElseThrow(() ->
            new IllegalStateException(
                "the browser tests need Chromium: install it (apt-get install chromium) or"
                    + " let Playwright download one")));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Browsers launch(Path executable) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browsers(
        playwright, playwright.chromium().launch(options().setExecutablePath(executable)));
  }

  private static Optional<Browsers> download() {
    try {
      Playwright playwright = Playwright.create();
      return Optional.of(new Browsers(playwright, playwright.chromium().launch(options())));
    } catch (RuntimeException unreachable) { // the driver throws no narrower type
      return Optional.empty();
    }
  }

  private static LaunchOptions options() {
    return new LaunchOptions().setHeadless(true).setArgs(FLAGS);
  }
}
