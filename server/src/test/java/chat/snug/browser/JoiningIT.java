package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From four letters that were heard to the first message, on a phone. */
@Tag("browser")
final class JoiningIT {
  private static final int WITH_A_KEYBOARD_UP = 480;
  private static Browsers browsers;
  private static ServerProcess server;
  private static TestClient host;
  private static String code;

  private Person bo;
  private int taps;

  @BeforeAll
  static void open() {
    browsers = Browsers.start();
    server = ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--memory");
    server.url();
    host = TestClient.connect(server.port());
    code = host.call("room:create", "name", "Ana").at("/room/code").asString();
  }

  @AfterAll
  static void close() {
    host.close();
    server.close();
    browsers.close();
  }

  @BeforeEach
  void arrive() {
    bo = new Person(browsers.browser(), phone(844), "light");
    taps = 0;
  }

  @AfterEach
  void leave() {
    bo.close();
  }

  /** One at the boxes, which no browser spares, one at Join, one at Send; the rest is typed. */
  @Test
  void takesAStrangerThreeTapsFromTheLettersToTheFirstMessage() {
    bo.visit(server.url());
    assertThat(bo.box("Room code")).isFocused();

    tap(bo.box("Room code"));
    type(code.toLowerCase(Locale.ROOT));
    assertThat(bo.box("Your name")).isFocused();
    type("Bo");
    tap(bo.button("Join"));
    assertThat(bo.box("Message")).isFocused();
    type("hi from Bo");
    tap(bo.button("Send"));

    bo.stored("hi from Bo").waitFor();
    assertThat(taps).isLessThanOrEqualTo(3);
  }

  @Test
  void joinsAtTheFourthLetterWhereTheNameIsKnown() {
    bo.visit(server.url());
    bo.page().evaluate("() => localStorage.setItem('snug.name', '\"Bea\"')");
    bo.page().reload();

    tap(bo.box("Room code"));
    type(code);

    assertThat(bo.box("Message")).isFocused();
    type("hi from Bea");
    tap(bo.button("Send"));
    bo.stored("hi from Bea").waitFor();
    assertThat(taps).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "  %s \n", "https://chat.example.org/snug/r/%s#m12"})
  void takesACodeOrALinkThatIsPasted(String pasted) {
    bo.visit(server.url());
    bo.page()
        .evaluate(
            "text => navigator.clipboard.writeText(text)",
            pasted.formatted(code.toLowerCase(Locale.ROOT)));

    bo.page().keyboard().press("ControlOrMeta+v");

    assertThat(bo.box("Room code")).hasValue(code);
    assertThat(bo.box("Your name")).isFocused();
  }

  @Test
  void keepsLettersNameAndButtonInSightAboveTheKeyboard() {
    try (Person cy = new Person(browsers.browser(), phone(WITH_A_KEYBOARD_UP), "light")) {
      cy.visit(server.url());
      for (Locator part : List.of(cy.box("Room code"), cy.box("Your name"), cy.button("Join"))) {
        BoundingBox box = part.boundingBox();
        assertThat(box.y + box.height).isLessThan(WITH_A_KEYBOARD_UP);
      }
      assertThat(cy.page().getByText("Room code", exactly())).isVisible();
      assertThat(cy.violations()).isEmpty();
    }
  }

  @Test
  void asksNothingButANameWhereALinkLeads() {
    bo.visit(server.url() + "/r/" + code);

    assertThat(bo.page().locator("h1")).hasText("Join " + code);
    assertThat(bo.box("Your name")).isFocused();
    assertThat(bo.button("Create a room")).hasCount(0);
    assertThat(bo.box("Room code")).hasCount(0);
    assertThat(bo.page().locator("select")).hasCount(0);
    assertThat(bo.violations()).isEmpty();
    bo.button("Go to the start page").click();
    assertThat(bo.button("Create a room")).isVisible();
    assertThat(bo.page()).hasURL(server.url() + "/");
  }

  @Test
  void saysAtOnceThatALinkIsWrongAndLeadsOn() {
    bo.visit(server.url() + "/r/ZZZZ");

    assertThat(bo.text("There is no open room with this code.")).isVisible();
    assertThat(bo.box("Room code")).hasValue("ZZZZ");
    bo.box("Your name").fill("Zoe");
    bo.box("Room code").fill(code);
    assertThat(bo.log()).isVisible();
  }

  @ParameterizedTest
  @CsvSource({"/r/AB, AB", "/r/W1ND, WND", "/WARM, WARM", "/a/b/c, ''", "/r/, ''"})
  void leadsOnFromAnAddressThatIsNoPage(String path, String letters) {
    Response response = bo.page().navigate(server.url() + path);

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().get("content-security-policy")).contains("default-src 'none'");
    assertThat(bo.page().locator("h1")).hasText("Page not found");
    assertThat(bo.box("Room code")).hasValue(letters);
    bo.box("Your name").fill("Kim");
    bo.button("Go to the start page").click();
    assertThat(bo.button("Create a room")).isVisible();
  }

  @Test
  void saysThatAPageIsNotThereInTheLanguageOfItsReader() {
    try (Person cy = new Person(browsers.browser(), phone(844).setLocale("de-DE"), "dark")) {
      cy.visit(server.url() + "/nirgends");
      assertThat(cy.page().locator("h1")).hasText("Seite nicht gefunden");
      assertThat(cy.violations()).isEmpty();
    }
  }

  @Test
  void putsPlaceholdersWhereWritingBegins() {
    try (Person cy = new Person(browsers.browser(), phone(844).setLocale("ar"), "dark")) {
      cy.visit(server.url() + "/r/" + code);
      assertThat(cy.page().locator("#name")).hasCSS("direction", "rtl");
      cy.page().locator("#name").fill("Samira");
      assertThat(cy.page().locator("#name")).hasCSS("direction", "ltr");
      cy.page().keyboard().press("Enter");
      assertThat(cy.page().locator("textarea")).hasCSS("direction", "rtl");
    }
  }

  private void tap(Locator place) {
    place.tap();
    taps++;
  }

  /** On the keyboard, wherever the focus is. */
  private void type(String text) {
    bo.page().keyboard().type(text);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Browser.NewContextOptions phone(int height) {
    return new Browser.NewContextOptions()
        .setViewportSize(390, height)
        .setIsMobile(true)
        .setHasTouch(true);
  }
}
