package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What opens above a room stands still, asks with care, and what is done is said in passing. */
@Tag("browser")
final class DialogsIT {
  private static Browsers browsers;
  private static ServerProcess server;
  private static Person ana;

  @BeforeAll
  static void open() {
    browsers = Browsers.start();
    server = ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--memory");
    ana = new Person(browsers.browser(), Screen.DESKTOP, "dark");
    ana.visit(server.url());
    ana.create("Ana");
  }

  @AfterAll
  static void close() {
    ana.close();
    server.close();
    browsers.close();
  }

  @Test
  void standsStillWhenTheLinkIsCopiedAndSaysSoInPassing() {
    ana.button("Share").click();
    BoundingBox before = ana.sheet().boundingBox();

    ana.button("Copy link").click();

    Locator toast = ana.page().locator("[role=status].toast");
    assertThat(toast).hasText("Link copied");
    assertThat(toast).isVisible();
    BoundingBox after = ana.sheet().boundingBox();
    assertThat(after.y).isEqualTo(before.y);
    assertThat(after.height).isEqualTo(before.height);
    assertThat(toast).hasText("");
    ana.page().keyboard().press("Escape");
  }

  @Test
  void saysThatAMessageIsCopiedByItsKey() {
    ana.say("worth keeping");
    ana.stored("worth keeping").focus();

    ana.page().keyboard().press("Control+c");

    assertThat(ana.page().locator(".toast")).hasText("Text copied");
    assertThat(ana.page().evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo("worth keeping");
  }

  @Test
  void asksWithCancelInFocusAndWithoutAnEmptyLine() {
    ana.button("Room menu").click();
    ana.page().getByText("Delete all my messages").click();

    assertThat(ana.button("Cancel")).isFocused();
    BoundingBox sheet = ana.sheet().boundingBox();
    BoundingBox cancel = ana.button("Cancel").boundingBox();
    BoundingBox title = ana.sheet().locator("h2").boundingBox();
    double below = sheet.y + sheet.height - cancel.y - cancel.height;
    assertThat(below).isLessThanOrEqualTo(title.y - sheet.y + 1);
    ana.page().keyboard().press("Escape");
    assertThat(ana.sheet()).hasCount(0);
  }

  @Test
  void leavesRoomAroundTheSettings() {
    ana.button("Room menu").click();
    ana.button("Settings").click();

    BoundingBox sheet = ana.sheet().boundingBox();
    assertThat(sheet.height).isLessThan(600);
    assertThat(ana.violations()).isEmpty();
    ana.page().keyboard().press("Escape");
    assertThat(ana.sheet()).hasCount(0);
  }
}
