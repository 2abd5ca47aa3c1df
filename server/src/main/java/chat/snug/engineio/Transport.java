package chat.snug.engineio;

/**
 * One way the packets of a session travel. Confined to the session's event loop; no method blocks.
 */
public interface Transport {
  /** {@code "polling"} or {@code "websocket"}, as in the query of the handshake. */
  String name();

  /** Takes from the queue what it can send now, in order, and leaves the rest. */
  void drain(OutboundQueue queue);

  /** Takes one message if it can send it now; nothing waits in the queue before it. */
  default boolean take(EncodedMessage message) {
    return false;
  }

  /**
   * Whether something given to {@link #drain} would be taken now: a poll is held, or the connection
   * has room.
   */
  boolean isWritable();

  /**
   * About how many bytes this holds: sent and not taken yet, or come and not whole. May be read
   * from any thread.
   */
  int heldBytes();

  /** Changes whenever the other side has taken something. */
  long progress();

  /** Whether more is to be read; what has been read already still comes. */
  void setReading(boolean on);

  /** The session goes on elsewhere: whoever waits for an answer here gets one, without data. */
  default void leave() {}

  /** Ends the transport and tells the other side why; what it took before is sent first. */
  void close(CloseReason reason);

  /**
   * The session is gone: ends the transport as {@link #close} does, at once where something is held
   * that is not taken or is still coming. Nobody could be closed for that any more.
   */
  default void cut(CloseReason reason) {
    close(reason);
  }
}
