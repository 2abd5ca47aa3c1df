package chat.snug.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** docs/protocol.md says what the code does, and all of it. */
final class ProtocolPageTest {
  private static final Path SOURCES = Path.of("src/main/java/chat/snug/gateway");
  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `([a-z:]+)` \\|");
  private static final Pattern CASE = Pattern.compile("case \"([a-z:]+)\"");
  private static final Pattern FIELD =
      Pattern.compile("(?:write\\w*Property\\w*|writeName)\\(\\s*\"(\\w+)\"");
  private static final Pattern EVENT_NAME =
      Pattern.compile("(?:-> |event\\(\\s*)\"([a-z]+(?::[a-z]+)?)\"");

  private final String page = read(Path.of("../docs/protocol.md"));
  private final String decoder = read(SOURCES.resolve("CommandDecoder.java"));
  private final String encoder = read(SOURCES.resolve("EventEncoder.java"));

  @Test
  void listsExactlyTheCommandsThatAreUnderstood() {
    assertThat(all(TABLE_ROW, page)).isEqualTo(all(CASE, decoder));
  }

  @Test
  void namesEveryEventOfTheServer() {
    Set<String> events = all(EVENT_NAME, encoder);

    assertThat(events).contains("message", "member:joined", "refused", "drain");
    assertThat(events).allSatisfy(event -> assertThat(page).contains("`" + event + " {"));
  }

  @Test
  void namesEveryFieldOfTheServer() {
    assertThat(all(FIELD, encoder))
        .isNotEmpty()
        .allSatisfy(field -> assertThat(page).containsPattern("\\b" + field + "\\b"));
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void namesEveryError(Refusal refusal) {
    assertThat(page).contains("`" + refusal.name().toLowerCase(Locale.ROOT) + "`");
  }

  @Test
  void saysWhatIsAnsweredUnsupported() {
    for (String event : List.of("room:invite", "room:code", "member:kick", "knock:answer")) {
      assertThat(page).contains("`" + event + "`");
      assertThat(refusalOf(event)).isEqualTo(Refusal.UNSUPPORTED);
    }
  }

  private static Refusal refusalOf(String event) {
    try {
      CommandDecoder.decode(event, List.of(JsonNodeFactory.instance.objectNode()));
      throw new AssertionError("understood: " + event);
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
