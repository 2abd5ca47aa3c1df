package chat.snug.engineio;

/** What came is not an Engine.IO packet; the message names the rule. Ends the session. */
final class MalformedEnginePacketException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEnginePacketException(String message) {
    super(message, null, false, false);
  }
}
