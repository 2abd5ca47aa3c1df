package chat.snug.engineio;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads packets and payloads (Engine.IO 4, §Packet encoding).
 *
 * <p>A packet is one digit and its data: {@code 4hello}. A payload, the body of a polling request,
 * is packets joined by U+001E; in it bytes are {@code b} and base64. Immutable.
 */
final class EngineCodec {
  /** Joins the packets of a payload. It cannot occur inside one: JSON escapes it. */
  static final char SEPARATOR = '\u001e';

  private EngineCodec() {}

  /** Reads the packet in one text frame, or one part of a payload that is not binary. */
  static EnginePacket decode(String packet) throws MalformedEnginePacketException {
    if (packet.isEmpty()) {
      throw new MalformedEnginePacketException("packet: empty (expected: a type 0-6)");
    }
    return switch (packet.charAt(0)) {
      case '0' -> new EnginePacket.Open();
      case '1' -> new EnginePacket.Close();
      case '2' -> new EnginePacket.Ping(packet.substring(1));
      case '3' -> new EnginePacket.Pong();
      case '4' -> new EnginePacket.TextMessage(packet.substring(1));
      case '5' -> new EnginePacket.Upgrade();
      case '6' -> new EnginePacket.Noop();
      default ->
          throw new MalformedEnginePacketException(
              "packet type: U+%s (expected: 0-6)"
                  .formatted(HexFormat.of().withUpperCase().toHexDigits(packet.charAt(0))));
    };
  }

  /**
   * Reads all packets of a polling body. The whole body is checked before the first packet counts.
   */
  static List<EnginePacket> decodePayload(String payload) throws MalformedEnginePacketException {
    List<EnginePacket> packets = new ArrayList<>();
    int start = 0;
    while (start <= payload.length()) {
      int end = payload.indexOf(SEPARATOR, start);
      if (end < 0) {
        end = payload.length();
      }
      packets.add(decodePart(payload, start, end));
      start = end + 1;
    }
    return packets;
  }

  private static EnginePacket decodePart(String payload, int start, int end)
      throws MalformedEnginePacketException {
    if (start == end || payload.charAt(start) != 'b') {
      return decode(payload.substring(start, end));
    }
    try {
      return new EnginePacket.BinaryMessage(
          Base64.getDecoder().decode(payload.substring(start + 1, end)));
    } catch (IllegalArgumentException malformed) {
      throw new MalformedEnginePacketException("binary packet: not base64");
    }
  }
}
