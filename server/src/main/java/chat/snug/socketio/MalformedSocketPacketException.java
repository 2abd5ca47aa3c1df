package chat.snug.socketio;

/** What came is not a Socket.IO packet; the message names the rule. Ends the session. */
final class MalformedSocketPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedSocketPacketException(String message) {
    super(message, null, false, false);
  }
}
