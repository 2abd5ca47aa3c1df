package chat.snug.fault;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The attack generator knows every door there is: a new one without it fails here. */
final class KnownDoorsTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\| `([a-z:]+)` \\|");
  private static final Pattern AT_THE_TOP = Pattern.compile("\"(/[a-z0-9-]+\\.[a-z]+)\"");

  @Test
  void attacksEveryCommandOfTheContract() throws IOException {
    assertThat(HostileCommands.names()).isEqualTo(all(COMMAND, "../docs/protocol.md"));
  }

  @Test
  void attacksEveryRouteThatIsDescribed() throws IOException {
    Set<String> routes = new TreeSet<>();
    TestClient.JSON
        .readTree(Files.readString(Path.of("src/main/resources/chat/snug/api/openapi.json")))
        .get("paths")
        .forEachEntry((path, methods) ->
            methods
                .propertyNames()
                .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path)));

    assertThat(HostileRequests.described()).isEqualTo(routes);
  }

  @Test
  void attacksEveryFileBesideThePage() throws IOException {
    Set<String> files =
        all(AT_THE_TOP, "src/main/java/chat/snug/net/StaticFiles.java").stream()
            .filter(file -> !file.equals("/index.html"))
            .map(file -> "GET " + file)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(files).isNotEmpty();
    assertThat(HostileRequests.others()).containsAll(files);
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    HostileCommands.Known known = new HostileCommands.Known("room", "WARM", "token", "event", "me");
    HostileCommands commands = new HostileCommands(new Random(3), known);
    HostileCommands again = new HostileCommands(new Random(3), known);

    for (int i = 0; i < 100; i++) {
      assertThat(commands.packet()).isEqualTo(again.packet());
    }
  }

  private static Set<String> all(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of(file)))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
