package chat.snug.fault;

import chat.snug.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a load client does to messages that it has seen, allowed or not. */
final class LoadChanges {
  private static final int REMEMBERED = 40;
  private static final List<String> EMOJI = List.of("👍", "🎉", "🚀");

  /** A command: its name, what it asks for, and the hash of the event that it becomes. */
  record Command(String name, ObjectNode fields, long hash) {}

  private final Random random;
  private final String member;
  private final List<String> seen = new ArrayList<>();
  private final List<String> own = new ArrayList<>();

  LoadChanges(Random random, String member) {
    this.random = random;
    this.member = member;
  }

  static Command message(String text) {
    ObjectNode fields = TestClient.object("text", text);
    return new Command("message:send", fields, WireFacts.hash("message", fields));
  }

  boolean mayChange() {
    return !seen.isEmpty() && !own.isEmpty();
  }

  void seen(JsonNode event) {
    if (event.get("type").asString().equals("message")) {
      remember(seen, event);
      if (event.get("member").asString().equals(member)) {
        remember(own, event);
      }
    }
  }

  Command draw(String text) {
    String any = seen.get(random.nextInt(seen.size()));
    String mine = own.get(random.nextInt(own.size()));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> command("message:edit", "message:edited", mine, "text", text);
      case 3 -> command("message:edit", "message:edited", any, "text", text);
      case 4 -> command("message:delete", "message:deleted", mine);
      case 5 -> command("message:pin", "message:pinned", any, "on", true);
      default ->
          command(
              "message:react",
              "reaction",
              any,
              "emoji",
              EMOJI.get(random.nextInt(EMOJI.size())),
              "on",
              random.nextInt(3) > 0);
    };
  }

  private static Command command(String name, String type, String target, Object... more) {
    List<Object> all = new ArrayList<>(List.of("target", target));
    all.addAll(List.of(more));
    ObjectNode fields = TestClient.object(all.toArray());
    long hash = WireFacts.hash(type, fields);
    fields.remove("target");
    return new Command(name, fields.put("id", target), hash);
  }

  private static void remember(List<String> messages, JsonNode event) {
    messages.add(event.get("id").asString());
    if (messages.size() > REMEMBERED) {
      messages.removeFirst();
    }
  }
}
