package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a browser of their own. */
final class Person implements AutoCloseable {
  /** A desk, and a telephone. */
  enum Screen {
    DESKTOP(1280, 800),
    PHONE(390, 844);

    private final int width;
    private final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }

    Screen other() {
      return this == DESKTOP ? PHONE : DESKTOP;
    }
  }

  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new ArrayList<>();

  Person(Browser browser, Screen screen, String theme) {
    this(
        browser,
        new Browser.NewContextOptions().setViewportSize(screen.width, screen.height),
        theme);
  }

  /** With a window, or needs, of their own. */
  Person(Browser browser, Browser.NewContextOptions options, String theme) {
    context =
        browser.newContext(
            options
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setReducedMotion(ReducedMotion.REDUCE));
    context.addInitScript(
        "if (!localStorage.getItem('snug.theme'))"
            + " localStorage.setItem('snug.theme', JSON.stringify('"
            + theme
            + "'))");
    page = context.newPage();
    page.onPageError(faults::add);
    page.onConsoleMessage(message -> {
      boolean network = message.text().contains("net::ERR") || message.text().contains("WebSocket");
      if (message.type().equals("error") && !network) {
        faults.add(message.text());
      }
    });
  }

  Page page() {
    return page;
  }

  void visit(String url) {
    page.navigate(url);
  }

  void create(String name) {
    box("Your name").fill(name);
    button("Create a room").click();
    assertThat(log()).isVisible();
  }

  void join(String code, String name) {
    box("Your name").fill(name);
    box("Room code").fill(code);
    assertThat(log()).isVisible();
  }

  void say(String text) {
    box("Message").fill(text);
    box("Message").press("Enter");
  }

  /** Waits until the text stands in the room, once. */
  void sees(String text) {
    assertThat(said(text)).hasCount(1);
  }

  Locator said(String text) {
    return log().getByRole(AriaRole.ARTICLE).filter(new Locator.FilterOptions().setHasText(text));
  }

  /** The message, once the server has stored it. */
  Locator stored(String text) {
    return said(text).and(page.locator("[data-id]"));
  }

  /** Opens all that can be done with a message, and chooses one. */
  void choose(String text, String action) {
    open(text);
    sheet()
        .getByRole(AriaRole.MENUITEM, named(action))
        .or(sheet().getByRole(AriaRole.BUTTON, named(action)))
        .click();
  }

  /** Opens all that can be done with a message. */
  void open(String text) {
    Locator message = stored(text).first();
    message.focus();
    message.press("Enter");
    assertThat(sheet()).isVisible();
  }

  /** What is open above the page, or at a thing on it. */
  Locator sheet() {
    return page.locator("dialog:modal, dialog:popover-open");
  }

  static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  String code() {
    return page.locator(".room-code").textContent().strip();
  }

  Locator log() {
    return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages"));
  }

  Locator box(String name) {
    return page.getByRole(
        AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A button, also one that is an item of a menu. */
  Locator button(String name) {
    Page.GetByRoleOptions named = new Page.GetByRoleOptions().setName(name).setExact(true);
    return page.getByRole(AriaRole.BUTTON, named).or(page.getByRole(AriaRole.MENUITEM, named));
  }

  Locator text(String text) {
    return page.getByText(text);
  }

  /** What axe finds wrong with the page as it is. */
  List<String> violations() {
    return violations(page);
  }

  /** What axe finds wrong with this page as it is. */
  static List<String> violations(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .map((Rule rule) -> rule.getId() + ": " + rule.getNodes())
            .toList();
  }

  /** Errors on the console, other than a network that is down. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Where it stands on the screen. */
  static BoundingBox place(Locator locator) {
    locator.waitFor();
    return locator.boundingBox();
  }

  void photograph(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    context.close();
  }
}
