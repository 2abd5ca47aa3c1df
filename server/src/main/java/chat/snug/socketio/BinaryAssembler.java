package chat.snug.socketio;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the attachments of one packet at the places that its JSON keeps for them, {@code
 * {"_placeholder":true,"num":0}} at any depth (Socket.IO 5, §Packet encoding). Each placeholder
 * must name an attachment that exists. Confined to the session's event loop.
 */
final class BinaryAssembler {
  private static final String PLACEHOLDER = "_placeholder";
  private static final String NUMBER = "num";

  private final SocketCodec.Header header;
  private final List<byte[]> attachments = new ArrayList<>();

  BinaryAssembler(SocketCodec.Header header) {
    this.header = header;
  }

  /** Takes the next attachment. */
  void add(byte[] attachment) {
    attachments.add(attachment);
  }

  boolean isComplete() {
    return attachments.size() == header.attachments();
  }

  /** The header with its attachments in place. */
  SocketCodec.Header assemble() throws MalformedSocketPacketException {
    JsonNode payload = header.payload();
    JsonNode filled = payload == null ? null : fill(payload);
    return new SocketCodec.Header(header.type(), 0, header.namespace(), header.ackId(), filled);
  }

  private JsonNode fill(JsonNode node) throws MalformedSocketPacketException {
    if (node.isObject()
        && node.path(PLACEHOLDER).isBoolean()
        && node.get(PLACEHOLDER).asBoolean()) {
      return JsonNodeFactory.instance.binaryNode(attachment(node.get(NUMBER)));
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, fill(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        object.set(name, fill(object.get(name)));
      }
    }
    return node;
  }

  private byte[] attachment(@Nullable JsonNode number) throws MalformedSocketPacketException {
    double index = number == null || !number.isNumber() ? -1 : number.doubleValue();
    if (index < 0 || index >= attachments.size() || index != Math.floor(index)) {
      throw new MalformedSocketPacketException("placeholder: no such attachment");
    }
    return attachments.get((int) index);
  }
}
