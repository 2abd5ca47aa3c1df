package chat.snug.socketio;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Gets what one socket's client sends, in its order, on the socket's event loop. */
public interface EventHandler {
  /** An event came. */
  void event(String name, List<JsonNode> arguments, Ack ack);

  /** There is room again, after something that was offered was not taken. */
  default void writable() {}

  /** The socket is gone; nothing comes after this. {@code reason} is in words, for logs. */
  void closed(String reason);
}
