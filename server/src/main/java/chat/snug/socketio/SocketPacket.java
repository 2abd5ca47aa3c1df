package chat.snug.socketio;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One packet as it came from a client (Socket.IO 5, §Packet encoding). Immutable. */
sealed interface SocketPacket {
  /** The namespace, with its slash: {@code "/"}. */
  String namespace();

  /** Type 0; {@code auth} is an object, empty if the client sent none. */
  record Connect(String namespace, JsonNode auth) implements SocketPacket {
    public Connect {
      requireNonNull(namespace, "namespace");
      requireNonNull(auth, "auth");
    }
  }

  /** Type 1. */
  record Disconnect(String namespace) implements SocketPacket {
    public Disconnect {
      requireNonNull(namespace, "namespace");
    }
  }

  /** Types 2 and 5; {@code ackId} is null if the client wants no ack. */
  record Event(String namespace, @Nullable String ackId, String name, List<JsonNode> arguments)
      implements SocketPacket {
    public Event {
      requireNonNull(namespace, "namespace");
      requireNonNull(name, "name");
      arguments = List.copyOf(arguments);
    }
  }

  /** Types 3 and 6: the answer to an event that the server sent, or, without its id, to none. */
  record Ack(String namespace, @Nullable String ackId, List<JsonNode> arguments)
      implements SocketPacket {
    public Ack {
      requireNonNull(namespace, "namespace");
      arguments = List.copyOf(arguments);
    }
  }
}
