package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Finding what was said, and reading in a long room. */
@ParameterizedClass
@EnumSource(Screen.class)
final class SearchIT extends BrowserTest {

  SearchIT(Screen screen) {
    super(screen);
  }

  @Test
  void findsAMessageFarUpAndLandsOnIt() {
    fill("Meet at the Café", 300);

    ana().page().keyboard().press("ControlOrMeta+f");
    searchBox().fill("cafe");
    Locator hit = ana().page().locator(".hit");
    assertThat(hit).hasCount(1);
    assertThat(hit.locator("mark")).hasText("Café");
    assertThat(hit.locator(".hit-neighbour")).containsText("line 1");
    assertThat(ana().violations()).isEmpty();
    hit.click();

    assertThat(flashed("Meet at the Café")).isInViewport();
    ana().button("Jump to present").click();
    assertThat(ana().said("line 300")).isInViewport();
  }

  @Test
  void opensALinkToAMessage() {
    fill("the very first", 300);

    ana().visit(server().url() + "/r/" + ana().code() + "#m1");

    assertThat(flashed("the very first")).isInViewport();
  }

  @Test
  void landsOnTheFirstUnreadMessage() {
    ana().say("before the break");
    bo().sees("before the break");
    ana().visit("about:blank");
    for (int i = 1; i <= 3; i++) {
      bo().say("while away " + i);
    }
    bo().sees("while away 3");

    ana().visit(server().url() + "/r/" + bo().code());

    assertThat(ana().page().locator(".divider")).containsText("New messages");
    assertThat(ana().page().locator(".divider")).isInViewport();
    ana().say("back again");
    assertThat(ana().page().locator(".divider")).hasCount(0);
  }

  @Test
  void takesForNewWhatWasSaidSinceItWasEnteredThoughNobodyLooked() {
    ana().page().addInitScript("document.hasFocus = () => false");
    ana().visit(server().url());
    ana().create("Ana");
    String code = ana().code();
    bo().visit(server().url());
    bo().join(code, "Bo");
    ana().visit("about:blank");
    bo().say("while nobody looks");
    bo().stored("while nobody looks").waitFor();

    ana().visit(server().url() + "/r/" + code);

    assertThat(ana().page().locator(".divider")).containsText("New messages");
  }

  @Test
  void takesForReadOnlyWhatHasBeenInSight() {
    String code = ana().code();
    ana().say("before the break");
    bo().sees("before the break");
    ana().page().locator(".home").click();
    ana().create("Ana");
    bo().page()
        .evaluate(
            "() => { const { session } = document.querySelector('snug-room-page');"
                + " for (let i = 1; i <= 40; i++) session.send('while away ' + i); }");
    bo().stored("while away 40").waitFor();

    ana().page().goBack();
    ana().page().goBack();
    assertThat(ana().page().locator(".room-code")).hasText(code);

    assertThat(ana().page().locator(".divider")).isInViewport();
    assertThat(ana().page().locator(".new-pill")).containsText("40 new messages");
    assertThat(bo().page().locator(".seen")).hasCount(0);
    ana().page().locator(".new-pill").click();
    assertThat(bo().page().locator(".seen")).hasText("Seen by Ana");
  }

  @Test
  void showsEachResultBetweenItsOwnNeighbours() {
    fill("the first", 12);

    ana().page().keyboard().press("ControlOrMeta+f");
    searchBox().fill("line");
    Locator hits = ana().page().locator(".hit");
    assertThat(hits).hasCount(12);

    assertThat(hits.nth(3).locator(".hit-text")).hasText("line 9");
    assertThat(hits.nth(3).locator(".hit-neighbour").first()).hasText("Chi: line 8");
    assertThat(hits.nth(3).locator(".hit-neighbour").last()).hasText("Chi: line 10");
  }

  /** A first message, and then many more by a client of its own. */
  private void fill(String first, int count) {
    ana().say(first);
    bo().sees(first);
    try (TestClient client = TestClient.connect(server().port())) {
      JsonNode room = client.call("room:join", "code", ana().code(), "name", "Chi").get("room");
      String id = room.get("id").asString();
      List<CompletableFuture<JsonNode>> sent = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        sent.add(
            client.ask(
                "message:send",
                TestClient.object("room", id, "cid", "c" + i, "text", "line " + i)));
      }
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }
    ana().sees("line " + count);
  }

  private Locator flashed(String text) {
    return ana()
        .page()
        .locator("article.flashed")
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  private Locator searchBox() {
    return ana()
        .page()
        .getByRole(
            AriaRole.SEARCHBOX, new Page.GetByRoleOptions().setName("Search").setExact(true));
  }
}
