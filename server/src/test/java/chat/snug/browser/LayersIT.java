package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What opens above a room, and Back: the browser's, and the key of a phone. */
final class LayersIT extends SharedServerTest {
  private static final Pattern ROOM = Pattern.compile("/r/[A-Z]{4}$");
  private static final String PICTURE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
          + "rkJggg==";

  @ParameterizedTest
  @EnumSource(Screen.class)
  void closesWhatIsOpenWithBackAndStaysInTheRoom(Screen screen) {
    try (Person ana = new Person(browsers.browser(), screen, "dark")) {
      ana.visit(server.url());
      ana.create("Ana");
      ana.page()
          .locator("input[type=file]")
          .setInputFiles(
              new FilePayload("dot.png", "image/png", Base64.getDecoder().decode(PICTURE)));
      ana.say("a picture");
      ana.stored("a picture").waitFor();

      backCloses(ana, () -> ana.button("Room menu").click());
      backCloses(ana, () -> ana.button("Share").click());
      ana.button("Search").click();
      assertThat(ana.page().locator(".search-panel")).isVisible();
      ana.page().goBack();
      assertThat(ana.page().locator(".search-panel")).hasCount(0);
      atRest(ana.page());
      backCloses(ana, () -> ana.page().keyboard().press("ControlOrMeta+k"));
      backCloses(ana, () -> ana.button("Emoji").click());
      backCloses(ana, () -> ana.open("a picture"));
      backCloses(ana, () -> ana.button("Show dot.png").click());
      backCloses(
          ana,
          () -> {
            ana.button("Room menu").click();
            ana.button("Settings").click();
            assertThat(ana.sheet().getByRole(AriaRole.HEADING).first()).hasText("Settings");
          });

      ana.page().goBack();
      assertThat(ana.button("Create a room")).isVisible();
      ana.page().goForward();
      assertThat(ana.log()).isVisible();
      assertThat(ana.sheet()).hasCount(0);
    }
  }

  @Test
  void leavesNothingInTheHistoryOfWhatWasClosedOtherwise() {
    try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark")) {
      ana.visit(server.url());
      ana.create("Ana");
      String first = ana.code();
      ana.button("Room menu").click();
      ana.page().keyboard().press("Escape");
      assertThat(ana.sheet()).hasCount(0);
      atRest(ana.page());
      ana.page().goForward();
      atRest(ana.page());
      assertThat(ana.sheet()).hasCount(0);
      ana.button("Share").click();
      ana.page().reload();
      assertThat(ana.log()).isVisible();
      atRest(ana.page());
      ana.page().keyboard().press("ControlOrMeta+k");
      ana.button("Join or create another room").click();
      ana.create("Ana");
      assertThat(ana.page().locator(".room-code")).not().hasText(first);

      ana.page().goBack();
      assertThat(ana.button("Create a room")).isVisible();
      ana.page().goBack();
      assertThat(ana.page().locator(".room-code")).hasText(first);
      ana.page().goBack();
      assertThat(ana.button("Create a room")).isVisible();
      ana.page().goForward();
      assertThat(ana.page().locator(".room-code")).hasText(first);
    }
  }

  @Test
  void closesThePeopleOfAPhoneWithBackAndWithEscape() {
    try (Person ana = new Person(browsers.browser(), Screen.PHONE, "light")) {
      ana.visit(server.url());
      ana.create("Ana");
      Locator people = ana.page().locator(".people-panel");

      ana.button("1 person").click();
      assertThat(people).isVisible();
      ana.page().goBack();
      assertThat(people).isHidden();
      ana.button("1 person").click();
      assertThat(people).isVisible();
      ana.page().keyboard().press("Escape");
      assertThat(people).isHidden();
      ana.button("1 person").click();
      assertThat(people).isVisible();
      ana.page().mouse().click(40, 300);
      assertThat(people).isHidden();

      assertThat(ana.page()).hasURL(ROOM);
      atRest(ana.page());
      ana.page().goBack();
      assertThat(ana.button("Create a room")).isVisible();
    }
  }

  private static void backCloses(Person ana, Runnable opens) {
    opens.run();
    assertThat(ana.sheet()).hasCount(1);
    ana.page().goBack();
    assertThat(ana.sheet()).hasCount(0);
    assertThat(ana.page()).hasURL(ROOM);
    assertThat(ana.log()).isVisible();
    atRest(ana.page());
  }

  /** Entries of what has closed are gone a moment later. */
  private static void atRest(Page page) {
    page.waitForFunction("() => !history.state?.layer");
  }
}
