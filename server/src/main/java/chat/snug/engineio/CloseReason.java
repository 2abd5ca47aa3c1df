package chat.snug.engineio;

/**
 * Why a session ended: the closed list. Each has the text of the reference implementation where
 * there is one, and the WebSocket close code (RFC 6455, §7.4.1) that tells the client.
 */
public enum CloseReason {
  /** The connection went away without a word. */
  TRANSPORT_CLOSED("transport close", 1000),
  /** The connection broke, or a poll was aborted while it was held. */
  TRANSPORT_ERROR("transport error", 1011),
  /** No pong came in time. */
  PING_TIMEOUT("ping timeout", 1001),
  /** The client sent something that the protocol does not allow. */
  PROTOCOL_ERROR("parse error", 1002),
  /** The client sent text that is not UTF-8. */
  INVALID_TEXT("invalid text", 1007),
  /** The client sent more at once than it may. */
  PAYLOAD_TOO_LARGE("payload too large", 1009),
  /**
   * The client did not take what waited for it: for too long, or too many answers. It may come back
   * and resume.
   */
  TOO_SLOW("send queue full", 1013),
  /** The client sent more WebSocket pings than anybody needs. */
  TOO_MANY_PINGS("too many pings", 1008),
  /** So much of what the client asked for was refused that it is let go. */
  TOO_MANY_REFUSALS("too many refusals", 1008),
  /** The client said that it closes. */
  CLIENT_CLOSED("client close", 1000),
  /** The application asked for the end. */
  SERVER_CLOSED("forced server close", 1000),
  /** The client joined no namespace in time. */
  CONNECT_TIMEOUT("connect timeout", 1008),
  /** The server stops; the client should come back. */
  SERVER_STOPPING("server shutting down", 1012);

  private final String text;
  private final int webSocketCode;

  CloseReason(String text, int webSocketCode) {
    this.text = text;
    this.webSocketCode = webSocketCode;
  }

  /** The reason in words, lower case. */
  public String text() {
    return text;
  }

  /** The code of the WebSocket close frame. */
  public int webSocketCode() {
    return webSocketCode;
  }
}
