package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ForcedColors;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small windows, large letters, the colours of the system, and words that are put together. */
final class EverybodyIT extends SharedServerTest {
  private static final Path ALBUM = Path.of("target", "screenshots");
  private static final String WORD =
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter";

  /** An hour of two digits: "10:32 PM" is as wide as a time gets in English. */
  private static final int TEN_IN_THE_EVENING = 22;

  /** What sticks out at a side of the window. */
  private static final String OUTSIDE =
      "() => { const width = document.documentElement.clientWidth; const roots ="
          + " document.querySelector('dialog[open]') ? [document.querySelector('dialog[open]')] :"
          + " [document.body]; const scrolls = (e) => { for (let p = e.parentElement; p; p ="
          + " p.parentElement) { if (['auto', 'scroll'].includes(getComputedStyle(p).overflowX) &&"
          + " p.scrollWidth > p.clientWidth && p.matches('pre, .completions, .emoji-tabs')) return"
          + " true; } return false; }; const out = []; for (const root of roots) for (const e of"
          + " root.querySelectorAll('*')) { const r = e.getBoundingClientRect(); if (r.width > 1 &&"
          + " (r.right > width + 1 || r.left < -1) && !scrolls(e) && e.checkVisibility() &&"
          + " !e.closest('.visually-hidden, .people:not(.shown)')) out.push(e.tagName + '.' +"
          + " e.className + ' ' + Math.round(r.left) + '-' + Math.round(r.right)); } return"
          + " [document.documentElement.scrollWidth > width ? 'page' : '',"
          + " ...out].filter(Boolean).slice(0, 5).join(', '); }";

  /** 1280 × 800 at 200 %, and WCAG 1.4.10. */
  @ParameterizedTest
  @CsvSource({"640, 400", "320, 568"})
  void fitsSmallWindowsWithoutScrollingSideways(int width, int height) {
    Browser.NewContextOptions window =
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setTimezoneId(whereItIs(TEN_IN_THE_EVENING));
    try (Person ana = new Person(browsers.browser(), window, "dark")) {
      ana.visit(server.url());
      fits(ana, "start");
      ana.create("Ana");
      fits(ana, "empty");
      ana.say("A long word: " + WORD + " and `" + WORD + WORD + "`");
      ana.say("```\n" + WORD + WORD + "\n```");
      ana.say("https://example.org/" + WORD + WORD);
      ana.stored("https").waitFor();
      fits(ana, "room");
      assertThat(ana.box("Message")).isInViewport();
      assertThat(ana.button("Send")).isInViewport();
      for (String opened :
          new String[] {"Shortcuts and formatting", "Save this room", "Settings"}) {
        ana.button("Room menu").click();
        fits(ana, "menu");
        ana.button(opened).click();
        fits(ana, opened);
        ana.page().keyboard().press("Escape");
      }
      ana.button("Share").click();
      fits(ana, "share");
      ana.page().keyboard().press("Escape");
      ana.button("Emoji").click();
      fits(ana, "emoji");
      ana.page().keyboard().press("Escape");
      ana.open("https");
      fits(ana, "message");
      ana.page().keyboard().press("Escape");
      ana.page().keyboard().press("ControlOrMeta+f");
      fits(ana, "search");
      assertThat(ana.violations()).isEmpty();
    }
  }

  @Test
  void keepsItsShapesInTheColoursOfTheSystem() {
    Browser.NewContextOptions colours =
        new Browser.NewContextOptions()
            .setViewportSize(1280, 800)
            .setForcedColors(ForcedColors.ACTIVE);
    try (Person ana = new Person(browsers.browser(), colours, "dark")) {
      ana.visit(server.url());
      ana.photograph(ALBUM.resolve("start-forced-colors.png"));
      ana.create("Ana");
      ana.say("Hello, is it ||cold||?");
      ana.choose("Hello", "React with 👍");
      ana.page().locator(".reaction[aria-pressed=true]").waitFor();
      ana.photograph(ALBUM.resolve("room-forced-colors.png"));

      assertThat(style(ana, ".bubble", "borderTopStyle")).isEqualTo("solid");
      assertThat(style(ana, ".reaction[aria-pressed=true]", "outlineStyle"))
          .isNotEqualTo(style(ana, ".reaction.add", "outlineStyle"));
      assertThat(style(ana, ".send-button", "borderTopStyle")).isEqualTo("solid");
      // axe looks at the colours of the style sheet, which the system does not use
      assertThat(ana.violations()).allMatch(violation -> violation.startsWith("color-contrast"));
    }
  }

  @Test
  void sendsNothingWhileWordsArePutTogether() {
    Browser.NewContextOptions japanese =
        new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("ja-JP");
    try (Person ana = new Person(browsers.browser(), japanese, "dark")) {
      ana.visit(server.url());
      assertThat(ana.page().locator("html")).hasAttribute("lang", "ja");
      ana.page().locator("#name").fill("アナ");
      ana.page().locator(".start-card .button.wide").click();
      ana.page().locator("textarea").focus();
      CDPSession keyboard = ana.page().context().newCDPSession(ana.page());

      compose(keyboard, "にほん");
      enterWhileComposing(keyboard);
      assertThat(ana.page().locator("textarea")).hasValue("にほん");
      assertThat(ana.page().locator(".message")).hasCount(0);
      JsonObject chosen = new JsonObject();
      chosen.addProperty("text", "日本");
      keyboard.send("Input.insertText", chosen);
      assertThat(ana.page().locator("textarea")).hasValue("日本");
      ana.page().keyboard().press("Enter");

      assertThat(ana.page().locator(".message .text")).hasText("日本");
      assertThat(ana.page().locator("textarea")).hasValue("");
    }
  }

  private static void compose(CDPSession keyboard, String text) {
    JsonObject composition = new JsonObject();
    composition.addProperty("text", text);
    composition.addProperty("selectionStart", text.length());
    composition.addProperty("selectionEnd", text.length());
    keyboard.send("Input.imeSetComposition", composition);
  }

  /** As the input method of a system tells of the key that ends a composition. */
  private static void enterWhileComposing(CDPSession keyboard) {
    JsonObject key = new JsonObject();
    key.addProperty("type", "rawKeyDown");
    key.addProperty("key", "Enter");
    key.addProperty("code", "Enter");
    key.addProperty("windowsVirtualKeyCode", 229);
    keyboard.send("Input.dispatchKeyEvent", key);
  }

  /**
   * A zone where it is that hour now. Those of POSIX count to the west: {@code Etc/GMT+5} is New
   * York's.
   */
  private static String whereItIs(int hour) {
    int west = Math.floorMod(LocalTime.now(ZoneOffset.UTC).getHour() - hour, 24);
    return west <= 12 ? "Etc/GMT+" + west : "Etc/GMT-" + (24 - west);
  }

  private static void fits(Person person, String screen) {
    assertThat((String) person.page().evaluate(OUTSIDE)).as(screen).isEmpty();
  }

  private static String style(Person person, String selector, String property) {
    return (String)
        person
            .page()
            .evaluate(
                "([selector, property]) => { const e = document.querySelector(selector);"
                    + " return e ? getComputedStyle(e)[property] : ''; }",
                new String[] {selector, property});
  }
}
