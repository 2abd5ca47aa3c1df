package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files in messages. */
@ParameterizedClass
@EnumSource(Screen.class)
final class FilesIT extends BrowserTest {
  private static final String PICTURE =
      "() => { const c = document.createElement('canvas'); c.width = 900; c.height = 600;"
          + " const x = c.getContext('2d'); x.fillStyle = 'teal'; x.fillRect(0, 0, 900, 600);"
          + " x.fillStyle = 'orange'; x.fillRect(100, 100, 300, 300);"
          + " return c.toDataURL('image/png').split(',')[1]; }";

  FilesIT(Screen screen) {
    super(screen);
  }

  @Test
  void showsAPictureInABoxThatIsThereBeforeIt() {
    choose(picture("sunset.png"));
    assertThat(ana().page().locator(".upload")).containsText("sunset.png");
    ana().box("Describe sunset.png").fill("The sun between two hills");
    assertThat(ana().violations()).isEmpty();
    ana().say("look");

    Locator shown = bo().said("look").locator("img");
    assertThat(shown).hasAttribute("alt", "The sun between two hills");
    assertThat(shown).hasAttribute("width", "420");
    assertThat(shown).hasAttribute("height", "280");
    assertThat(bo().violations()).isEmpty();
    bo().said("look").locator(".picture").click();
    assertThat(bo().page().locator(".lightbox")).isVisible();
    assertThat(bo().violations()).isEmpty();
    bo().page().keyboard().press("Escape");
    assertThat(bo().page().locator(".lightbox")).not().isVisible();
    assertThat(bo().said("look").locator(".picture")).isFocused();
    assertThat(ana().faults()).isEmpty();
    assertThat(bo().faults()).isEmpty();
  }

  @Test
  void sendsFilesWithoutWordsAndDownloadsThemUnderTheirNames() {
    choose(text("notes.txt", "remember the milk"));
    assertThat(ana().page().locator("progress")).hasCount(0);
    ana().button("Send").click();

    Locator link = bo().page().locator("a.file");
    assertThat(link).containsText("notes.txt");
    var download = bo().page().waitForDownload(link::click);
    assertThat(download.suggestedFilename()).isEqualTo("notes.txt");
  }

  @Test
  void saysWhatIsTooLargeBeforeItIsSentAndCancelsWhatIsNotWanted() {
    choose(new FilePayload("huge.bin", "application/octet-stream", new byte[11 * 1024 * 1024]));
    assertThat(ana().page().locator(".upload.failed")).containsText("The limit is 10 MB");
    assertThat(ana().violations()).isEmpty();

    ana().button("Remove huge.bin").click();

    assertThat(ana().page().locator(".upload")).hasCount(0);
    assertThat(ana().button("Send")).isDisabled();
  }

  @Test
  void takesPicturesThatArePastedAndFilesThatAreDropped() {
    ana()
        .page()
        .evaluate(
            "async () => { const data = new DataTransfer();"
                + " const c = document.createElement('canvas'); c.width = c.height = 20;"
                + " const blob = await new Promise((done) => c.toBlob(done));"
                + " data.items.add(new File([blob], 'image.png', { type: 'image/png' }));"
                + " document.querySelector('textarea').dispatchEvent("
                + "new ClipboardEvent('paste', { clipboardData: data, bubbles: true,"
                + " cancelable: true })); }");
    assertThat(ana().page().locator(".upload")).containsText("Pasted image");

    String drag =
        "(type) => { const data = new DataTransfer();"
            + " data.items.add(new File(['dropped'], 'dropped.txt'));"
            + " document.body.dispatchEvent("
            + "new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })); }";
    ana().page().evaluate(drag, "dragenter");
    assertThat(ana().page().locator(".drop-overlay")).isVisible();
    ana().page().evaluate(drag, "drop");

    assertThat(ana().page().locator(".drop-overlay")).hasCount(0);
    assertThat(ana().page().locator(".upload")).hasCount(2);
    ana().say("both");
    assertThat(bo().said("both").locator("img")).hasCount(1);
    assertThat(bo().said("both").locator("a.file")).containsText("dropped.txt");
  }

  @Test
  void bringsEachOfManyFilesOnceThoughConnectionsAreCut() {
    Map<String, Integer> tries = new ConcurrentHashMap<>();
    ana()
        .page()
        .route(
            "**/api/v1/rooms/**",
            route -> {
              switch (tries.merge(route.request().url(), 1, Integer::sum)) {
                case 1 -> route.abort("connectionreset");
                case 2 -> loseTheAnswer(route);
                default -> route.resume();
              }
            });
    FilePayload[] files = new FilePayload[25];
    for (int i = 0; i < files.length; i++) {
      files[i] = text("file-" + i + ".txt", "content " + i);
    }
    ana().page().locator("input[type=file]").setInputFiles(files);
    assertThat(ana().page().locator("progress"))
        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
    ana().say("all of them");

    Locator names = bo().page().locator(".message a.file .file-name");
    assertThat(names).hasCount(25);
    assertThat(bo().said("all of them").locator("a.file")).hasCount(10);
    assertThat(names.allTextContents())
        .containsExactly(Arrays.stream(files).map(f -> f.name).toArray(String[]::new));
  }

  /** The server has it, and the page does not know. */
  private static void loseTheAnswer(Route route) {
    route.fetch();
    route.abort("connectionreset");
  }

  private void choose(FilePayload file) {
    ana().page().locator("input[type=file]").setInputFiles(file);
    assertThat(
            ana()
                .page()
                .getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Files to send")))
        .isVisible();
  }

  private FilePayload picture(String name) {
    String base64 = (String) ana().page().evaluate(PICTURE);
    return new FilePayload(name, "image/png", Base64.getDecoder().decode(base64));
  }

  private static FilePayload text(String name, String text) {
    return new FilePayload(name, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
