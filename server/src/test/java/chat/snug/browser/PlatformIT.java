package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page as one of many things on a device: fingers, tabs, small screens, paper. */
final class PlatformIT extends SharedServerTest {
  @Test
  void aFingerThatHeldAMessagePressesNothingWhenItLifts() {
    try (Person ana = phone(390)) {
      ana.create("Ana");
      ana.box("Message").fill("hold me");
      ana.button("Send").tap();
      Locator message = ana.stored("hold me");
      BoundingBox at = message.locator(".bubble").boundingBox();
      ana.page()
          .evaluate(
              "() => { window.pressed = []; document.addEventListener('click', e =>"
                  + " pressed.push(e.target.outerHTML)); }");
      CDPSession session = ana.page().context().newCDPSession(ana.page());

      touch(session, "touchStart", List.of(at));
      assertThat(ana.sheet()).hasCount(1);
      touch(session, "touchEnd", List.of());

      ana.page()
          .evaluate(
              "() => new Promise(done => requestAnimationFrame(() =>"
                  + " requestAnimationFrame(done)))");
      assertThat(ana.page().evaluate("() => pressed")).asString().isEqualTo("[]");
      assertThat(ana.sheet()).hasCount(1);
      ana.button("Close").first().tap();
      assertThat(ana.sheet()).hasCount(0);
    }
  }

  @Test
  void printsAllThatWasSaidDarkOnWhiteOverSeveralPages() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark")) {
      ana.visit(server.url());
      ana.create("Ana");
      ana.page()
          .evaluate(
              "() => { const { session } = document.querySelector('snug-room-page');"
                  + " for (let i = 1; i <= 60; i++)"
                  + " session.send(`[line ${i}.](https://example.com/${i})`); }");
      ana.stored("line 60.").waitFor();

      String pdf = new String(ana.page().pdf(), StandardCharsets.ISO_8859_1);
      ana.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

      assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(pdf).results().count())
          .isGreaterThan(1);
      assertThat(ana.log().locator("article")).hasCount(60);
      assertThat(ana.page().locator("html")).hasCSS("background-color", "rgb(255, 255, 255)");
      assertThat(ana.stored("line 7.").locator(".text")).hasCSS("color", "rgb(0, 0, 0)");
      assertThat(ana.stored("line 7.").locator("time")).isVisible();
      assertThat(ana.box("Message")).isHidden();
      assertThat(ana.button("Share")).isHidden();
      assertThat(
              ana.stored("line 7.")
                  .locator("a")
                  .evaluate("link => getComputedStyle(link, '::after').content"))
          .asString()
          .contains("https://example.com/7");
    }
  }

  @Test
  void printsAnAddressOnceThatWasWrittenAsOne() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark")) {
      ana.visit(server.url());
      ana.create("Ana");
      ana.say("see https://example.com/a?b=C");
      ana.say("or www.example.com");
      ana.stored("or").waitFor();

      ana.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

      assertThat(
              ana.log()
                  .locator("a")
                  .evaluateAll("all => all.map(a => getComputedStyle(a, '::after').content)"))
          .isEqualTo(List.of("none", "none"));
    }
  }

  @Test
  void printsTheTalkAndNotTheSearchThatStandsOpen() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark")) {
      ana.visit(server.url());
      ana.create("Ana");
      ana.say("on paper");
      ana.stored("on paper").waitFor();
      ana.page().keyboard().press("ControlOrMeta+f");
      ana.page().keyboard().type("paper");
      assertThat(ana.page().locator(".hit")).hasCount(1);

      ana.page().setViewportSize(794, 1123);
      ana.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

      assertThat(ana.page().locator("snug-search-panel")).isHidden();
      assertThat(ana.stored("on paper")).isVisible();
    }
  }

  @Test
  void tellsOfAllRoomsOfATabInItsTitleAndCutsNoNumberOff() {
    try (Person ana = phone(320);
        Person bo = new Person(browsers.browser(), Screen.DESKTOP, "light")) {
      ana.create("Ana");
      bo.visit(server.url());
      bo.join(ana.code(), "Bo");
      ana.page().locator(".home").tap();
      ana.create("Ana");

      bo.say("in the first room");

      assertThat(ana.page()).hasTitle(Pattern.compile("^\\(1\\) "));
      Locator badge = ana.page().locator(".room-title .unread");
      assertThat(badge).hasText("1");
      ana.page()
          .evaluate(
              "() => { document.querySelector('.room-name').textContent = 'A room of a long name';"
                  + " document.querySelector('.room-title .unread').textContent = '99+'; }");
      BoundingBox box = badge.boundingBox();
      BoundingBox names = ana.page().locator(".room-names").boundingBox();
      assertThat(box.x + box.width).isLessThanOrEqualTo(names.x + names.width);
      assertThat(box.width).isGreaterThan(30);
      assertThat(ana.page().evaluate("() => document.documentElement.scrollWidth > innerWidth"))
          .isEqualTo(false);
      ana.page().locator(".home").tap();
      assertThat(ana.page()).hasTitle("(1) Snug");
    }
  }

  @Test
  void countsDownInOneTabWhatIsReadInAnother() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark");
        Person bo = new Person(browsers.browser(), Screen.DESKTOP, "light")) {
      ana.visit(server.url());
      ana.create("Ana");
      bo.visit(server.url());
      bo.join(ana.code(), "Bo");
      Page other = ana.page().context().newPage();
      other.addInitScript("document.hasFocus = () => false");
      other.navigate(ana.page().url());
      looksElsewhere(ana.page(), true);

      bo.say("anybody?");

      assertThat(ana.page()).hasTitle(Pattern.compile("^\\(1\\) "));
      assertThat(other).hasTitle(Pattern.compile("^\\(1\\) "));
      looksElsewhere(ana.page(), false);
      assertThat(ana.page()).hasTitle(Pattern.compile("^[A-Z]"));
      assertThat(other).hasTitle(Pattern.compile("^[A-Z]"));
    }
  }

  @Test
  void theDayLiesOnTheTalkOnlyWhileSomebodyScrolls() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark")) {
      ana.visit(server.url());
      ana.create("Ana");
      Locator day = ana.page().locator(".day button");
      ana.say("the first line");
      ana.stored("the first line").waitFor();
      assertThat(day).hasCSS("opacity", "1");
      ana.page()
          .evaluate(
              "() => { const { session } = document.querySelector('snug-room-page');"
                  + " for (let i = 1; i <= 60; i++) session.send(`line ${i}.`); }");
      ana.stored("line 60.").waitFor();
      assertThat(day).hasCSS("opacity", "0");

      ana.log().hover();
      ana.page().mouse().wheel(0, -300);
      assertThat(day).hasCSS("opacity", "1");
      assertThat(day).hasCSS("opacity", "0");
    }
  }

  private static void looksElsewhere(Page page, boolean elsewhere) {
    page.evaluate(
        "away => { document.hasFocus = () => !away;"
            + " window.dispatchEvent(new Event(away ? 'blur' : 'focus')); }",
        elsewhere);
  }

  private static void touch(CDPSession session, String type, List<BoundingBox> fingers) {
    JsonArray points = new JsonArray();
    for (BoundingBox at : fingers) {
      JsonObject point = new JsonObject();
      point.addProperty("x", at.x + at.width / 2);
      point.addProperty("y", at.y + at.height / 2);
      points.add(point);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    session.send("Input.dispatchTouchEvent", event);
  }

  private static Person phone(int width) {
    Person person =
        new Person(
            browsers.browser(),
            new Browser.NewContextOptions()
                .setViewportSize(width, 844)
                .setHasTouch(true)
                .setIsMobile(true),
            "dark");
    person.visit(server.url());
    return person;
  }
}
