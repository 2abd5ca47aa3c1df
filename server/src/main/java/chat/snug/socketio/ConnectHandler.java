package chat.snug.socketio;

import tools.jackson.databind.JsonNode;

/** What a namespace does with clients that want to enter. Called on their event loops. */
@FunctionalInterface
public interface ConnectHandler {
  /**
   * A socket has entered; the client is told before anything that this sends.
   *
   * @param auth what the client connected with; empty if it sent none. Nobody keeps it: it may be
   *     large
   * @return who gets the socket's events
   */
  EventHandler connected(Socket socket, JsonNode auth);

  /**
   * Looks at the {@code auth} object (empty if there was none) before the socket enters.
   *
   * @throws ConnectRefusedException if it may not
   */
  default void check(JsonNode auth) throws ConnectRefusedException {}
}
