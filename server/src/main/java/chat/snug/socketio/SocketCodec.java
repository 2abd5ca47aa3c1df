package chat.snug.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads packets (Socket.IO 5, §Packet encoding): {@code <type>[<attachments>-][<namespace>,][<ack
 * id>][JSON]}, for example {@code 2/admin,12["message",{"text":"hi"}]}. Immutable.
 */
final class SocketCodec {
  private static final int TYPE_BINARY_EVENT = 5;
  private static final Set<String> RESERVED_EVENTS =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private final SocketOptions options;
  private final Json json;

  SocketCodec(SocketOptions options) {
    this.options = options;
    this.json = new Json(options);
  }

  /** A packet's text before its attachments have come. */
  record Header(
      int type,
      int attachments,
      String namespace,
      @Nullable String ackId,
      @Nullable JsonNode payload) {}

  /** Reads one text message. If {@code attachments} is not 0, as many binary messages follow. */
  Header decode(String text) throws MalformedSocketPacketException {
    Cursor cursor = new Cursor(text);
    int type = cursor.next() - '0';
    if (type < 0 || type > 6) {
      throw new MalformedSocketPacketException("packet type: not 0-6");
    }
    int attachments = type >= TYPE_BINARY_EVENT ? attachments(cursor) : 0;
    String namespace = namespace(cursor);
    String ackId = ackId(cursor);
    JsonNode payload = cursor.isAtEnd() ? null : json.read(cursor.rest());
    return new Header(type, attachments, namespace, ackId, payload);
  }

  /** Makes the packet of a header whose payload is complete, and checks it (§Packet types). */
  SocketPacket packet(Header header) throws MalformedSocketPacketException {
    return switch (header.type()) {
      case 0 -> new SocketPacket.Connect(header.namespace(), auth(header.payload()));
      case 1 -> disconnect(header);
      case 2, 5 -> event(header);
      case 3, 6 -> ack(header);
      default -> throw new MalformedSocketPacketException("packet type: only a server sends it");
    };
  }

  private int attachments(Cursor cursor) throws MalformedSocketPacketException {
    String digits = cursor.digits();
    if (digits.isEmpty() || digits.length() > 4 || cursor.isAtEnd() || cursor.next() != '-') {
      throw new MalformedSocketPacketException("attachments: expected a number and a dash");
    }
    int attachments = Integer.parseInt(digits);
    if (attachments > options.maxAttachments()) {
      throw new MalformedSocketPacketException(
          "attachments: more than " + options.maxAttachments());
    }
    return attachments;
  }

  private static String namespace(Cursor cursor) {
    if (cursor.isAtEnd() || cursor.peek() != '/') {
      return "/";
    }
    return cursor.upToComma();
  }

  /** A number of any size, as digits: what comes back is what came, but for leading zeros. */
  private static @Nullable String ackId(Cursor cursor) {
    String digits = cursor.digits();
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.isEmpty() ? null : digits.substring(zeros);
  }

  private static JsonNode auth(@Nullable JsonNode payload) throws MalformedSocketPacketException {
    if (payload == null || payload.isMissingNode()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!payload.isObject()) {
      throw new MalformedSocketPacketException("connect payload: not an object");
    }
    return payload;
  }

  private static SocketPacket disconnect(Header header) throws MalformedSocketPacketException {
    if (header.payload() != null) {
      throw new MalformedSocketPacketException("disconnect payload: expected none");
    }
    return new SocketPacket.Disconnect(header.namespace());
  }

  /** What is beyond the bounds becomes an event without a name: whoever asked gets an answer. */
  private static SocketPacket event(Header header) throws MalformedSocketPacketException {
    JsonNode payload = header.payload();
    if (payload != null && payload.isMissingNode()) {
      return new SocketPacket.Event(header.namespace(), header.ackId(), "", List.of());
    }
    if (payload == null || !payload.isArray() || payload.isEmpty()) {
      throw new MalformedSocketPacketException("event payload: not a list with a name");
    }
    JsonNode name = payload.get(0);
    if (!(name.isString() || name.isNumber())) {
      throw new MalformedSocketPacketException("event name: neither a string nor a number");
    }
    String text = name.asString();
    if (RESERVED_EVENTS.contains(text)) {
      throw new MalformedSocketPacketException("event name: reserved");
    }
    return new SocketPacket.Event(header.namespace(), header.ackId(), text, elements(payload, 1));
  }

  private static SocketPacket ack(Header header) throws MalformedSocketPacketException {
    JsonNode payload = header.payload();
    if (payload != null && !payload.isArray()) {
      throw new MalformedSocketPacketException("ack: expected a list");
    }
    return new SocketPacket.Ack(
        header.namespace(), header.ackId(), payload == null ? List.of() : elements(payload, 0));
  }

  private static List<JsonNode> elements(JsonNode array, int from) {
    List<JsonNode> elements = new ArrayList<>(array.size() - from);
    for (int i = from; i < array.size(); i++) {
      elements.add(array.get(i));
    }
    return elements;
  }

  /** Walks over a packet's text. Confined to one call of {@link #decode}. */
  private static final class Cursor {
    private final String text;
    private int position;

    Cursor(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      return position == text.length();
    }

    char peek() {
      return text.charAt(position);
    }

    char next() throws MalformedSocketPacketException {
      if (isAtEnd()) {
        throw new MalformedSocketPacketException("packet: ends early");
      }
      return text.charAt(position++);
    }

    String digits() {
      int start = position;
      while (!isAtEnd() && peek() >= '0' && peek() <= '9') {
        position++;
      }
      return text.substring(start, position);
    }

    /** The namespace; its comma may be missing when nothing follows. */
    String upToComma() {
      int comma = text.indexOf(',', position);
      int end = comma < 0 ? text.length() : comma;
      String part = text.substring(position, end);
      position = comma < 0 ? end : end + 1;
      return part;
    }

    String rest() {
      String rest = text.substring(position);
      position = text.length();
      return rest;
    }
  }
}
