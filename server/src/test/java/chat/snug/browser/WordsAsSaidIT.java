package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is seen and read out of a message is what was typed. */
final class WordsAsSaidIT extends BrowserTest {
  private static final Pattern MENTIONED = Pattern.compile("\\bmentioned\\b");

  WordsAsSaidIT() {
    super(Screen.DESKTOP);
  }

  @Test
  void showsAndReadsOutSignsAndNumbers() {
    for (String text : new String[] {"+", "```", "2026. A great year", "¯\\_(ツ)_/¯"}) {
      ana().say(text);
      Locator message = bo().page().locator(".message").last();
      assertThat(message.locator(".text")).hasText(text);
      assertThat(message.getAttribute("aria-label")).endsWith(", " + text);
    }
  }

  @Test
  void showsEveryNumberOfAListWhole() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 100; i++) {
      text.append(i).append(". x\n");
    }
    ana().say(text.toString().strip());

    Locator list = bo().page().locator("ol.text-list");
    assertThat(list.locator("li")).hasCount(100);
    assertThat(
            list.evaluate(
                "list => { const range = document.createElement('span'); range.textContent = '100."
                    + " '; range.style.cssText = 'position:absolute;white-space:pre';"
                    + " list.append(range); const width = range.offsetWidth; range.remove(); return"
                    + " width <= parseFloat(getComputedStyle(list).paddingInlineStart); }"))
        .isEqualTo(true);
  }

  @Test
  void putsNumbersAndBarsWhereTheWordsBegin() {
    ana().say("1. ראשון\n2. שני\n\n> ציטוט\n\n- hello");

    assertThat(direction("ol.text-list")).isEqualTo("rtl");
    assertThat(direction(".bubble blockquote")).isEqualTo("rtl");
    assertThat(direction("ul.text-list")).isEqualTo("ltr");
  }

  @Test
  void beginsEachLineWhereItsScriptBegins() {
    ana().say("שלום\nעולם");
    ana().say("hello\nthere");

    assertThat(ana().said("שלום").locator(".bubble")).hasCSS("text-align", "right");
    assertThat(ana().said("hello").locator(".bubble")).hasCSS("text-align", "left");
  }

  @Test
  void marksAMentionOnlyWhereItIsShown() {
    ana().say("`@Bo` https://mastodon.example/@Bo");
    assertThat(bo().page().locator(".message").last()).not().hasClass(MENTIONED);
    assertThat(bo().page().locator(".message .mention")).hasCount(0);

    ana().say("你好@Boさん");
    assertThat(bo().page().locator(".message").last()).hasClass(MENTIONED);
    assertThat(bo().page().locator(".message .mention")).hasText("@Bo");
  }

  @Test
  void copiesCodeExactlyAsItWasSent() {
    ana().say("````\n```\n> q\nafter\n````");
    Locator block = bo().page().locator(".code-block");
    block.locator("button").click();
    assertThat(block.locator("button")).hasText("Copied");

    assertThat(bo().page().evaluate("() => navigator.clipboard.readText()"))
        .isEqualTo("```\n> q\nafter");
  }

  @Test
  void showsFlagsLargeAndSignsSmall() {
    ana().say("🇩🇪");
    assertThat(bo().page().locator(".bubble.large")).hasCount(1);
    ana().say("™");
    assertThat(bo().said("™").locator(".bubble")).hasCount(1);
    assertThat(bo().page().locator(".bubble.large")).hasCount(1);
  }

  private Object direction(String selector) {
    return bo().page().locator(selector).evaluate("e => getComputedStyle(e).direction");
  }
}
