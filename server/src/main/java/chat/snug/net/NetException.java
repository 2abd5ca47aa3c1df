package chat.snug.net;

/** The network part cannot start or stop; the message says what was tried. */
public final class NetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NetException(String message, Throwable cause) {
    super(message, cause);
  }
}
