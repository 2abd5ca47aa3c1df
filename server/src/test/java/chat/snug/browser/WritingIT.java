package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How messages are written, and what they look like then. */
@ParameterizedClass
@EnumSource(Screen.class)
final class WritingIT extends BrowserTest {
  WritingIT(Screen screen) {
    super(screen);
  }

  @Test
  void sendsALongTextThatIsPastedAsAFileIfWanted() {
    ana()
        .page()
        .evaluate(
            "() => { const text = 'line of the log\\n'.repeat(400); const field ="
                + " document.querySelector('textarea'); field.focus(); const data = new"
                + " DataTransfer(); data.setData('text/plain', text); field.dispatchEvent(new"
                + " ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true"
                + " })); document.execCommand('insertText', false, text); }");
    assertThat(ana().button("Send")).isDisabled();
    assertThat(ana().violations()).isEmpty();

    ana().button("Send as a file").click();

    assertThat(ana().box("Message")).hasValue("");
    assertThat(ana().page().locator(".upload .file-name")).hasText(Pattern.compile("^Pasted text"));
    ana().say("the log");
    assertThat(bo().said("the log").locator("a.file")).containsText("Pasted text");
  }

  @Test
  void showsMarkdownAndNeverHtml() {
    ana().say("**bold** *it* ~~no~~ `code` <b>tag</b>");

    Locator text = bo().said("bold").locator(".text");
    assertThat(text.locator("strong")).hasText("bold");
    assertThat(text.locator("em")).hasText("it");
    assertThat(text.locator("del")).hasText("no");
    assertThat(text.locator("code")).hasText("code");
    assertThat(text).containsText("<b>tag</b>");
    assertThat(text.locator("b")).hasCount(0);
  }

  @Test
  void coloursCodeAndCopiesIt() {
    ana().say("```js\nconst one = 1;\n```");

    Locator block = bo().page().locator(".code-block");
    assertThat(block.locator(".hljs-keyword")).hasText("const");
    block.locator("button").click();
    assertThat(block.locator("button")).hasText("Copied");
    assertThat(bo().page().evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo("const one = 1;");
    assertThat(bo().violations()).isEmpty();
    assertThat(bo().faults()).isEmpty();
  }

  @Test
  void makesLinksOfAddressesAndTellsWhereTheyLead() {
    ana().say("see [the plan](https://example.org/a_(b)) or https://example.net.");

    Locator links = bo().said("the plan").locator("a");
    assertThat(links.first()).hasAttribute("href", "https://example.org/a_(b)");
    assertThat(links.first()).hasAttribute("rel", "noopener noreferrer nofollow");
    assertThat(bo().said("the plan").locator(".link-host")).hasText("(example.org)");
    assertThat(links.last()).hasAttribute("href", "https://example.net");
  }

  @Test
  void completesNamesAndMarksWhoIsSpokenTo() {
    ana().box("Message").pressSequentially("hello @b");
    assertThat(ana().page().locator(".completions")).containsText("Bo");
    assertThat(ana().violations()).isEmpty();
    ana().box("Message").press("Tab");
    assertThat(ana().box("Message")).hasValue("hello @Bo ");
    ana().box("Message").press("Enter");

    Locator said = bo().said("hello");
    assertThat(said).hasClass(java.util.regex.Pattern.compile("mentioned"));
    assertThat(said.locator(".own-mention")).hasText("@Bo");
  }

  @Test
  void completesEmojiByTheirNames() {
    ana().box("Message").pressSequentially("well done :tad");
    assertThat(ana().page().locator(".completions")).containsText(":tada:");
    ana().box("Message").press("Tab");

    assertThat(ana().box("Message")).hasValue("well done 🎉 ");
    ana().box("Message").pressSequentially(":zzzzzz");
    assertThat(ana().page().locator(".completions")).hasCount(0);
  }

  @Test
  void putsMarksAroundWhatIsSelected() {
    ana().box("Message").fill("bold");
    ana().box("Message").press("ControlOrMeta+a");
    ana().box("Message").press("ControlOrMeta+b");
    assertThat(ana().box("Message")).hasValue("**bold**");
    ana().box("Message").press("ControlOrMeta+b");
    assertThat(ana().box("Message")).hasValue("bold");
    ana().box("Message").press("ControlOrMeta+a");
    ana().page().evaluate("() => navigator.clipboard.writeText('https://example.org/x')");
    ana().box("Message").press("ControlOrMeta+v");

    assertThat(ana().box("Message")).hasValue("[bold](https://example.org/x)");
  }

  @Test
  void keepsTheDraftWithTheMessageItAnswers() {
    bo().say("a question");
    ana().sees("a question");
    ana().choose("a question", "Reply");
    ana().box("Message").fill("half an answer");

    ana().page().reload();

    assertThat(ana().box("Message")).hasValue("half an answer");
    assertThat(ana().page().locator(".composer-about")).containsText("a question");
    ana().box("Message").press("Enter");
    assertThat(bo().said("half an answer").locator(".quote")).containsText("a question");
  }

  @Test
  void understandsCommandsAndKeepsWhatItDoesNotUnderstand() {
    ana().say("/me waves");
    assertThat(bo().page().locator(".action")).containsText("Ana waves");
    ana().say("/nick Anna");
    assertThat(bo().text("Ana is now called Anna")).isVisible();
    ana().say("/nonsense");
    assertThat(ana().page().locator(".composer-note")).containsText("/nonsense");
    assertThat(ana().box("Message")).hasValue("/nonsense");
    ana().say("/help");
    assertThat(ana().sheet()).containsText("/shrug");
    assertThat(ana().violations()).isEmpty();
  }

  @Test
  void hidesSpoilersUntilSomebodyAsks() {
    ana().say("the murderer is ||the butler||");

    Locator spoiler = bo().said("the murderer").locator("button.spoiler");
    assertThat(spoiler).hasAttribute("aria-label", "Show spoiler");
    spoiler.click();
    assertThat(bo().page().locator(".spoiler.shown")).hasText("the butler");
  }
}
