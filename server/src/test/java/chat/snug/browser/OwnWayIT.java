package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody decides for themselves: rooms, devices, notices, whom to hear. */
@ParameterizedClass
@EnumSource(Screen.class)
final class OwnWayIT extends BrowserTest {
  OwnWayIT(Screen screen) {
    super(screen);
  }

  @Test
  void offersANewerPageAndKeepsTheDraft() {
    ana().box("Message").fill("half a thought");
    ana()
        .page()
        .route(
            server().url() + "/",
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<script src='./assets/index-another.js'></script>")));

    ana().page().evaluate("() => document.querySelector('snug-app').connection.restart()");

    assertThat(ana().page().locator(".banner")).containsText("A new version is ready.");
    assertThat(ana().violations()).isEmpty();
    ana().button("Reload").click();
    assertThat(ana().log()).isVisible();
    assertThat(ana().box("Message")).hasValue("half a thought");
  }

  @Test
  void keepsSeveralRoomsOpenAndCountsWhatIsUnread() {
    String first = ana().code();
    ana().page().keyboard().press("ControlOrMeta+k");
    ana().button("Join or create another room").click();
    ana().create("Ana");
    assertThat(ana().page().locator(".room-code")).not().hasText(first);

    bo().say("are you there?");
    assertThat(ana().page().locator(".room-title .unread")).hasText("1");
    ana().page().locator(".room-title button").click();
    Locator room = ana().sheet().locator(".room-item").filter(text(first));
    assertThat(room.locator(".unread")).hasText("1");
    assertThat(ana().violations()).isEmpty();
    room.click();

    assertThat(ana().page().locator(".room-code")).hasText(first);
    ana().sees("are you there?");
    assertThat(bo().text("Ana left")).hasCount(0);
  }

  @Test
  void givesItsSeatToAnotherDevice() {
    ana().say("from the first device");
    bo().sees("from the first device");
    bo().page().evaluate("() => localStorage.removeItem('snug.seats')");
    String link =
        (String)
            ana()
                .page()
                .evaluate("() => document.querySelector('snug-room-page').session.seatLink()");
    ana().button("Room menu").click();
    ana().button("Continue on another device").click();
    assertThat(ana().sheet().locator(".qr-code")).isVisible();
    assertThat(ana().violations()).isEmpty();

    bo().visit("about:blank");
    bo().visit(link);
    bo().button("Yes, it’s my link").click();
    bo().sees("from the first device");

    assertThat(bo().said("from the first device")).hasClass(Pattern.compile("own"));
    assertThat(bo().page()).hasURL(Pattern.compile("/r/[A-Z]{4}$"));
  }

  @Test
  void hearsNobodyWhomItIgnores() {
    bo().say("before");
    ana().sees("before");

    ana()
        .page()
        .evaluate(
            "() => [...document.querySelectorAll('.ignore')]"
                + ".find((button) => button.ariaLabel === 'Ignore Bo').click()");

    assertThat(ana().said("before")).hasCount(0);
    bo().say("can you hear me?");
    bo().sees("can you hear me?");
    ana().page().reload();
    assertThat(ana().log()).isVisible();
    assertThat(ana().said("can you hear me?")).hasCount(0);
  }

  @Test
  void takesBackAllThatItHasSaid() {
    bo().say("one of mine");
    ana().say("one of hers");
    ana().sees("one of mine");

    bo().button("Room menu").click();
    bo().button("Delete all my messages").click();
    bo().button("Delete").click();

    ana().sees("Message deleted");
    assertThat(ana().said("one of mine")).hasCount(0);
    ana().sees("one of hers");
  }

  @Test
  void tellsOfMessagesWhileSomebodyLooksElsewhere() {
    ana().page().context().grantPermissions(List.of("notifications"));
    ana().button("Room menu").click();
    ana().button("Settings").click();
    ana().sheet().getByText("All messages").click();
    assertThat(ana().violations()).isEmpty();
    ana().button("Close").click();
    ana()
        .page()
        .evaluate(
            "() => { document.hasFocus = () => false; window.dispatchEvent(new Event('blur')); }");

    bo().say("wake up");

    assertThat(ana().page()).hasTitle(Pattern.compile("^\\(1\\) "));
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(
                    ana()
                        .page()
                        .evaluate(
                            "async () => (await (await navigator.serviceWorker.ready)"
                                + ".getNotifications()).map((one) => one.body).join()"))
                .isEqualTo("wake up"));
  }

  @Test
  void speaksTheLanguageThatIsChosenAlsoFromRightToLeft() {
    ana().say("as it was");
    ana().button("Room menu").click();
    ana().button("Settings").click();
    ana().sheet().locator("select").selectOption("ar");

    assertThat(ana().page().locator("html")).hasAttribute("dir", "rtl");
    assertThat(ana().page().locator("html")).hasAttribute("lang", "ar");
    assertThat(ana().page().getByText("as it was")).isVisible();
    assertThat(ana().page().locator("textarea")).hasAttribute("aria-label", "رسالة");
    assertThat(ana().violations()).isEmpty();
    assertThat(
            ana().page().evaluate("() => document.documentElement.scrollWidth > window.innerWidth"))
        .isEqualTo(false);
    assertThat(ana().faults()).isEmpty();
  }

  @Test
  void isReadableInHighContrastAndOpensWithoutANetwork() {
    ana().say("**hello** @Bo `code`");
    ana().button("Room menu").click();
    ana().button("Settings").click();
    ana().sheet().getByText("High contrast").click();
    ana().button("Close").click();
    assertThat(ana().page().locator("html")).hasAttribute("data-theme", "contrast");
    assertThat(ana().violations()).isEmpty();
    ana().page().evaluate("() => navigator.serviceWorker.ready");
    ana().page().reload();
    assertThat(ana().log()).isVisible();

    ana().page().context().setOffline(true);
    ana().page().reload();

    assertThat(ana().page().locator("snug-app")).hasCount(1);
    ana().page().context().setOffline(false);
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
