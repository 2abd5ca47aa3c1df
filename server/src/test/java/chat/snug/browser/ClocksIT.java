package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.fault.FaultProxy;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time as the page tells it: clocks that are wrong, days that end, answers that do not come. */
final class ClocksIT extends SharedServerTest {
  private static final ContainsTextOptions SOON = new ContainsTextOptions().setTimeout(4000);

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void goesByTheClockOfTheServerWhereThatOfTheDeviceIsADayWrong(int days) {
    try (Person ana = person()) {
      ana.page()
          .addInitScript(
              """
              const shift = %s * 86400000, Real = Date;
              globalThis.Date = class extends Real {
                constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shift); }
                static now() { return Real.now() + shift; }
              };
              """
                  .formatted(days));
      ana.visit(server.url());
      ana.page().locator("select").first().selectOption("1h");
      ana.create("Ana");

      ana.say("now");
      ana.stored("now").waitFor();
      ana.say("and now");
      ana.stored("and now").waitFor();

      assertThat(ana.page().locator(".countdown")).hasText(Pattern.compile("^(60|59) minutes.*"));
      assertThat(ana.page().locator(".day")).hasCount(1);
      assertThat(ana.page().locator(".day")).hasText("Today");
    }
  }

  @Test
  void callsTodayYesterdayWhenTheDayEndsWhileThePageIsOpen() {
    try (Person ana = person()) {
      ana.page().clock().install();
      ana.visit(server.url());
      ana.create("Ana");
      ana.say("before midnight");
      ana.stored("before midnight").waitFor();
      assertThat(ana.page().locator(".day")).hasText("Today");

      ana.page().clock().fastForward(Duration.ofHours(24).toMillis());

      assertThat(ana.page().locator(".day")).hasText("Yesterday");
    }
  }

  @Test
  void showsTheTimeOfThePlaceToWhichTheDeviceWasTaken() {
    try (Person ana = person()) {
      ana.visit(server.url());
      ana.create("Ana");
      ana.say("from here");
      Locator time = ana.stored("from here").locator("time");
      String before = time.textContent();
      JsonObject zone = new JsonObject();
      zone.addProperty("timezoneId", "Asia/Kathmandu");

      ana.page().context().newCDPSession(ana.page()).send("Emulation.setTimezoneOverride", zone);
      ana.page().evaluate("() => window.dispatchEvent(new Event('focus'))");

      assertThat(time).not().hasText(before);
      assertThat(time)
          .hasText(
              (String)
                  time.evaluate(
                      "one => new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Kathmandu', hour:"
                          + " 'numeric', minute: '2-digit' }).format(new Date(one.dateTime))"));
    }
  }

  @Test
  void saysOfAMessageWithoutAnAnswerThatItIsOnItsWay() {
    try (FaultProxy proxy = new FaultProxy(server.port());
        Person ana = person()) {
      ana.visit("http://127.0.0.1:" + proxy.port() + "/");
      ana.create("Ana");
      ana.say("first");
      ana.stored("first").waitFor();
      assertThat(ana.said("first").locator(".fate")).hasCount(0);

      proxy.blackHole(Integer.MAX_VALUE);
      ana.say("into the silence");
      assertThat(ana.said("into the silence")).containsText("Sending…", SOON);
      assertThat(ana.page().locator("[aria-live=polite]").first()).hasText("Sending…");
      assertThat(ana.page().locator(".banner")).containsText("The connection is slow…");
      proxy.cutAll();
      ana.stored("into the silence").waitFor();
      assertThat(ana.said("into the silence").locator(".fate")).hasCount(0);
      assertThat(ana.page().locator("[aria-live=polite]").first()).hasText("Sent");

      proxy.refuse(true);
      proxy.cutAll();
      ana.say("nobody is there");
      assertThat(ana.said("nobody is there")).containsText("Waiting for the network", SOON);
    }
  }

  private static Person person() {
    return new Person(browsers.browser(), Screen.DESKTOP, "dark");
  }
}
