package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do with messages once they are sent. */
@ParameterizedClass
@EnumSource(Screen.class)
final class MessagesIT extends BrowserTest {
  MessagesIT(Screen screen) {
    super(screen);
  }

  @Test
  void deletesWithoutAQuestionWhileShiftIsHeld() {
    ana().say("gone in a moment");
    bo().sees("gone in a moment");
    ana().open("gone in a moment");

    ana()
        .sheet()
        .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
        .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));

    assertThat(bo().said("gone in a moment")).hasCount(0);
    assertThat(ana().sheet()).hasCount(0);
  }

  @Test
  void saysWhoHasSeenTheLastMessage() {
    ana().say("look here");
    bo().sees("look here");

    assertThat(ana().page().locator(".seen")).hasText("Seen by Bo");
    assertThat(bo().page().locator(".seen")).hasCount(0);
    assertThat(ana().violations()).isEmpty();

    bo().say("I do");
    ana().sees("I do");
    assertThat(ana().page().locator(".seen")).hasCount(0);
    assertThat(bo().page().locator(".seen")).hasText("Seen by Ana");
  }

  @Test
  void asksBeforeItSendsWhatWasWrittenLongAgo() {
    ana().page().context().setOffline(true);
    ana().page().evaluate("() => document.querySelector('snug-app').connection.restart()");
    assertThat(ana().page().locator(".banner")).containsText("Reconnecting");
    ana().say("on my way");
    ana().say("never mind");
    assertThat(ana().page().locator(".message.pending")).hasCount(2);
    ana()
        .page()
        .evaluate(
            "() => document.querySelector('snug-room-page').session.outbox.queue.forEach((one) => {"
                + " one.at -= 11 * 60_000; })");

    ana().page().context().setOffline(false);

    Locator held = ana().page().locator(".message.pending");
    assertThat(held.first().locator(".failure")).containsText("Written a while ago");
    assertThat(held).hasCount(2);
    held.last().locator("button", hasText("Discard")).click();
    assertThat(held).hasCount(1);
    held.locator("button", hasText("Send now")).click();
    bo().sees("on my way");
    assertThat(held).hasCount(0);
    assertThat(bo().said("never mind")).hasCount(0);
  }

  @Test
  void editsTheLastMessageWithArrowUpAndSaysSo() {
    ana().say("helo");
    bo().sees("helo");
    ana().stored("helo").waitFor();

    ana().box("Message").press("ArrowUp");
    assertThat(ana().box("Message")).hasValue("helo");
    ana().box("Message").fill("hello there");
    ana().box("Message").press("Enter");

    bo().sees("hello there");
    assertThat(bo().said("hello there").locator(".edited")).hasText("(edited)");
    assertThat(bo().said("helo")).hasCount(0);
    assertThat(ana().box("Message")).hasValue("");
    bo().page().reload();
    bo().sees("hello there");
    assertThat(ana().faults()).isEmpty();
  }

  @Test
  void arrowUpEditsNoOlderMessageWhileTheLastIsOnItsWay() {
    ana().say("an older one");
    ana().stored("an older one").waitFor();
    ana().page().context().setOffline(true);
    ana().page().evaluate("() => document.querySelector('snug-app').connection.restart()");
    assertThat(ana().page().locator(".banner")).containsText("Reconnecting");
    ana().say("the last one");
    ana().sees("the last one");

    ana().box("Message").press("ArrowUp");
    assertThat(ana().box("Message")).hasValue("");
    ana().page().context().setOffline(false);
    ana().stored("the last one").waitFor();
    ana().box("Message").press("ArrowUp");

    assertThat(ana().box("Message")).hasValue("the last one");
  }

  @Test
  void escapeLeavesAnEditAndBringsTheDraftBack() {
    ana().say("as it was");
    ana().sees("as it was");
    ana().box("Message").fill("a draft");

    ana().choose("as it was", "Edit");
    ana().box("Message").fill("something else");
    ana().box("Message").press("Escape");

    assertThat(ana().box("Message")).hasValue("a draft");
    assertThat(ana().said("as it was")).hasCount(1);
  }

  @Test
  void deletesAfterAskingOnceAndLeavesAQuietLine() {
    ana().say("not for you");
    bo().sees("not for you");

    ana().choose("not for you", "Delete");
    ana().sheet().getByRole(AriaRole.BUTTON).filter(text("Delete")).click();

    bo().sees("Message deleted");
    ana().sees("Message deleted");
    assertThat(bo().said("not for you")).hasCount(0);
    bo().page().reload();
    bo().sees("Message deleted");
  }

  @Test
  void repliesWithAQuoteThatLeadsBack() {
    ana().say("what shall we eat?");
    for (int i = 0; i < 25; i++) {
      ana().say("filler " + i);
    }
    bo().sees("filler 24");

    bo().choose("what shall we eat?", "Reply");
    bo().say("noodles");

    Locator quote = ana().said("noodles").locator(".quote");
    assertThat(quote).containsText("what shall we eat?");
    quote.click();
    Locator original = ana().page().locator("article.flashed").filter(text("what shall we eat?"));
    assertThat(original).isInViewport();
    ana().button("Jump to present").click();
    assertThat(ana().said("noodles")).isInViewport();
  }

  @Test
  void showsAQuotedMessageThatIsNotLoaded() {
    ana().say("long ago");
    bo().choose("long ago", "Reply");
    for (int i = 0; i < 130; i++) {
      ana().say("filler " + i);
    }
    bo().sees("filler 129");
    bo().say("I remember");
    ana().sees("I remember");

    ana().page().reload();

    assertThat(ana().said("I remember").locator(".quote")).containsText("long ago");
    ana().said("I remember").locator(".quote").click();
    assertThat(ana().page().locator("article.flashed").filter(text("long ago"))).isInViewport();
    ana().button("Jump to present").click();
    assertThat(ana().said("I remember")).isInViewport();
  }

  @Test
  void reactsAndNamesWhoDid() {
    ana().say("shall we?");
    bo().choose("shall we?", "React with 🎉");

    Locator reaction = ana().said("shall we?").locator(".reaction").first();
    assertThat(reaction).hasAttribute("aria-pressed", "false");
    assertThat(reaction).hasAttribute("aria-label", "🎉 1: Bo");
    reaction.focus();
    reaction.press("Enter");
    assertThat(reaction).hasAttribute("aria-pressed", "true");
    assertThat(reaction).hasAttribute("aria-label", "🎉 2: Bo and you");
    assertThat(bo().said("shall we?").locator(".reaction").first())
        .hasAttribute("aria-label", "🎉 2: Ana and you");
    reaction.press("Enter");
    assertThat(reaction).hasAttribute("aria-label", "🎉 1: Bo");
  }

  @Test
  void reactsWithAnyEmojiByKeysAlone() {
    bo().say("good news");
    ana().sees("good news");

    ana().stored("good news").focus();
    ana().choose("good news", "Add a reaction");
    ana().page().keyboard().type("rocket");
    assertThat(ana().page().locator(".emoji-grid button").first()).containsText("🚀");
    ana().page().keyboard().press("Enter");

    assertThat(bo().said("good news").locator(".reaction").first())
        .hasAttribute("aria-label", "🚀 1: Ana");
    assertThat(ana().violations()).isEmpty();
  }

  @Test
  void pinsForEverybodyAndShowsItAboveTheMessages() {
    bo().say("the address is Elm Street 5");
    ana().sees("the address is Elm Street 5");

    ana().choose("the address is Elm Street 5", "Pin for everyone");

    Locator pinned = bo().page().locator(".pinned-bar");
    assertThat(pinned).containsText("the address is Elm Street 5");
    bo().page().reload();
    assertThat(pinned).containsText("the address is Elm Street 5");
    assertThat(bo().violations()).isEmpty();
    ana().page().locator(".pinned-bar").getByLabel("Unpin").click();
    assertThat(pinned).hasCount(0);
  }

  @Test
  void bringsBackWhatHappenedToMessagesWhileTheConnectionWasLost() {
    ana().say("first");
    ana().say("second");
    bo().sees("second");
    bo().page().context().setOffline(true);

    ana().choose("first", "Edit");
    ana().say("first, corrected");
    ana().choose("second", "Delete");
    ana().sheet().getByRole(AriaRole.BUTTON).filter(text("Delete")).click();
    ana().sees("Message deleted");
    bo().page().context().setOffline(false);

    bo().sees("first, corrected");
    bo().sees("Message deleted");
    assertThat(bo().said("second")).hasCount(0);
  }

  @Test
  void movesAmongMessagesWithArrows() {
    ana().say("one");
    ana().say("two");
    ana().say("three");
    ana().sees("three");

    ana().stored("three").focus();
    ana().page().keyboard().press("ArrowUp");
    assertThat(ana().said("two")).isFocused();
    ana().page().keyboard().press("Home");
    assertThat(ana().said("one")).isFocused();
    ana().page().keyboard().press("Enter");
    ana().page().keyboard().type("Repl");
    ana().page().keyboard().press("Enter");

    assertThat(ana().page().locator(".composer-about")).containsText("one");
    assertThat(ana().box("Message")).isFocused();
    assertThat(ana().said("one")).hasClass(Pattern.compile("own"));
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.LocatorOptions hasText(String text) {
    return new Locator.LocatorOptions().setHasText(text);
  }
}
