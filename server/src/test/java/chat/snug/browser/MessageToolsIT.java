package chat.snug.browser;

import static chat.snug.browser.Person.place;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Media;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a message looks, and what a pointer and a finger find at it. */
final class MessageToolsIT extends SharedServerTest {
  /** What the actions of the message under the pointer lie on, other than its own bubble. */
  private static final String COVERED =
      "() => { const tools = document.querySelector('.message-tools'); if (!tools) return ['none'];"
          + " const at = tools.getBoundingClientRect(); const own = tools.closest('article'); const"
          + " others = [...document.querySelectorAll('article')].filter((one) => one !== own);"
          + " const within = [...own.querySelectorAll('.reactions, .quote, .author,"
          + " time')].filter((one) => getComputedStyle(one).opacity !== '0'); const row ="
          + " own.getBoundingClientRect(); const out = at.top < row.top - 1 || at.bottom >"
          + " row.bottom + 1 || at.left < row.left - 1 || at.right > row.right + 1; return"
          + " [...others, ...within].filter((one) => { const r = one.getBoundingClientRect();"
          + " return r.left < at.right && r.right > at.left && r.top < at.bottom - 1 && r.bottom >"
          + " at.top + 1; }).map((one) => one.className).concat(out ? ['out of its row'] : []); }";

  @ParameterizedTest
  @CsvSource({"1280, 800, ltr", "1280, 800, rtl", "905, 700, ltr", "620, 700, ltr"})
  void keepTheToolsOfAMessageInItsOwnRow(int width, int height, String direction) {
    try (Person ana = desk();
        Person bo = desk()) {
      ana.create("Ana");
      bo.join(ana.code(), "Bo");
      for (String text : List.of("first", "a short one", "long " + "words ".repeat(30), "answer")) {
        if (text.equals("answer")) {
          bo.choose("first", "Reply");
        }
        bo.say(text);
        ana.say("my " + text);
        ana.stored("my " + text).waitFor();
      }
      ana.choose("a short one", "React with 👍");
      ana.page().locator(".reaction").first().waitFor();
      ana.page().setViewportSize(width, height);
      ana.page().evaluate("(dir) => { document.documentElement.dir = dir; }", direction);

      for (Locator message : ana.page().locator("article[data-id]").all()) {
        message.locator(".bubble").hover();
        ana.page().locator("article:hover .message-tools").waitFor();
        assertThat((List<?>) ana.page().evaluate(COVERED)).as(message.innerText()).isEmpty();
      }
      assertThat(ana.violations()).isEmpty();
    }
  }

  @Test
  void showTheToolsToTheKeyboardAndDrawItsRingAroundTheBubble() {
    try (Person ana = desk()) {
      ana.create("Ana");
      ana.say("one");
      ana.say("two");
      ana.stored("two").waitFor();
      ana.box("Message").press("F6");
      ana.page().keyboard().press("F6");

      ana.stored("two").focus();
      ana.page().keyboard().press("ArrowUp");

      assertThat(ana.stored("one").locator(".message-tools")).isVisible();
      assertThat(style(ana.stored("one"), "outlineStyle")).isEqualTo("none");
      assertThat(style(ana.stored("one").locator(".bubble"), "outlineStyle")).isEqualTo("solid");
    }
  }

  @Test
  void leaveWhatDoesNotFitBesideABubbleOutOfTheTabSequence() {
    try (Person ana = desk();
        Person bo = desk()) {
      ana.create("Ana");
      bo.join(ana.code(), "Bo");
      bo.say("```\n" + "wide ".repeat(60) + "\n```");
      ana.stored("wide").waitFor();
      ana.box("Message").press("F6");

      ana.stored("wide").focus();
      Locator tools = ana.page().locator(".message-tools");
      assertThat(tools).isVisible();
      Locator fitting = tools.locator("button:not([inert])");
      Locator last = fitting.nth(fitting.count() - 1);
      for (int i = 0; i < 8 && !isFocused(last); i++) {
        ana.page().keyboard().press("Tab");
      }

      assertThat(last).isFocused();
      assertThat(fitting.first()).isInViewport();
      assertThat(tools.evaluate("(tools) => tools.scrollTop")).isEqualTo(0);
      assertThat(
              tools.evaluate(
                  "(tools) => [...tools.querySelectorAll('button')].every((one) => one.inert ==="
                      + " (one.getBoundingClientRect().top >= tools.getBoundingClientRect().bottom"
                      + " - 4))"))
          .isEqualTo(true);
    }
  }

  @Test
  void foldALongMessageUntilMoreIsAskedFor() {
    try (Person ana = desk()) {
      ana.create("Ana");
      ana.say("the first" + "\nline".repeat(99));
      ana.say("the last");
      ana.stored("the last").waitFor();
      Locator bubble = ana.stored("the first").locator(".bubble");

      assertThat(place(bubble).height).isLessThan(500);
      ana.button("Show more").click();
      assertThat(place(bubble).height).isGreaterThan(2000);
      ana.button("Show less").click();
      assertThat(place(bubble).height).isLessThan(500);
      assertThat(bubble).isInViewport();
      ana.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(place(bubble).height).isGreaterThan(2000);
      ana.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
      ana.page().evaluate("() => { location.hash = '#m1'; }");
      assertThat(ana.button("Show less")).isVisible();
    }
  }

  @Test
  void markAMentionByAPillAndNotByABand() {
    try (Person ana = desk();
        Person bo = desk()) {
      ana.create("Ana");
      bo.join(ana.code(), "Bo");
      bo.say("look, @Ana");

      Locator row = ana.stored("look, @Ana");
      assertThat(style(row, "backgroundColor")).isEqualTo("rgba(0, 0, 0, 0)");
      assertThat(style(row, "boxShadow")).isEqualTo("none");
      assertThat(style(row.locator(".own-mention"), "backgroundColor"))
          .isNotEqualTo("rgba(0, 0, 0, 0)");
    }
  }

  @Test
  void putNoFrameAroundCodeAndItsHeadOnOneLine() {
    try (Person ana = desk()) {
      ana.create("Ana");
      ana.say("```js\nconst a = 1;\n```");

      Locator code = ana.stored("const a").locator(".code-block");
      BoundingBox language = place(code.locator(".code-head span"));
      BoundingBox copy = place(code.locator(".code-head button"));
      assertThat(middle(language)).isCloseTo(middle(copy), Offset.offset(1.0));
      assertThat(style(code, "borderTopWidth")).isEqualTo("0px");
    }
  }

  @Test
  void leaveNoRingAroundARowAfterADeletion() {
    try (Person ana = desk()) {
      ana.create("Ana");
      ana.say("not for you");
      ana.stored("not for you").focus();
      ana.page().keyboard().press("ArrowDown");
      ana.page().keyboard().press("Delete");
      ana.sheet().locator(".button.danger").press("Enter");

      Locator gone = ana.said("Message deleted");
      gone.waitFor();
      assertThat(ana.sheet()).hasCount(0);
      assertThat(style(gone, "outlineStyle")).isEqualTo("none");
    }
  }

  @Test
  void giveTheWholeWidthToSomebodyWhoIsAlone() {
    try (Person ana = desk();
        Person bo = desk()) {
      ana.create("Ana");
      assertThat(ana.page().locator(".people-panel")).isHidden();

      bo.join(ana.code(), "Bo");

      assertThat(ana.page().locator(".people-panel")).isVisible();
    }
  }

  @ParameterizedTest
  @CsvSource({"ltr", "rtl"})
  void answerAMessageThatIsDrawnAsideWithAFinger(String direction) {
    try (Person ana = phone()) {
      ana.create("Ana");
      tell(ana, "draw me aside");
      tell(ana, "```\n" + "wide ".repeat(60) + "\n```");
      ana.stored("wide").waitFor();
      ana.page().evaluate("(dir) => { document.documentElement.dir = dir; }", direction);
      int way = direction.equals("rtl") ? -1 : 1;
      Locator about = ana.page().locator(".composer-about");

      drag(ana, place(ana.stored("wide").locator("pre")), 120 * way, 0);
      drag(ana, place(ana.stored("draw me aside").locator(".bubble")), 40 * way, 0);
      drag(ana, place(ana.stored("draw me aside").locator(".bubble")), -120 * way, 0);
      drag(ana, place(ana.stored("draw me aside").locator(".bubble")), 60 * way, 120);
      assertThat(about).hasCount(0);
      drag(ana, place(ana.stored("draw me aside").locator(".bubble")), 120 * way, 0);

      assertThat(about).containsText("draw me aside");
      assertThat(ana.box("Message")).isFocused();
    }
  }

  @Test
  void showWhatCanBeDoneWithAMessageThatIsTapped() {
    try (Person ana = phone()) {
      ana.create("Ana");
      tell(ana, "tap me");
      ana.stored("tap me").locator(".bubble").tap();

      Locator tools = ana.page().locator(".message-tools");
      assertThat(tools).isVisible();
      assertThat(place(tools).y)
          .isGreaterThanOrEqualTo(bottom(ana.stored("tap me").locator(".bubble")));
      assertThat(ana.violations()).isEmpty();
      ana.stored("tap me").locator(".bubble").tap();
      assertThat(tools).hasCount(0);
      ana.stored("tap me").locator(".bubble").tap();
      ana.button("Reply").tap();

      assertThat(ana.page().locator(".composer-about")).containsText("tap me");
      assertThat(tools).hasCount(0);
    }
  }

  @Test
  void meetAFingerFromFurtherOff() {
    try (Person ana = phone()) {
      ana.create("Ana");
      tell(ana, "```js\nconst a = 1;\n```");
      ana.choose("const a", "React with 👍");
      Locator reaction = ana.page().locator(".reaction").first();

      assertThat(place(reaction).height).isGreaterThanOrEqualTo(36);
      String buttons = ".room-header .icon-button, .share-button, .composer button";
      for (Locator button : ana.page().locator(buttons).all()) {
        if (button.isVisible()) {
          assertThat(place(button).height).as(button.toString()).isGreaterThanOrEqualTo(44);
          assertThat(place(button).width).as(button.toString()).isGreaterThanOrEqualTo(44);
        }
      }
      assertThat(met(ana.page().locator(".code-head button"))).isTrue();
      assertThat(met(ana.page().locator(".day button"))).isTrue();
    }
  }

  /** Whether it is met 17 pixels above its middle, and below. */
  private static boolean met(Locator button) {
    return (boolean)
        button.evaluate(
            "(button) => { const { left, width, top, height } = button.getBoundingClientRect();"
                + " return [-17, 17].every((off) => button.contains(document.elementFromPoint(left"
                + " + width / 2, top + height / 2 + off))); }");
  }

  private static boolean isFocused(Locator locator) {
    return (boolean) locator.evaluate("one => one === document.activeElement");
  }

  private static void drag(Person person, BoundingBox from, int across, int down) {
    CDPSession finger = person.page().context().newCDPSession(person.page());
    double x = from.x + from.width / 2;
    double y = from.y + from.height / 2;
    touch(finger, "touchStart", x, y);
    for (int step = 1; step <= 6; step++) {
      touch(finger, "touchMove", x + across * step / 6.0, y + down * step / 6.0);
    }
    touch(finger, "touchEnd", x, y);
    finger.detach();
  }

  private static void touch(CDPSession finger, String type, double x, double y) {
    JsonArray points = new JsonArray();
    if (!type.equals("touchEnd")) {
      JsonObject point = new JsonObject();
      point.addProperty("x", x);
      point.addProperty("y", y);
      points.add(point);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    finger.send("Input.dispatchTouchEvent", event);
  }

  /** Enter makes a line there. */
  private static void tell(Person person, String text) {
    person.box("Message").fill(text);
    person.button("Send").tap();
  }

  private static Person desk() {
    return visitor(new Browser.NewContextOptions().setViewportSize(1280, 800));
  }

  private static Person phone() {
    return visitor(
        new Browser.NewContextOptions()
            .setViewportSize(390, 844)
            .setHasTouch(true)
            .setIsMobile(true));
  }

  private static Person visitor(Browser.NewContextOptions window) {
    Person person = new Person(browsers.browser(), window, "dark");
    person.visit(server.url());
    return person;
  }

  private static double middle(BoundingBox box) {
    return box.y + box.height / 2;
  }

  private static double bottom(Locator locator) {
    BoundingBox box = place(locator);
    return box.y + box.height;
  }

  private static String style(Locator locator, String property) {
    return (String) locator.evaluate("(e, property) => getComputedStyle(e)[property]", property);
  }
}
