package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @TempDir private Path folder;

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
    assertThat(ana().page().locator(".upload.failed")).containsText("The limit is 10.4 MB");
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

  @Test
  void takesTheFilesOfADropAndSaysAtOnceThatAFolderIsNone() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    ana().page().onRequest(request -> asked.add(request.method()));
    Path inFolder = Files.createDirectory(folder.resolve("holiday"));
    Files.writeString(inFolder.resolve("inside.txt"), "inside");
    Path file = Files.writeString(folder.resolve("beside.txt"), "beside");

    drop(inFolder, file);

    Locator note = ana().page().getByRole(AriaRole.ALERT).filter(containing("Folders can’t"));
    assertThat(note).isVisible();
    assertThat(ana().page().locator(".upload")).hasCount(1);
    ana().say("only the file");
    assertThat(bo().said("only the file").locator("a.file")).containsText("beside.txt");
    assertThat(asked.stream().filter("PUT"::equals)).hasSize(1);
  }

  @Test
  void goesOnWhenTheNetworkIsBackAndSaysWhichFileHasChangedMeanwhile() throws IOException {
    Path changing = Files.writeString(folder.resolve("changing.txt"), "before");
    Path lasting = Files.writeString(folder.resolve("lasting.txt"), "lasting");
    ana().page().context().setOffline(true);
    ana().page().locator("input[type=file]").setInputFiles(new Path[] {changing, lasting});
    Locator rows = ana().page().locator(".upload");
    assertThat(rows.filter(containing("Will continue when you’re back online"))).hasCount(2);
    assertThat(ana().violations()).isEmpty();
    Files.writeString(changing, "something else, and longer");

    ana().page().context().setOffline(false);

    assertThat(rows.first()).containsText("can’t be read");
    assertThat(rows.first().getByText("Retry")).hasCount(0);
    assertThat(ana().page().locator("progress")).hasCount(0);
    ana().say("what could be read");
    assertThat(bo().said("what could be read").locator("a.file")).containsText("lasting.txt");
    assertThat(rows).hasCount(1);
  }

  @Test
  void saysInThePersonsLanguageWhyAFileIsNotTakenAndOffersNothingThatCannotHelp() {
    try (Person dana = new Person(browser(), inArabic(), "dark")) {
      dana.visit(server().url() + "/r/" + ana().code());
      dana.page().locator("input").first().fill("Dana");
      dana.page().locator("input").first().press("Enter");
      assertThat(dana.page().locator("textarea")).isVisible();
      dana.page()
          .route(
              "**/api/v1/rooms/**",
              route ->
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setStatus(413)
                          .setContentType("application/problem+json")
                          .setBody(
                              "{\"code\":\"too_large\",\"retryable\":false,\"detail\":\"This room"
                                  + " has as many files as it may have.\"}")));
      dana.page()
          .locator("input[type=file]")
          .setInputFiles(
              new FilePayload[] {
                text("empty.txt", ""), text("n".repeat(180) + ".txt", "more than fits")
              });

      Locator refused = dana.page().locator(".upload.failed");
      assertThat(refused).hasCount(2);
      assertThat(refused.first()).containsText("هذا الملف فارغ");
      assertThat(refused.last()).containsText("لا تتسع هذه الغرفة لمزيد من الملفات");
      assertThat(refused.locator("button")).hasCount(2);
      double list = dana.page().locator(".uploads").boundingBox().width;
      for (Locator row : refused.all()) {
        assertThat(row.boundingBox().width).isGreaterThan(list - 20);
        assertThat(row.boundingBox().height).isLessThan(80);
        assertThat(row.locator(".file-name").boundingBox().x)
            .isGreaterThan(row.locator("button").boundingBox().x + 20);
      }
      assertThat(dana.violations()).isEmpty();
    }
  }

  private Browser.NewContextOptions inArabic() {
    return screen() == Screen.PHONE
        ? new Browser.NewContextOptions().setViewportSize(390, 844).setLocale("ar")
        : new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("ar");
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** From a file manager, as Chromium is told of it. */
  private void drop(Path... files) {
    CDPSession chromium = ana().page().context().newCDPSession(ana().page());
    JsonObject dragged = new JsonObject();
    JsonArray paths = new JsonArray();
    Arrays.stream(files).map(Path::toString).forEach(paths::add);
    dragged.add("items", new JsonArray());
    dragged.add("files", paths);
    dragged.addProperty("dragOperationsMask", 1);
    for (String step : List.of("dragEnter", "dragOver", "drop")) {
      JsonObject event = new JsonObject();
      event.addProperty("type", step);
      event.addProperty("x", 150);
      event.addProperty("y", 300);
      event.add("data", dragged);
      chromium.send("Input.dispatchDragEvent", event);
    }
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
