package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two people, two browsers, one server, and what may happen to them. */
@Tag("browser")
final class TwoBrowsersIT {
  private static Browsers browsers;

  @TempDir private Path data;
  private ServerProcess server;
  private Person ana;
  private Person bo;

  @BeforeAll
  static void openBrowser() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void closeBrowser() {
    browsers.close();
  }

  @BeforeEach
  void start() {
    server = start(0);
    ana = new Person(browsers.browser(), Screen.DESKTOP, "dark");
    bo = new Person(browsers.browser(), Screen.PHONE, "dark");
    ana.visit(server.url());
    bo.visit(server.url());
  }

  @AfterEach
  void stop() {
    ana.close();
    bo.close();
    server.close();
  }

  @Test
  void chatsBothWaysAndShowsWhoIsThereAndTypes() {
    ana.create("Ana");
    bo.join(ana.code().toLowerCase(Locale.ROOT), "Bo");
    ana.say("hello from the desk");
    bo.sees("hello from the desk");
    bo.say("hello from the phone");
    ana.sees("hello from the phone");

    bo.box("Message").pressSequentially("and then");

    assertThat(ana.text("Bo joined")).isVisible();
    assertThat(ana.page().locator(".person")).hasCount(2);
    assertThat(ana.text("Bo is typing…")).isVisible();
    bo.box("Message").press("Enter");
    ana.sees("and then");
    assertThat(ana.text("Bo is typing…")).not().isVisible();
    assertThat(ana.faults()).isEmpty();
    assertThat(bo.faults()).isEmpty();
  }

  @Test
  void keepsMemberDraftAndMessagesOverAReload() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    ana.say("before");
    bo.sees("before");
    ana.box("Message").fill("half a thought");

    ana.page().reload();
    bo.say("meanwhile");

    ana.sees("before");
    ana.sees("meanwhile");
    assertThat(ana.box("Message")).hasValue("half a thought");
    assertThat(ana.page().locator(".person")).hasCount(2);
    assertThat(bo.page().locator(".person")).hasCount(2);
    assertThat(bo.text("Ana left")).hasCount(0);
    ana.say("after");
    bo.sees("after");
    assertThat(ana.said("after")).hasClass(Pattern.compile("own"));
  }

  @Test
  void bringsWhatWasWrittenWhileTheServerWasDownOnce() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    ana.say("before the cut");
    bo.sees("before the cut");
    int port = server.port();

    server.kill();
    ana.say("into the dark");
    assertThat(ana.text("Reconnecting…")).isVisible();
    server = start(port);

    bo.page().evaluate("() => window.dispatchEvent(new Event('online'))");
    ana.page().evaluate("() => window.dispatchEvent(new Event('online'))");
    assertThat(bo.said("into the dark")).hasCount(1);
    assertThat(ana.said("into the dark")).hasCount(1);
    assertThat(ana.page().locator(".pending")).hasCount(0);
    assertThat(ana.text("Back online")).isVisible();
    ana.page().reload();
    ana.sees("before the cut");
    ana.sees("into the dark");
  }

  @Test
  void keepsWhatWasWrittenOfflineOverAReload() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    ana.say("hello");
    bo.sees("hello");
    int port = server.port();
    server.kill();
    ana.say("unsent");

    server = start(port);
    ana.page().reload();

    assertThat(bo.said("unsent")).hasCount(1);
    ana.sees("unsent");
  }

  @Test
  void letsTheRoomGoWhenEverybodyHasLeft() {
    ana.create("Ana");
    String code = ana.code();

    ana.button("Room menu").click();
    ana.button("Leave room").click();
    assertThat(ana.text("You have left this room.")).isVisible();
    ana.button("Back to the start page").click();
    assertThat(ana.box("Your name")).isVisible();

    Awaitility.await().until(() -> server.metric("snug_rooms") == 0);
    bo.box("Your name").fill("Bo");
    bo.box("Room code").fill(code);
    assertThat(bo.text("There is no open room with this code.")).isVisible();
  }

  @Test
  void showsHistoryPageByPageWithoutAJump() {
    ana.create("Ana");
    try (TestClient writer = TestClient.connect(server.port(), (_, _) -> {})) {
      String room =
          writer.call("room:join", "code", ana.code(), "name", "Writer").at("/room/id").asString();
      for (int i = 0; i < 300; i++) {
        writer.call(
            "message:send", "room", room, "cid", "m" + i, "text", "message number " + i + ".");
      }
    }
    bo.join(ana.code(), "Bo");
    bo.sees("message number 299.");
    assertThat(bo.said("message number 150.")).hasCount(0);

    Locator first = bo.said("message number 200.");
    Object before =
        first.evaluate(
            "message => { message.closest('.messages').scrollTop = 0;"
                + " return message.getBoundingClientRect().top }");
    assertThat(bo.said("message number 160.")).hasCount(1);

    assertThat(first.boundingBox().y)
        .isCloseTo(((Number) before).doubleValue(), Offset.offset(2.0));
    ana.say("something new");
    assertThat(bo.button("1 new message")).isVisible();
    bo.button("1 new message").click();
    assertThat(bo.said("something new")).isVisible();
    assertThat(bo.button("1 new message")).hasCount(0);
  }

  @Test
  void opensARoomByItsLinkAndRemembersItsSeat() {
    ana.create("Ana");
    String link = server.url() + "/r/" + ana.code();
    bo.visit(link);
    assertThat(bo.page().locator("h1")).hasText("Join " + ana.code());
    bo.box("Your name").fill("Bo");
    bo.button("Join").click();
    assertThat(bo.log()).isVisible();

    bo.visit(server.url());
    assertThat(bo.text("Recent rooms")).isVisible();
    bo.visit(link);

    assertThat(bo.log()).isVisible();
    assertThat(ana.page().locator(".person")).hasCount(2);
  }

  @Test
  void worksWithTheKeyboardAlone() {
    assertThat(ana.box("Room code")).isFocused();
    ana.page().keyboard().press("Tab");
    ana.page().keyboard().type("Ana");
    ana.page().keyboard().press("Tab");
    ana.page().keyboard().press("Tab");
    ana.page().keyboard().press("Enter");
    assertThat(ana.log()).isVisible();

    assertThat(ana.box("Message")).isFocused();
    ana.page().keyboard().type("first line");
    ana.page().keyboard().press("Shift+Enter");
    ana.page().keyboard().type("second line");
    ana.page().keyboard().press("Enter");

    assertThat(ana.said("first line").locator(".text")).hasText("first line\nsecond line");
    ana.button("Share").press("Enter");
    assertThat(ana.button("Copy link")).isVisible();
    ana.page().keyboard().press("Escape");
    assertThat(ana.button("Copy link")).not().isVisible();
    assertThat(ana.button("Share")).isFocused();
  }

  @Test
  void saysWhatWasNotSentAndKeepsIt() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    ana.box("Message").fill("too many lines" + "\n".repeat(101) + "end");

    ana.button("Send").click();

    assertThat(ana.text("Not sent")).isVisible();
    assertThat(ana.text("A message has 100 lines at most.")).isVisible();
    ana.button("Retry").click();
    assertThat(ana.text("A message has 100 lines at most.")).isVisible();
    ana.button("Discard").click();
    assertThat(ana.said("too many lines")).hasCount(0);
    assertThat(bo.said("too many lines")).hasCount(0);
  }

  @Test
  void readsOutWhatOthersWriteAndNothingElse() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    Locator announcer = ana.page().locator(".messages-place [aria-live=polite]");

    ana.say("my own words");
    ana.sees("my own words");
    assertThat(announcer).hasText("");
    bo.say("words of another");

    assertThat(announcer).hasText("Bo: words of another");
    assertThat(ana.log()).hasAttribute("aria-live", "off");
  }

  @Test
  void sendsNoHalfWordOfAnInputMethod() {
    ana.create("Ana");
    ana.box("Message").fill("にほ");

    ana.box("Message")
        .evaluate(
            "field => field.dispatchEvent(new KeyboardEvent('keydown',"
                + " { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))");
    ana.box("Message").press("End");

    assertThat(ana.box("Message")).hasValue("にほ");
    ana.box("Message").press("Enter");
    ana.sees("にほ");
  }

  @Test
  void showsWhoHasLostTheirConnection() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    assertThat(ana.page().locator(".person")).hasCount(2);

    bo.close();

    assertThat(ana.page().locator(".person.away")).containsText("Bo");
    assertThat(ana.page().locator(".person.away")).containsText("reconnecting");
  }

  @Test
  void keepsTwoRoomsInTwoTabsApart() {
    ana.create("Ana");
    bo.create("Bo");
    String first = ana.code();
    String second = bo.code();
    ana.say("in the first room");
    Page tab = ana.page().context().newPage();
    tab.navigate(server.url() + "/r/" + second);
    tab.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join").setExact(true))
        .click();

    bo.say("in the second room");

    assertThat(tab.locator(".message")).containsText("in the second room");
    assertThat(tab.locator(".room-code")).hasText(second);
    assertThat(ana.page().locator(".room-code")).hasText(first);
    assertThat(ana.page().locator(".message")).hasCount(1);
    ana.sees("in the first room");
  }

  @Test
  void letsTheHostCloseTheRoomForEverybody() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");

    ana.button("Room menu").click();
    ana.button("Close room for everyone").click();
    assertThat(ana.button("Close room")).isDisabled();
    ana.box("Type " + ana.code() + " to confirm").fill(ana.code().toLowerCase(Locale.ROOT));
    ana.button("Close room").click();

    assertThat(ana.text("The host has closed this room.")).isVisible();
    assertThat(bo.text("The host has closed this room.")).isVisible();
    assertThat(bo.violations()).isEmpty();
  }

  @Test
  void renamesInPlace() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");

    bo.button("Room menu").click();
    bo.button("Change your name").click();
    bo.box("New name").fill("ana");
    bo.button("Save").click();
    assertThat(bo.text("Somebody here already has that name. Pick another.")).isVisible();
    bo.box("New name").fill("Bob");
    bo.button("Save").click();

    assertThat(ana.text("Bo is now called Bob")).isVisible();
    assertThat(ana.page().locator(".person").nth(1)).containsText("Bob");
  }

  @Test
  void showsMarkupAsItWasTyped() {
    ana.create("Ana");
    bo.join(ana.code(), "<b>Bo</b>");

    bo.say("<img src=x onerror=alert(1)><script>alert(2)</script>");

    ana.sees("<img src=x onerror=alert(1)><script>alert(2)</script>");
    assertThat(ana.text("<b>Bo</b> joined")).isVisible();
    assertThat(ana.faults()).isEmpty();
  }

  @Test
  void countsWhatIsUnreadInTheTitle() {
    ana.create("Ana");
    bo.join(ana.code(), "Bo");
    ana.page()
        .evaluate("() => { Object.defineProperty(document, 'hasFocus', { value: () => false }) }");

    bo.say("one");
    bo.say("two");

    assertThat(ana.page()).hasTitle(Pattern.compile("^\\(2\\) .* — Snug$"));
  }

  @ParameterizedTest
  @EnumSource(Screen.class)
  void fitsTheScreen(Screen screen) {
    try (Person person = new Person(browsers.browser(), screen, "dark")) {
      person.visit(server.url());
      assertThat(overflow(person)).isEqualTo(false);
      person.create("Ana");
      person.say("a".repeat(300) + " https://example.org/" + "b".repeat(300));
      person.sees("aaa");
      assertThat(overflow(person)).isEqualTo(false);
      assertThat(person.box("Message")).isInViewport();
    }
  }

  private ServerProcess start(int port) {
    ServerProcess started =
        ServerProcess.start(
            "--host",
            "127.0.0.1",
            "--port",
            "" + port,
            "--limits.messages",
            "500/s:2000",
            "--limits.address-messages",
            "500/s:2000",
            "--limits.room-messages",
            "500/s:2000",
            "--data",
            data.toString(),
            "--rooms.grace",
            "1s");
    started.url();
    return started;
  }

  private static Object overflow(Person person) {
    return person.page().evaluate("() => document.documentElement.scrollWidth > window.innerWidth");
  }
}
