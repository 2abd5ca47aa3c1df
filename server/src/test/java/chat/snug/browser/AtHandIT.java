package chat.snug.browser;

import static chat.snug.browser.Person.place;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What opens stands at the thing that it belongs to: on a desk beside it, on a phone from below.
 */
final class AtHandIT extends SharedServerTest {
  @Test
  void opensTheMenuBelowItsButtonWithoutACurtain() {
    try (Person ana = desk()) {
      ana.create("Ana");

      ana.button("Room menu").click();

      BoundingBox button = place(ana.button("Room menu"));
      BoundingBox menu = place(ana.sheet());
      assertThat(menu.y).isBetween(button.y + button.height, button.y + button.height + 16);
      assertThat(menu.x + menu.width).isCloseTo(button.x + button.width, within());
      assertThat(ana.page().locator("dialog:modal")).hasCount(0);
      assertThat(ana.violations()).isEmpty();
    }
  }

  @Test
  void endsTheMenuWithWhatEndsSomething() {
    try (Person ana = desk()) {
      ana.create("Ana");

      ana.button("Room menu").click();

      List<String> items = ana.sheet().locator(".menu-item").allInnerTexts();
      assertThat(items).endsWith("Delete all my messages", "Leave room", "Close room for everyone");
      assertThat(items).doesNotContain("Close");
      assertThat(ana.sheet().locator(".menu-item .icon")).hasCount(items.size());
    }
  }

  @Test
  void walksAMenuByKeysAlone() {
    try (Person ana = desk()) {
      ana.create("Ana");
      ana.button("Room menu").focus();

      ana.page().keyboard().press("Enter");
      assertThat(item(ana, "Change your name")).isFocused();
      ana.page().keyboard().press("ArrowDown");
      assertThat(item(ana, "Settings")).isFocused();
      ana.page().keyboard().press("End");
      assertThat(item(ana, "Close room for everyone")).isFocused();
      ana.page().keyboard().press("ArrowDown");
      assertThat(item(ana, "Change your name")).isFocused();
      ana.page().keyboard().type("le");
      assertThat(item(ana, "Leave room")).isFocused();
      ana.page().keyboard().press("Escape");

      assertThat(ana.sheet()).hasCount(0);
      assertThat(ana.button("Room menu")).isFocused();
    }
  }

  @Test
  void closesAMenuByItsButtonAndByAClickElsewhere() {
    try (Person ana = desk()) {
      ana.create("Ana");

      ana.button("Room menu").click();
      assertThat(ana.button("Room menu")).hasAttribute("aria-expanded", "true");
      ana.button("Room menu").click();
      assertThat(ana.sheet()).hasCount(0);
      ana.button("Room menu").click();
      assertThat(ana.sheet()).isVisible();
      ana.box("Message").click();

      assertThat(ana.sheet()).hasCount(0);
      assertThat(ana.box("Message")).isFocused();
    }
  }

  @Test
  void neverHidesTheMessageThatIsReactedTo() {
    try (Person ana = desk()) {
      ana.create("Ana");
      for (int i = 0; i < 14; i++) {
        ana.say("line " + i + (i % 2 == 0 ? "" : " " + "and more ".repeat(20)));
      }
      ana.stored("line 13").waitFor();

      for (String text : List.of("line 6", "line 9", "line 13")) {
        ana.stored(text).focus();
        ana.choose(text, "Add a reaction");
        ana.page().locator(".emoji-grid button").first().waitFor();
        assertThat(overlap(place(ana.sheet()), place(ana.stored(text).locator(".bubble"))))
            .as(text)
            .isZero();
        ana.page().keyboard().press("Escape");
        assertThat(ana.stored(text)).isFocused();
      }
    }
  }

  @Test
  void opensTheMenuOfAMessageAtTheMessage() {
    try (Person ana = desk()) {
      ana.create("Ana");
      ana.say("at the lower edge");

      ana.open("at the lower edge");

      BoundingBox menu = place(ana.sheet());
      BoundingBox bubble = place(ana.stored("at the lower edge").locator(".bubble"));
      assertThat(bubble.y - (menu.y + menu.height)).isBetween(0.0, 16.0);
      assertThat(ana.sheet().locator(".menu-item").last()).hasText("Delete");
      assertThat(ana.violations()).isEmpty();
    }
  }

  @Test
  void showsTheRoomsBelowTheNameOfThisOne() {
    try (Person ana = desk()) {
      ana.create("Ana");

      ana.page().keyboard().press("ControlOrMeta+k");

      BoundingBox rooms = place(ana.sheet());
      BoundingBox name = place(ana.page().locator(".room-title button"));
      assertThat(rooms.y).isBetween(name.y + name.height, name.y + name.height + 16);
      assertThat(ana.violations()).isEmpty();
    }
  }

  @Test
  void bringsMenusFromBelowOnAPhone() {
    try (Person ana = phone()) {
      ana.create("Ana");

      ana.button("Room menu").tap();

      BoundingBox menu = place(ana.sheet());
      assertThat(menu.y + menu.height).isCloseTo(844.0, within());
      assertThat(menu.width).isEqualTo(390);
      assertThat(ana.violations()).isEmpty();
      ana.button("Close").tap();
      assertThat(ana.sheet()).hasCount(0);
    }
  }

  @Test
  void keepsWhatWasFoundBesideTheTalk() {
    try (Person ana = desk()) {
      haystack(ana);
      ana.page().keyboard().press("ControlOrMeta+f");
      ana.page().keyboard().type("needle");
      Locator hits = ana.page().locator(".hit");
      assertThat(hits).hasCount(3);
      assertThat(ana.violations()).isEmpty();

      ana.page().keyboard().press("Enter");
      assertThat(flashed(ana)).containsText("needle three");
      assertThat(hits).hasCount(3);
      assertThat(overlap(place(hits.first()), place(ana.page().locator(".talk")))).isZero();
      ana.page().keyboard().press("F3");
      assertThat(flashed(ana)).containsText("needle two");
      ana.box("Message").click();
      ana.page().keyboard().press("ControlOrMeta+g");
      assertThat(flashed(ana)).containsText("needle one");
      ana.page().keyboard().press("Shift+F3");
      assertThat(flashed(ana)).containsText("needle two");
      ana.page().keyboard().press("ControlOrMeta+f");
      ana.page().keyboard().press("ArrowDown");
      ana.page().keyboard().press("ArrowDown");
      ana.page().keyboard().press("Enter");
      assertThat(flashed(ana)).containsText("needle one");
      assertThat(hits.last()).isFocused();
      ana.page().keyboard().press("Escape");
      assertThat(hits).hasCount(0);
    }
  }

  @Test
  void leadsBackToWhatWasFoundOnAPhone() {
    try (Person ana = phone()) {
      haystack(ana);
      ana.button("Search").tap();
      ana.page().keyboard().type("needle");
      Locator hits = ana.page().locator(".hit");
      assertThat(hits).hasCount(3);
      assertThat(ana.violations()).isEmpty();

      hits.nth(1).tap();
      assertThat(flashed(ana)).containsText("needle two");
      assertThat(flashed(ana)).isInViewport();
      assertThat(hits).hasCount(0);
      assertThat(ana.page().locator(".search-place")).hasText("2 of 3");
      assertThat(ana.violations()).isEmpty();
      ana.button("Next result").tap();
      assertThat(flashed(ana)).containsText("needle one");
      ana.button("Results").tap();
      assertThat(hits.nth(2)).isFocused();
      hits.first().tap();
      assertThat(flashed(ana)).containsText("needle three");
      ana.page().goBack();
      assertThat(hits).hasCount(3);
    }
  }

  @Test
  void narrowsASearchByItsButtonsAndShowsCodeWithoutItsFence() {
    try (Person ana = desk()) {
      haystack(ana);
      ana.page().keyboard().press("ControlOrMeta+f");
      ana.page().keyboard().type("needle");
      assertThat(ana.page().locator(".hit")).hasCount(3);
      assertThat(ana.page().locator(".hit-text").first()).hasText("const x = 'needle three';");

      ana.page().locator(".chip").filter(new Locator.FilterOptions().setHasText("Links")).click();

      assertThat(ana.page().locator(".hit")).hasCount(1);
      assertThat(ana.page().locator(".hit-text")).containsText("needle one");
      assertThat(ana.page().locator(".search-panel input").first()).hasValue("needle has:link ");
    }
  }

  /** Three of what is looked for, and what is not. */
  private static void haystack(Person ana) {
    ana.create("Ana");
    for (String text :
        List.of(
            "needle one https://example.org",
            "hay",
            "more hay",
            "needle two",
            "```js\nconst x = 'needle three';\n```")) {
      ana.box("Message").fill(text);
      ana.button("Send").click();
    }
    assertThat(ana.page().locator("article[data-id]")).hasCount(5);
  }

  private static Locator flashed(Person person) {
    return person.page().locator("article.flashed");
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

  private static Locator item(Person person, String name) {
    return person
        .sheet()
        .getByRole(AriaRole.MENUITEM, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A frame's line. */
  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(2.0);
  }

  private static double overlap(BoundingBox one, BoundingBox other) {
    double across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
    double down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
    return Math.max(0, across) * Math.max(0, down);
  }
}
