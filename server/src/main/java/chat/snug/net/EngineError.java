package chat.snug.net;

/** The answers to requests that Engine.IO refuses (reference implementation, {@code errors}). */
enum EngineError {
  UNKNOWN_TRANSPORT(0, 400, "Transport unknown"),
  UNKNOWN_SESSION(1, 400, "Session ID unknown"),
  BAD_HANDSHAKE_METHOD(2, 400, "Bad handshake method"),
  BAD_REQUEST(3, 400, "Bad request"),
  FORBIDDEN(4, 403, "Forbidden"),
  UNSUPPORTED_VERSION(5, 400, "Unsupported protocol version");

  private final int code;
  private final int status;
  private final String message;

  EngineError(int code, int status, String message) {
    this.code = code;
    this.status = status;
    this.message = message;
  }

  int status() {
    return status;
  }

  /** For example {@code {"code":1,"message":"Session ID unknown"}}. */
  String json() {
    return "{\"code\":%s,\"message\":\"%s\"}".formatted(code, message);
  }
}
