package chat.snug.engineio;

/**
 * What a session tells the layer above. Called on the session's event loop, in the order of
 * arrival; nothing comes after {@link #closed}.
 */
public interface SessionListener {
  /** A text message came. */
  void text(String text);

  /** A binary message came. The array belongs to the listener. */
  void binary(byte[] bytes);

  /** There is room again, after something of a feed was not taken. */
  void writable();

  /** The session has ended. Called once. */
  void closed(CloseReason reason);
}
