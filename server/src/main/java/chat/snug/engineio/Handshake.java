package chat.snug.engineio;

/** The open packet (Engine.IO 4, §Handshake). */
final class Handshake {
  private Handshake() {}

  /** For example {@code 0{"sid":"…","upgrades":["websocket"],"pingInterval":25000,…}}. */
  static EncodedMessage packet(String sid, boolean mayUpgrade, EngineOptions options) {
    return EncodedMessage.control(
        "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%s,\"pingTimeout\":%s,\"maxPayload\":%s}"
            .formatted(
                sid,
                mayUpgrade ? "\"websocket\"" : "",
                options.pingInterval().toMillis(),
                options.pingTimeout().toMillis(),
                options.maxPayloadBytes()));
  }
}
