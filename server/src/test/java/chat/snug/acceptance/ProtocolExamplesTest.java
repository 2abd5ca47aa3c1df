package chat.snug.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.TestClient;
import chat.snug.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** docs/protocol-examples.md is what is said between clients and a server, field by field. */
final class ProtocolExamplesTest {
  private static final Path PAGE = Path.of("../docs/protocol-examples.md");
  private static final Path GATEWAY = Path.of("src/main/java/chat/snug/gateway");
  private static final Pattern BLOCK = Pattern.compile("(?s)```snug\\n(.*?)```");
  private static final Pattern LINE =
      Pattern.compile("(?<who>[\\w' ]+?) (?<kind>[><*!]) (?:(?<event>[a-z:]+) )?(?<json>\\{.*)");

  private final Map<String, JsonNode> known = new HashMap<>();
  private final Map<String, TestClient> clients = new HashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> acks = new HashMap<>();

  @Test
  void isSaidAsItIsWritten() throws IOException {
    for (String seat : new String[] {"anaSeat", "boSeat", "cleoSeat"}) {
      known.put("$" + seat, text(seat.substring(0, 1).repeat(43)));
    }
    TestServer server = TestServer.start("--memory", "--drain.delay", "0");
    try {
      Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
      while (blocks.find()) {
        blocks.group(1).lines().filter(line -> !line.isBlank()).forEach(line -> play(server, line));
      }
    } finally {
      server.close();
    }
    assertThat(known).containsKeys("$allDeleted", "$max");
  }

  @Test
  void showsEveryCommandAndEveryEvent() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> commands = found("case \"([a-z:]+)\"", "CommandDecoder.java");
    Set<String> events = found("(?:-> |event\\(\\s*)\"([a-z]+(?::[a-z]+)?)\"", "EventEncoder.java");

    assertThat(commands)
        .isNotEmpty()
        .allSatisfy(command -> assertThat(page).contains(" > " + command + " {"));
    assertThat(events)
        .isNotEmpty()
        .allSatisfy(event -> assertThat(page).containsPattern("(?: \\* |`)" + event + " \\{"));
  }

  private void play(TestServer server, String line) {
    if (line.endsWith(" cuts the connection")) {
      client(server, line.replace(" cuts the connection", "")).cut();
      return;
    }
    if (line.equals("The server stops")) {
      Thread.ofVirtual().start(server::close);
      return;
    }
    Matcher matcher = LINE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    String who = matcher.group("who");
    String event = matcher.group("event");
    JsonNode json = TestClient.JSON.readTree(matcher.group("json"));
    TestClient client = client(server, who);
    switch (matcher.group("kind")) {
      case ">" -> acks.put(who, client.ask(event, filledIn(json)));
      case "!" ->
          client.send("42" + TestClient.JSON.createArrayNode().add(event).add(filledIn(json)));
      case "<" -> compare(json, requireNonNull(acks.remove(who), line).join(), line);
      default -> compare(json, client.next(event), line);
    }
  }

  private TestClient client(TestServer server, String who) {
    return clients.computeIfAbsent(who, _ -> TestClient.connect(server.port()));
  }

  private JsonNode filledIn(JsonNode written) {
    String[] filled = {written.toString()};
    known.forEach(
        (name, value) -> filled[0] = filled[0].replace("\"" + name + "\"", value.toString()));
    assertThat(filled[0]).doesNotContain("\"$");
    return TestClient.JSON.readTree(filled[0]);
  }

  /** What is written names all that is said, and the other way round. */
  private void compare(JsonNode written, JsonNode said, String line) {
    if (written.isString() && written.stringValue().startsWith("$")) {
      JsonNode before = known.putIfAbsent(written.stringValue(), said);
      assertThat(before == null ? said : before).as(line).isEqualTo(said);
    } else if (written.isObject()) {
      assertThat(new TreeSet<>(said.propertyNames()))
          .as(line)
          .isEqualTo(new TreeSet<>(written.propertyNames()));
      written
          .propertyStream()
          .forEach(field -> compare(field.getValue(), said.get(field.getKey()), line));
    } else if (written.isArray()) {
      assertThat(said).as(line).hasSize(written.size());
      for (int i = 0; i < written.size(); i++) {
        compare(written.get(i), said.get(i), line);
      }
    } else {
      assertThat(said).as(line).isEqualTo(written);
    }
  }

  private static Set<String> found(String pattern, String file) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(GATEWAY.resolve(file)));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }
}
