package chat.snug.engineio;

/** What came is not an Engine.IO packet; the message names the rule. Ends the session. */
final class MalformedEnginePacketException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  MalformedEnginePacketException(String message) {
    this(message, CloseReason.PROTOCOL_ERROR);
  }

  private MalformedEnginePacketException(String message, CloseReason reason) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** More than a client may send at once. */
  static MalformedEnginePacketException tooLarge(String message) {
    return new MalformedEnginePacketException(message, CloseReason.PAYLOAD_TOO_LARGE);
  }

  /** What the session ends with. */
  CloseReason reason() {
    return reason;
  }
}
