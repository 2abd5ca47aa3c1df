package chat.snug.browser;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import com.microsoft.playwright.WebSocketRoute;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The page of today at a server of tomorrow. */
final class FutureIT extends BrowserTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  FutureIT() {
    super(Screen.DESKTOP);
  }

  @Test
  void passesOverEventsThatItDoesNotKnow() {
    try (Person cy = new Person(browser(), Screen.DESKTOP, "dark")) {
      cy.page().routeWebSocket(url -> true, this::newerServer);
      cy.visit(server().url());
      cy.join(ana().code(), "Cy");
      ana().say("as always");
      cy.sees("as always");
      asked.clear();

      ana().say("from the future");
      bo().say("and on");
      cy.sees("and on");
      cy.say("still here");

      ana().sees("still here");
      assertThat(cy.said("from the future").count()).isZero();
      assertThat(asked).noneMatch(packet -> packet.contains("room:join"));
      assertThat(cy.faults()).isEmpty();

      cy.page().reload();
      cy.sees("still here");
      assertThat(cy.said("as always").count()).isEqualTo(1);
      assertThat(cy.faults()).isEmpty();
    }
  }

  /** What is said to come from the future comes as an event of a type that nobody knows yet. */
  private void newerServer(WebSocketRoute route) {
    WebSocketRoute server = route.connectToServer();
    route.onMessage(frame -> {
      if (frame.text() == null) {
        server.send(frame.binary());
      } else {
        asked.add(frame.text());
        server.send(frame.text());
      }
    });
    server.onMessage(frame -> {
      if (frame.text() == null) {
        route.send(frame.binary());
      } else {
        route.send(newer(frame.text()));
      }
    });
  }

  private static String newer(String packet) {
    String event = "\\{\"type\":\"message\"(,[^{}]*)\"text\":\"from the future\"[^{}]*}";
    String later = "{\"type\":\"poll:opened\"$1\"target\":\"x\",\"options\":[{\"on\":null}]}";
    String with = packet.replaceAll(event, later);
    return with.startsWith("42[\"message\",{\"type\":\"poll")
        ? with.replaceFirst("\"message\"", "\"poll:opened\"")
        : with;
  }
}
