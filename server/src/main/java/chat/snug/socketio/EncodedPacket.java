package chat.snug.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.snug.engineio.EncodedMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One or more packets to clients, encoded once, for any number of sockets. Its bytes leave in one
 * piece: no other packet gets between a packet and its attachments. Immutable.
 */
public final class EncodedPacket {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final EncodedMessage message;

  private EncodedPacket(EncodedMessage message) {
    this.message = message;
  }

  /** An event with one argument, in the namespace {@code "/"}. */
  public static EncodedPacket event(String name, JsonWriter argument) {
    return encode(
        "2",
        json -> {
          json.writeString(name);
          argument.write(json);
        });
  }

  /** All of them in their order, as one. */
  public static EncodedPacket join(List<EncodedPacket> packets) {
    List<EncodedMessage> messages = new ArrayList<>(packets.size());
    for (EncodedPacket packet : packets) {
      messages.add(packet.message);
    }
    return new EncodedPacket(EncodedMessage.join(messages));
  }

  /** How many packets, attachments included. */
  public int packetCount() {
    return message.packetCount();
  }

  /** What this costs in a queue, in bytes. */
  public int byteCount() {
    return message.byteCount();
  }

  /** An event whose arguments may hold binary nodes, each of which becomes an attachment. */
  static EncodedPacket event(
      String namespace, String ackId, String name, List<? extends JsonNode> arguments) {
    ArrayNode payload = JsonNodeFactory.instance.arrayNode();
    payload.add(name);
    arguments.forEach(payload::add);
    return encode(namespace, ackId, payload, '2', '5');
  }

  /** An ack whose arguments may hold binary nodes. */
  static EncodedPacket ack(String namespace, String ackId, List<? extends JsonNode> arguments) {
    ArrayNode payload = JsonNodeFactory.instance.arrayNode();
    arguments.forEach(payload::add);
    return encode(namespace, ackId, payload, '3', '6');
  }

  /** An ack with one argument. */
  static EncodedPacket ack(String namespace, String ackId, JsonWriter argument) {
    return encode("3" + prefix(namespace) + ackId, argument);
  }

  /** The answer to a connect, types 0 and 4. */
  static EncodedPacket connectAnswer(char type, String namespace, JsonNode payload) {
    return plain(type + prefix(namespace) + MAPPER.writeValueAsString(payload));
  }

  static EncodedPacket disconnect(String namespace) {
    return plain("1" + prefix(namespace));
  }

  EncodedMessage message() {
    return message;
  }

  private static EncodedPacket plain(String text) {
    return new EncodedPacket(EncodedMessage.text(utf8(text)));
  }

  /** Writes {@code prefix}, then a JSON list of what {@code elements} writes. */
  private static EncodedPacket encode(String prefix, JsonWriter elements) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.writeBytes(prefix.getBytes(UTF_8));
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartArray();
      elements.write(json);
      json.writeEndArray();
    }
    return new EncodedPacket(EncodedMessage.text(bytes.toByteArray()));
  }

  private static EncodedPacket encode(
      String namespace, String ackId, ArrayNode payload, char type, char binaryType) {
    List<EncodedMessage> attachments = new ArrayList<>();
    JsonNode stripped = strip(payload, attachments);
    String head = attachments.isEmpty() ? "" + type : "" + binaryType + attachments.size() + "-";
    String text = head + prefix(namespace) + ackId + MAPPER.writeValueAsString(stripped);
    if (attachments.isEmpty()) {
      return plain(text);
    }
    attachments.addFirst(EncodedMessage.text(utf8(text)));
    return new EncodedPacket(EncodedMessage.join(attachments));
  }

  private static JsonNode strip(JsonNode node, List<EncodedMessage> attachments) {
    if (node.isBinary()) {
      ObjectNode placeholder = JsonNodeFactory.instance.objectNode();
      placeholder.put("_placeholder", true).put("num", attachments.size());
      attachments.add(EncodedMessage.binary(node.binaryValue()));
      return placeholder;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(strip(element, attachments)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object.forEachEntry((name, value) -> copy.set(name, strip(value, attachments)));
      return copy;
    }
    return node.isDouble() && !Double.isFinite(node.doubleValue()) ? NullNode.getInstance() : node;
  }

  /** JSON knows no surrogate without its other half but as an escape; UTF-8 knows none at all. */
  private static byte[] utf8(String json) {
    if (isWellFormed(json)) {
      return json.getBytes(UTF_8);
    }
    StringBuilder escaped = new StringBuilder(json.length() + 6);
    for (int i = 0; i < json.length(); i++) {
      char unit = json.charAt(i);
      if (!Character.isSurrogate(unit)) {
        escaped.append(unit);
      } else if (isPair(json, i)) {
        escaped.append(unit).append(json.charAt(++i));
      } else {
        escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
      }
    }
    return escaped.toString().getBytes(UTF_8);
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && !isPair(text, i++)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPair(String text, int index) {
    return index + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }

  private static String prefix(String namespace) {
    return namespace.equals("/") ? "" : namespace + ",";
  }
}
