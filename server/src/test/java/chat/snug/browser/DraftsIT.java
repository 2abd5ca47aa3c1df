package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What somebody writes stays theirs, in its room, until it is sent. */
final class DraftsIT extends BrowserTest {
  private static final String PASTE =
      "([target, types]) => { const data = new DataTransfer(); for (const [type, text] of"
          + " Object.entries(types)) { if (type === 'image/png') data.items.add(new File(['x'],"
          + " 'image.png', { type })); else data.setData(type, text); } const element ="
          + " document.querySelector(target); const event = new ClipboardEvent('paste', {"
          + " clipboardData: data, bubbles: true, cancelable: true }); if"
          + " (element.dispatchEvent(event) && element.matches('textarea'))"
          + " document.execCommand('insertText', false, types['text/plain']); }";

  DraftsIT() {
    super(Screen.DESKTOP);
  }

  @Test
  void staysInItsRoomWhicheverWayOneGoesToAnother() {
    bo().say("a question in the first");
    ana().choose("a question in the first", "Reply");
    ana().box("Message").fill("for the first room");
    attach("first.txt");
    String first = ana().code();
    String second = enterAnotherRoom();
    ana().box("Message").fill("for the second room");

    for (Runnable way :
        List.<Runnable>of(
            () -> switchTo(first),
            () -> ana().page().goBack(),
            () -> call(first),
            () -> goByHome(first))) {
      way.run();
      assertThat(ana().page().locator(".room-code")).hasText(first);
      assertThat(ana().box("Message")).hasValue("for the first room");
      assertThat(about()).containsText("a question in the first");
      assertThat(ana().page().locator(".upload")).hasCount(1);
      call(second);
      assertThat(ana().page().locator(".room-code")).hasText(second);
      assertThat(ana().box("Message")).hasValue("for the second room");
      assertThat(about()).hasCount(0);
      assertThat(ana().page().locator(".upload")).hasCount(0);
    }

    ana().box("Message").press("Enter");
    ana().sees("for the second room");
    switchTo(first);
    ana().box("Message").press("Enter");
    assertThat(bo().said("for the first room").locator(".quote")).containsText("a question");
    assertThat(bo().said("for the first room").locator("a.file")).containsText("first.txt");
    assertThat(bo().said("for the second room")).hasCount(0);
    assertThat(ana().faults()).isEmpty();
  }

  @Test
  void correctsNothingInAnotherRoom() {
    ana().say("to be corrected");
    assertThat(ana().stored("to be corrected")).hasCount(1);
    ana().box("Message").press("ArrowUp");
    ana().box("Message").fill("to be corrected, soon");
    String first = ana().code();
    enterAnotherRoom();

    assertThat(about()).hasCount(0);
    assertThat(ana().box("Message")).hasValue("");
    ana().box("Message").press("Enter");
    switchTo(first);

    assertThat(about()).containsText("to be corrected");
    assertThat(ana().box("Message")).hasValue("to be corrected, soon");
    ana().box("Message").press("Enter");
    bo().sees("to be corrected, soon");
  }

  @Test
  void isOneInAllTabsOfARoom() {
    try (Page other = ana().page().context().newPage()) {
      other.navigate(ana().page().url());
      Locator field = other.locator("textarea");
      assertThat(field).hasValue("");
      ana().box("Message").fill("written in the first tab");

      assertThat(field).hasValue("written in the first tab");
      ana().page().close();
      other.reload();
      assertThat(field).hasValue("written in the first tab");

      try (Page third = other.context().newPage()) {
        third.navigate(other.url());
        assertThat(third.locator("textarea")).hasValue("written in the first tab");
        field.press("Enter");
        bo().sees("written in the first tab");
        assertThat(third.locator("textarea")).hasValue("");
      }
    }
  }

  @Test
  void outlivesACrashWithTheCorrectionOfAMessage() {
    ana().say("a statement");
    assertThat(ana().stored("a statement")).hasCount(1);
    ana().box("Message").fill("the next thought");
    ana().choose("a statement", "Edit");
    ana().box("Message").press("End");
    ana().box("Message").pressSequentially(" with a long correction");

    try (Page again = afterACrash(ana().code())) {
      Locator field = again.locator("textarea");
      assertThat(field).hasValue("a statement with a long correction");
      assertThat(again.locator(".composer-about")).containsText("a statement");
      field.press("Enter");
      assertThat(bo().said("a statement with a long correction")).hasCount(1);
      assertThat(field).hasValue("the next thought");
    }
  }

  @Test
  void bringsEarlierWordsBackIntoAnEmptyFieldAlone() {
    Locator field = ana().box("Message");
    ana().say("said first");
    ana().say("said second");
    field.fill("a long and important draft");
    field.press("Control+ArrowUp");
    assertThat(field).hasValue("a long and important draft");

    field.fill("");
    field.press("Control+ArrowUp");
    field.press("Control+ArrowUp");
    assertThat(field).hasValue("said first");
    field.press("Control+ArrowDown");
    assertThat(field).hasValue("said second");
    field.press("Control+z");
    assertThat(field).hasValue("said first");
    field.press("End");
    field.pressSequentially(", changed");
    field.press("Control+ArrowUp");
    assertThat(field).hasValue("said first, changed");
  }

  @Test
  void takesWhatIsTypedOrPastedWhileAMessageHasTheFocus() {
    Locator field = ana().box("Message");
    ana().say("one of my own");
    ana().stored("one of my own").click();
    assertThat(field).not().isFocused();
    ana().page().keyboard().type("creme brulee + hello?");
    assertThat(field).hasValue("creme brulee + hello?");
    assertThat(about()).hasCount(0);

    field.fill("");
    ana().stored("one of my own").focus();
    ana().page().keyboard().press("ArrowUp");
    ana().page().evaluate(PASTE, List.of("article[data-id]", Map.of("text/plain", "pasted")));
    assertThat(field).hasValue("pasted");
    ana().button("Share").focus();
    ana().page().keyboard().type(", typed");
    assertThat(field).hasValue("pasted, typed");

    ana().stored("one of my own").focus();
    ana().page().keyboard().press("ControlOrMeta+c");
    assertThat(ana().page().evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo("one of my own");
  }

  @Test
  void pastesTheTextOfATableAndThePictureThatIsAlone() {
    ana().box("Message").focus();
    Map<String, String> table =
        Map.of(
            "text/plain",
            "Test 1\tA\nTest 2\tB",
            "text/html",
            "<table><tr><td>Test 1</td></tr></table>",
            "image/png",
            "");
    ana().page().evaluate(PASTE, List.of("textarea", table));
    assertThat(ana().box("Message")).hasValue("Test 1\tA\nTest 2\tB");
    assertThat(ana().page().locator(".upload")).hasCount(0);

    Map<String, String> picture =
        Map.of("text/html", "<img src='https://example.org/a.png'>", "image/png", "");
    ana().page().evaluate(PASTE, List.of("snug-message-list", picture));
    assertThat(ana().page().locator(".upload")).containsText("Pasted image");
  }

  @Test
  void sendsFacesTimesAndSignsAsTheyWereTyped() {
    Locator field = ana().box("Message");
    List<String> lines =
        List.of(
            "see you :-D",
            "nice :-P",
            "hm :-S",
            "at :30",
            "quit with :wq",
            "use :key",
            "so :tad",
            "meet @",
            "@ 5",
            "meet me @home",
            "C:\\temp :x",
            "10:30:45");
    for (String line : lines) {
      field.pressSequentially(line);
      field.press("Enter");
      assertThat(field).hasValue("");
    }

    assertThat(bo().said("10:30:45")).hasCount(1);
    assertThat(bo().page().locator(".message .text").allTextContents().stream().map(String::strip))
        .containsExactlyElementsOf(lines);
  }

  @Test
  void makesEmojiOfCodesThatAreWrittenInFull() {
    Locator field = ana().box("Message");
    field.evaluate(
        "field => { field.focus(); document.execCommand('insertText', false, 'good :smile:');"
            + " field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true,"
            + " cancelable: true })); }");
    bo().sees("good 😄");
    assertThat(field).hasValue("");

    field.pressSequentially("well :tada:");
    assertThat(field).hasValue("well 🎉");
    field.press("Control+z");
    assertThat(field).hasValue("well :tada:");
    field.fill("pasted :+1: and `:smile:`");
    field.press("Enter");
    assertThat(bo().said("pasted").locator(".text")).containsText("pasted 👍 and :smile:");
  }

  @Test
  void keepsFilesThatWaitOverAReload() {
    attach("kept.txt");
    ana().box("Message").fill("with its file");

    ana().page().reload();

    assertThat(ana().page().locator(".upload")).containsText("kept.txt");
    assertThat(ana().page().locator(".upload")).containsText("4");
    ana().box("Message").press("Enter");
    assertThat(bo().said("with its file").locator("a.file")).containsText("kept.txt");
    assertThat(ana().page().locator(".upload")).hasCount(0);
  }

  @Test
  void isWrittenAndSentWhereStorageIsFull() {
    String first = ana().code();
    ana()
        .page()
        .evaluate(
            "() => { Storage.prototype.setItem = () => { throw new DOMException('full',"
                + " 'QuotaExceededError') } }");
    ana().box("Message").pressSequentially("still here");
    enterAnotherRoom();
    assertThat(ana().box("Message")).hasValue("");
    switchTo(first);
    assertThat(ana().box("Message")).hasValue("still here");

    ana().box("Message").press("Enter");

    bo().sees("still here");
    assertThat(ana().box("Message")).hasValue("");
    assertThat(ana().faults()).isEmpty();
  }

  private Locator about() {
    return ana().page().locator(".composer-about");
  }

  private void attach(String name) {
    byte[] bytes = "kept".getBytes(StandardCharsets.UTF_8);
    ana()
        .page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload(name, "text/plain", bytes));
    assertThat(ana().page().locator(".upload")).hasCount(1);
    assertThat(ana().page().locator("progress")).hasCount(0);
  }

  /** Creates another room, and stays there. */
  private String enterAnotherRoom() {
    ana().page().locator(".home").click();
    ana().create("Ana");
    return ana().code();
  }

  private void switchTo(String code) {
    ana().page().keyboard().press("ControlOrMeta+k");
    ana().sheet().locator(".room-item").filter(hasText(code)).click();
    assertThat(ana().page().locator(".room-code")).hasText(code);
  }

  /** As the worker does when a notice is clicked. */
  private void call(String code) {
    ana()
        .page()
        .evaluate(
            "show => navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: {"
                + " show } }))",
            server().url() + "/r/" + code);
  }

  private void goByHome(String code) {
    ana().page().locator(".home").click();
    ana().page().locator(".recent").getByText(code).click();
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** The page dies without a word, and its address is opened again. */
  private Page afterACrash(String code) {
    Page page = ana().page();
    AtomicBoolean crashed = new AtomicBoolean();
    page.onCrash(_ -> {
      crashed.set(true);
      // nothing else ends the waiting for an answer of the page
      throw new PlaywrightException("crashed");
    });
    CDPSession session = page.context().newCDPSession(page);
    assertThatThrownBy(() -> session.send("Page.crash")).isInstanceOf(PlaywrightException.class);
    assertThat(crashed).isTrue();
    Page again = page.context().newPage();
    again.navigate(server().url() + "/r/" + code);
    return again;
  }
}
