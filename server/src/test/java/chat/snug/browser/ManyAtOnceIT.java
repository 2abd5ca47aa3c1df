package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.Locator;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** More comes at once than is drawn in a frame. */
@ParameterizedClass
@EnumSource(Screen.class)
final class ManyAtOnceIT extends BrowserTest {
  private static final int MANY = 90;

  private TestClient writer;
  private String room;

  ManyAtOnceIT(Screen screen) {
    super(screen);
  }

  @BeforeEach
  void bringAWriter() {
    writer = TestClient.connect(URI.create(ana().page().url()).getPort(), (_, _) -> {});
    room =
        writer.call("room:join", "code", ana().code(), "name", "Writer").at("/room/id").asString();
  }

  @AfterEach
  void sendTheWriterAway() {
    writer.close();
  }

  @Test
  void isInOrderAndItsEndInSightOfWhoReadsAlong() {
    writes("first");
    ana().say("own one");
    writes("second");

    assertThat(ana().said("second 90.")).isInViewport();
    assertThat(ana().said("own one")).hasCount(1);
    List<String> seen = ana().page().locator(".text").allTextContents();
    List<String> last = IntStream.rangeClosed(1, MANY).mapToObj(i -> "second " + i + ".").toList();
    assertThat(seen).endsWith(last.toArray(String[]::new));
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(ana().faults()).isEmpty();
  }

  @Test
  void movesNothingForWhoReadsFurtherUp() {
    writes("before");
    Locator read = ana().said("before 40.");
    read.scrollIntoViewIfNeeded();
    double place = read.boundingBox().y;

    writes("after");

    assertThat(ana().button(MANY + " new messages")).isVisible();
    assertThat(ana().said("after 90.")).hasCount(1);
    assertThat(read.boundingBox().y).isCloseTo(place, Offset.offset(2.0));
    ana().button(MANY + " new messages").click();
    assertThat(ana().said("after 90.")).isInViewport();
  }

  /** All in one go; each is stored when this returns. */
  private void writes(String word) {
    List<CompletableFuture<JsonNode>> answers =
        IntStream.rangeClosed(1, MANY)
            .mapToObj(i ->
                writer.ask(
                    "message:send",
                    TestClient.object("room", room, "cid", word + i, "text", word + " " + i + ".")))
            .toList();
    answers.forEach(answer -> assertThat(answer.join().get("ok").asBoolean()).isTrue());
  }
}
