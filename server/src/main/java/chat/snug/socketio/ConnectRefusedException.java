package chat.snug.socketio;

/** A client may not enter a namespace; the message is what it is told. */
public final class ConnectRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refuses with a message for the client. */
  public ConnectRefusedException(String message) {
    super(message, null, false, false);
  }
}
