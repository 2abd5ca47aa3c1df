package chat.snug.engineio;

/**
 * Where messages come from that can be read again: what a session cannot hold of them is given up
 * and asked for later. Called on the session's event loop.
 */
public interface Feed {
  /**
   * A message of this feed will not be sent, and none that was offered after it.
   *
   * @param position what the message was offered with
   */
  void gaveUp(long position);
}
