package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A room is saved as a file, read without a network, and opened again. */
@ParameterizedClass
@EnumSource(Screen.class)
final class ArchiveIT extends BrowserTest {
  @TempDir private Path folder;

  ArchiveIT(Screen screen) {
    super(screen);
  }

  @Test
  void savesARoomThatIsReadWithoutANetwork() {
    bo().say("Where is the soup?");
    ana().sees("Where is the soup?");
    ana().say("On the **stove**, <b>hot</b>");

    Path saved = save("Web page");

    List<String> faults = new ArrayList<>();
    try (BrowserContext offline =
        browser().newContext(new Browser.NewContextOptions().setOffline(true))) {
      Page page = offline.newPage();
      page.onConsoleMessage(message -> faults.add(message.text()));
      page.navigate(saved.toUri().toString());
      Locator messages = page.locator("article:visible");
      assertThat(messages).hasCount(2);
      assertThat(messages.last()).containsText("On the stove, <b>hot</b>");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(
                  Path.of(
                      "target",
                      "screenshots",
                      "saved-" + screen().name().toLowerCase(Locale.ROOT) + ".png")));
      page.locator("#query").fill("SÓUP where");
      assertThat(messages).hasCount(1);
      assertThat(page.locator("#found")).hasText("1 found");
      page.locator("#query").fill("nobody said this");
      assertThat(page.locator("#found")).hasText("Nothing found");
      page.locator("#query").fill("");
      assertThat(messages).hasCount(2);
      assertThat(Person.violations(page)).isEmpty();
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void opensASavedRoomAgain() {
    ana()
        .page()
        .locator("input[type=file]")
        .setInputFiles(
            new FilePayload("recipe.txt", "text/plain", "leek".getBytes(StandardCharsets.UTF_8)));
    assertThat(ana().page().locator(".upload")).hasCount(1);
    ana().say("The recipe");
    bo().sees("The recipe");
    bo().say("Thank you");
    ana().sees("Thank you");
    String code = ana().code();
    Path saved = save("Web page");

    bo().button("Back to the start page").click();
    bo().box("Your name").fill("Cleo");
    bo().page().locator("snug-open-saved input").setInputFiles(saved);

    bo().sees("Thank you");
    assertThat(bo().code()).isNotEqualTo(code);
    assertThat(bo().text("Everything above comes from a saved room that the host opened."))
        .isVisible();
    assertThat(bo().page().locator(".message")).hasCount(2);
    assertThat(bo().said("The recipe").locator(".author")).hasText("Ana");
    Locator file = bo().said("The recipe").locator("a.file");
    Download download = bo().page().waitForDownload(file::click);
    assertThat(download.path()).hasContent("leek");
    bo().say("Good to have you back");
    assertThat(bo().violations()).isEmpty();
  }

  @Test
  void saysWhatIsNoSavedRoomAndLeavesNothingBehind() {
    ana().button("Back to the start page").click();
    Locator input = ana().page().locator("snug-open-saved input");

    for (String text :
        List.of("hello", "{}", "<p>hello</p>", "{\"title\":\"x\",\"events\":[{}]}")) {
      input.setInputFiles(
          new FilePayload("a.json", "application/json", text.getBytes(StandardCharsets.UTF_8)));
      assertThat(ana().text("This file isn’t a saved Snug room, or it’s damaged.")).isVisible();
      assertThat(ana().page().locator("snug-open-saved button")).isEnabled();
    }
    assertThat(ana().page().locator(".recent li")).hasCount(1);
    assertThat(ana().violations()).isEmpty();
  }

  @Test
  void letsTheHostKeepTheRoomForHosts() {
    openSaveSheet();
    ana().page().getByLabel("Only hosts can save this room").check();
    assertThat(ana().violations()).isEmpty();
    ana().page().keyboard().press("Escape");

    bo().button("Room menu").click();

    assertThat(bo().button("Leave room")).isVisible();
    assertThat(bo().button("Save this room")).hasCount(0);
  }

  private void openSaveSheet() {
    ana().button("Room menu").click();
    ana().button("Save this room").click();
  }

  private Path save(String format) {
    openSaveSheet();
    ana().page().getByLabel(format).check();
    Download download =
        ana().page().waitForDownload(() -> ana().sheet().getByText("Save", exactly()).click());
    assertThat(ana().page().getByText("Saved as " + download.suggestedFilename())).isVisible();
    assertThat(download.suggestedFilename()).matches("snug-" + ana().code() + "-[0-9-]{10}\\.html");
    Path file = folder.resolve(download.suggestedFilename());
    download.saveAs(file);
    ana().page().keyboard().press("Escape");
    return file;
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }
}
