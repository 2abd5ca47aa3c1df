package chat.snug.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The answer to one event. Only the first answer is sent; if the client asked for none, none is.
 * Confined to the socket's event loop.
 */
public final class Ack {
  private final Socket socket;
  private @Nullable String id;

  Ack(Socket socket, @Nullable String id) {
    this.socket = socket;
    this.id = id;
  }

  /** Whether the client waits for an answer and has got none yet. */
  public boolean isWanted() {
    return id != null;
  }

  /** Answers with one value. */
  public void send(JsonWriter argument) {
    String wanted = id;
    if (wanted != null) {
      EncodedPacket answer = EncodedPacket.ack(socket.namespace(), wanted, argument);
      id = null;
      socket.send(answer);
    }
  }

  /** Answers with values that may hold binary nodes. */
  public void send(List<JsonNode> arguments) {
    String wanted = id;
    if (wanted != null) {
      EncodedPacket answer = EncodedPacket.ack(socket.namespace(), wanted, arguments);
      id = null;
      socket.send(answer);
    }
  }
}
