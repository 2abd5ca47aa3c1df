package chat.snug.fault;

import chat.snug.fault.Evidence.Change;
import chat.snug.fault.Evidence.Fact;
import chat.snug.fault.Evidence.Now;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Events of the wire, and rows of the database, as the checker reads them. */
final class WireFacts {
  private static final String MESSAGE = "message";
  private static final String EDITED = "message:edited";
  private static final String REACTION = "reaction";
  private static final String RENAMED = "member:renamed";
  private static final String PINNED = "message:pinned";

  private WireFacts() {}

  /** An event of the wire as a fact. */
  static Fact fact(JsonNode event) {
    return new Fact(
        event.get("seq").asLong(),
        event.get("id").asString(),
        event.get("member").asString(),
        event.path("cid").asString(""),
        hash(event.get("type").asString(), event));
  }

  /** All events of a page as facts. */
  static List<Fact> facts(JsonNode events) {
    List<Fact> facts = new ArrayList<>();
    events.forEach(event -> facts.add(fact(event)));
    return facts;
  }

  /** The hash of an event of a type, or of what is asked to become one. */
  static long hash(String type, JsonNode fields) {
    String text = fields.path("text").asString("");
    String target = fields.path("target").asString("");
    return switch (type) {
      case MESSAGE -> text.isEmpty() ? Evidence.GONE : Evidence.hash(type, text);
      case EDITED -> text.isEmpty() ? Evidence.GONE : Evidence.hash(type, target + "\n" + text);
      case REACTION -> hash(type, target, fields.path("emoji").asString(""), fields);
      case PINNED -> hash(type, target, "", fields);
      case RENAMED -> Evidence.hash(type, target + "\n" + fields.path("name").asString(""));
      default -> Evidence.hash(type, target + "\n");
    };
  }

  private static long hash(String type, String target, String emoji, JsonNode fields) {
    return hash(type, target, emoji, fields.path("on").asBoolean(false));
  }

  private static long hash(String type, String target, String emoji, boolean on) {
    return Evidence.hash(type, target + "\n" + emoji + "\n" + on);
  }

  /** A row of the database: its type, its target, whether it is on, and its words. */
  record Row(String type, String target, boolean on, @Nullable String body) {
    long hash() {
      return switch (type) {
        case MESSAGE -> body == null ? Evidence.GONE : Evidence.hash(type, body);
        case EDITED -> body == null ? Evidence.GONE : Evidence.hash(type, target + "\n" + body);
        case REACTION, PINNED -> WireFacts.hash(type, target, body == null ? "" : body, on);
        default -> Evidence.hash(type, target + "\n" + (body == null ? "" : body));
      };
    }

    Change change() {
      long text = body == null ? Evidence.GONE : Evidence.hash(MESSAGE, body);
      return switch (type) {
        case MESSAGE -> Change.message(text);
        case EDITED -> new Change(Change.Kind.EDIT, target, "", text);
        case "message:deleted" -> Change.of(Change.Kind.DELETE, target);
        case PINNED -> Change.of(on ? Change.Kind.PIN : Change.Kind.UNPIN, target);
        case REACTION ->
            new Change(
                on ? Change.Kind.REACT : Change.Kind.UNREACT, target, body == null ? "" : body, 0);
        default -> Change.none();
      };
    }
  }

  /** The messages among events as they are. */
  static List<Now> messages(JsonNode events) {
    List<Now> messages = new ArrayList<>();
    for (JsonNode event : events) {
      if (event.get("type").asString().equals(MESSAGE)) {
        messages.add(
            new Now(
                event.get("id").asString(),
                hash(MESSAGE, event),
                event.path("edited").asBoolean(false),
                reactions(event.path("reactions"))));
      }
    }
    return messages;
  }

  private static String reactions(JsonNode reactions) {
    List<String> all = new ArrayList<>();
    for (JsonNode reaction : reactions) {
      List<String> members = new ArrayList<>();
      reaction.get("members").forEach(member -> members.add(member.get("id").asString()));
      all.add(reaction.get("emoji").asString() + String.join(",", members));
    }
    return String.join(";", all);
  }
}
