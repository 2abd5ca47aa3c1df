package chat.snug.conformance;

import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Packets in a form in which the same content looks the same. */
final class WirePacket {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final Pattern PACKET =
      Pattern.compile("(4[0-6](?:\\d+-)?(?:/[^,]*,)?\\d*)([\\[{].*)", Pattern.DOTALL);

  private WirePacket() {}

  /** Names in one order, numbers as JavaScript reads them, ids of the server hidden. */
  static String canonical(String packet) {
    Matcher parts = PACKET.matcher(packet);
    if (!parts.matches()) {
      return packet;
    }
    try {
      return parts.group(1) + JSON.writeValueAsString(canonical(JSON.readTree(parts.group(2))));
    } catch (JacksonException text) {
      return packet;
    }
  }

  private static JsonNode canonical(JsonNode node) {
    if (node.isNumber()) {
      double number = node.doubleValue();
      return Double.isFinite(number)
          ? JsonNodeFactory.instance.numberNode(number + 0.0)
          : JsonNodeFactory.instance.nullNode();
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(canonical(element)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      object.forEachEntry((name, value) -> sorted.put(name, canonical(value)));
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      sorted.forEach((name, value) ->
          copy.set(name, name.equals("sid") ? JsonNodeFactory.instance.stringNode("*") : value));
      return copy;
    }
    return node;
  }
}
