package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every screen in every theme: axe finds nothing, and each sits for its portrait, which is kept in
 * {@code target/screenshots} for docs/tour.md ({@code ./snug-check tour}).
 */
final class TourIT extends SharedServerTest {
  private static final String PICTURE =
      "() => { const c = document.createElement('canvas'); c.width = 1200; c.height = 750;"
          + " const x = c.getContext('2d'); const sky = x.createLinearGradient(0, 0, 0, 750);"
          + " sky.addColorStop(0, '#25364f'); sky.addColorStop(0.62, '#f4a261');"
          + " sky.addColorStop(1, '#e76f51'); x.fillStyle = sky; x.fillRect(0, 0, 1200, 750);"
          + " x.fillStyle = '#ffe8c9'; x.beginPath(); x.arc(820, 430, 90, 0, 7); x.fill();"
          + " x.fillStyle = '#1d2b33'; x.beginPath(); x.moveTo(0, 750); x.lineTo(0, 520);"
          + " x.lineTo(260, 330); x.lineTo(520, 560); x.lineTo(760, 470); x.lineTo(1200, 640);"
          + " x.lineTo(1200, 750); x.fill(); return c.toDataURL('image/png').split(',')[1]; }";

  private final List<String> violations = new ArrayList<>();
  private Path album = Path.of("target", "screenshots");
  private String suffix = "";

  /** Each theme and each screen once; all of them for docs/tour.md. */
  static Stream<Arguments> looks() {
    Stream<Arguments> each =
        Stream.of(
            Arguments.of(Screen.DESKTOP, "light"),
            Arguments.of(Screen.DESKTOP, "contrast"),
            Arguments.of(Screen.PHONE, "dark"));
    Stream<Arguments> others =
        Stream.of(Arguments.of(Screen.DESKTOP, "dark"), Arguments.of(Screen.PHONE, "light"));
    return Boolean.getBoolean("snug.tour.whole") ? Stream.concat(each, others) : each;
  }

  @ParameterizedTest
  @MethodSource("looks")
  void leadsThroughEveryScreen(Screen screen, String theme) throws IOException {
    album = Files.createDirectories(album);
    suffix = "-" + screen.name().toLowerCase(Locale.ROOT) + "-" + theme + ".png";
    try (Person ana = new Person(browsers.browser(), screen, theme);
        Person bo = new Person(browsers.browser(), screen.other(), "dark")) {
      ana.visit(server.url());
      bo.visit(server.url());
      look(ana, "start");
      ana.create("Ana");
      look(ana, "empty");
      bo.join(ana.code(), "Bo");
      talk(ana, bo);
      ana.box("Message").focus();
      look(ana, "room");
      dialogs(ana);
      message(ana);
      assertThat(violations).isEmpty();
      assertThat(ana.faults()).isEmpty();
    }
  }

  private static void talk(Person ana, Person bo) {
    ana.say("Good morning! **Two days in the hills**: who is in?");
    bo.sees("Good morning!");
    ana.choose("Good morning!", "Pin for everyone");
    bo.choose("Good morning!", "Reply");
    bo.say("Me. I bring\n- the stove\n- `route.gpx`");
    ana.sees("the stove");
    String base64 = (String) bo.page().evaluate(PICTURE);
    bo.page()
        .locator("input[type=file]")
        .setInputFiles(
            new FilePayload("evening.png", "image/png", Base64.getDecoder().decode(base64)));
    bo.say("From last year, @Ana");
    assertThat(ana.page().locator(".picture img")).hasCount(1);
    ana.choose("From last year", "React with ❤️");
    ana.say("```js\nconst days = 2; // and a half?\n```");
    bo.sees("const days");
    bo.say("/me is packing already");
    ana.page().locator(".action").waitFor();
  }

  private void dialogs(Person ana) {
    ana.button("Share").click();
    look(ana, "share");
    ana.page().keyboard().press("Escape");
    ana.button("Room menu").click();
    look(ana, "menu");
    ana.button("Save this room").click();
    look(ana, "save");
    ana.page().keyboard().press("Escape");
    ana.button("Room menu").click();
    ana.button("Settings").click();
    look(ana, "settings");
    ana.page().keyboard().press("Escape");
    ana.button("Room menu").click();
    ana.button("Shortcuts and formatting").click();
    look(ana, "help");
    ana.page().keyboard().press("Escape");
    ana.page().keyboard().press("ControlOrMeta+k");
    look(ana, "rooms");
    ana.page().keyboard().press("Escape");
    ana.page().keyboard().press("ControlOrMeta+f");
    ana.page().keyboard().type("stove");
    assertThat(ana.page().locator(".hit")).hasCount(1);
    look(ana, "search");
    ana.page().keyboard().press("Escape");
    ana.button("Emoji").click();
    assertThat(ana.page().locator(".emoji-grid button").first()).isVisible();
    look(ana, "emoji");
    ana.page().keyboard().press("Escape");
  }

  private void message(Person ana) {
    ana.open("From last year");
    look(ana, "message");
    ana.page().keyboard().press("Escape");
    Locator picture = ana.page().locator(".picture");
    picture.click();
    look(ana, "picture");
    ana.page().keyboard().press("Escape");
    ana.box("Message").fill("Shall we take the @b");
    ana.box("Message").press("End");
    ana.box("Message").press("Backspace");
    ana.box("Message").pressSequentially("b");
    assertThat(ana.page().locator(".completions")).isVisible();
    look(ana, "completion");
  }

  private void look(Person person, String screen) {
    person.page().mouse().move(2, 2);
    person.page().evaluate("() => document.fonts.ready.then(() => true)");
    person.photograph(album.resolve(screen + suffix));
    person.violations().forEach(violation -> violations.add(screen + suffix + " " + violation));
  }
}
