package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Whatever closes or goes leaves the keyboard at a place from which it goes on. */
final class FocusIT extends SharedServerTest {
  @Test
  void isWhereTheSearchWasOpenedFromWhenItCloses() {
    try (Person ana = narrow()) {
      ana.create("Ana");
      ana.button("Search").click();
      assertThat(ana.page().getByPlaceholder("Search this room")).isFocused();

      ana.page().keyboard().press("Escape");

      assertThat(ana.button("Search")).isFocused();
    }
  }

  @Test
  void isAtTheMessageThatWasDeletedByPointer() {
    try (Person ana = narrow()) {
      ana.create("Ana");
      ana.say("to be deleted");
      ana.stored("to be deleted").hover();
      ana.page().locator(".message-tools").getByTitle("More").click();
      ana.sheet().getByRole(AriaRole.MENUITEM, Person.named("Delete")).click();
      ana.sheet().getByRole(AriaRole.BUTTON, Person.named("Delete")).click();

      Locator gone = ana.page().locator("article.gone");
      assertThat(gone).isVisible();
      assertThat(gone).isFocused();
    }
  }

  @Test
  void isAtTheWayOnWhenTheRoomWasLeft() {
    try (Person ana = narrow()) {
      ana.create("Ana");
      ana.button("Room menu").click();
      ana.page().getByText("Leave room").click();

      assertThat(ana.button("Back to the start page")).isFocused();
    }
  }

  @Test
  void takesTheToolsOfAMessageAlongWhenItGoesToTheField() {
    try (Person ana = narrow()) {
      ana.create("Ana");
      ana.say("a message");
      ana.stored("a message").waitFor();
      ana.page().keyboard().press("Shift+F6");
      ana.page().keyboard().press("F6");
      ana.page().keyboard().press("Shift+F6");
      assertThat(ana.stored("a message")).isFocused();
      assertThat(ana.page().locator(".message-tools")).isVisible();

      ana.page().keyboard().press("F6");

      assertThat(ana.box("Message")).isFocused();
      assertThat(ana.page().locator(".message-tools")).hasCount(0);
    }
  }

  private Person narrow() {
    Person person =
        new Person(
            browsers.browser(), new Browser.NewContextOptions().setViewportSize(800, 800), "dark");
    person.visit(server.url());
    return person;
  }
}
