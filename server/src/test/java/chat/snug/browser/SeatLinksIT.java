package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.TestClient;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a link can do that brings a seat, and may come from anybody: ask. */
final class SeatLinksIT extends BrowserTest {
  private static final String SEATS = "() => localStorage.getItem('snug.seats') ?? '[]'";
  private static final String NO_SEAT = "A".repeat(43);

  SeatLinksIT() {
    super(Screen.DESKTOP);
  }

  @Test
  void keepsTheSeatThatIsHeldWhateverALinkShows() {
    String before = seats(ana());

    ana().visit(link(roomOf(ana()), NO_SEAT));

    assertThat(ana().log()).isVisible();
    assertThat(ana().page()).hasURL(server().url() + "/r/" + ana().code());
    assertThat(token(seats(ana()))).isEqualTo(token(before));
    ana().say("still the host");
    bo().sees("still the host");
  }

  @Test
  void asksBeforeItTakesASeatAndTakesItThen() {
    try (Person tablet = new Person(browser(), Screen.PHONE, "light")) {
      tablet.visit(link(roomOf(bo()), token(seats(bo()))));
      assertThat(tablet.page()).hasURL(server().url() + "/r/" + ana().code());
      assertThat(tablet.text("Continue in room")).isVisible();
      assertThat(seats(tablet)).isEqualTo("[]");
      assertThat(tablet.violations()).isEmpty();
      tablet.photograph(Path.of("target/screenshots/seat-phone-light.png"));

      tablet.button("Yes, it’s my link").click();

      assertThat(tablet.log()).isVisible();
      tablet.say("from my tablet");
      ana().sees("from my tablet");
      assertThat(token(seats(tablet))).isEqualTo(token(seats(bo())));
      assertThat(tablet.faults()).isEmpty();
    }
  }

  @Test
  void doesNothingIfTheAnswerIsNo() {
    try (Person cy = new Person(browser(), Screen.DESKTOP, "dark")) {
      cy.visit(link(roomOf(bo()), token(seats(bo()))));
      assertThat(cy.text("Continue in room")).isVisible();
      cy.photograph(Path.of("target/screenshots/seat-desktop-dark.png"));
      cy.button("No").click();

      assertThat(cy.page().locator("h1")).hasText("Join " + ana().code());
      assertThat(seats(cy)).isEqualTo("[]");
      cy.page().reload();
      assertThat(cy.page().locator("h1")).hasText("Join " + ana().code());
    }
  }

  @Test
  void refusesASeatOfAnotherRoomThanTheLinkNames() {
    try (TestClient mallory = TestClient.connect(server().port());
        Person cy = new Person(browser(), Screen.DESKTOP, "dark")) {
      JsonNode trap = mallory.call("room:create", "name", "Mallory");

      cy.visit(
          link(
              trap.path("room").path("id").asString(), trap.path("self").path("token").asString()));
      cy.button("Yes, it’s my link").click();

      assertThat(cy.text("There is no open room with this code.")).isVisible();
      assertThat(cy.box("Room code")).hasValue(ana().code());
      assertThat(seats(cy)).isEqualTo("[]");
    }
  }

  @Test
  void forgetsNoSeatBecauseALinkBroughtABadOne() {
    try (TestClient mallory = TestClient.connect(server().port())) {
      String other =
          mallory.call("room:create", "name", "Mallory").path("room").path("code").asString();
      String before = token(seats(ana()));

      ana().visit(server().url() + "/r/" + other + "#seat=" + "B".repeat(22) + "." + NO_SEAT);
      ana().button("Yes, it’s my link").click();

      assertThat(ana().box("Room code")).hasValue(other);
      assertThat(token(seats(ana()))).isEqualTo(before);
    }
  }

  private String link(String room, String token) {
    return server().url() + "/r/" + ana().code() + "#seat=" + room + "." + token;
  }

  private static String seats(Person person) {
    return (String) person.page().evaluate(SEATS);
  }

  private static String roomOf(Person person) {
    return field(seats(person), "room");
  }

  private static String token(String seats) {
    return field(seats, "token");
  }

  private static String field(String seats, String name) {
    return Pattern.compile("\"" + name + "\":\"([^\"]+)\"")
        .matcher(seats)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
