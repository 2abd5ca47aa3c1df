package chat.snug.engineio;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads packets and payloads (Engine.IO 4, §Packet encoding).
 *
 * <p>A packet is one digit and its data: {@code 4hello}. Where bytes cannot stand as they are, they
 * are {@code b} and base64. A payload, the body of a polling request, is packets joined by U+001E.
 * Immutable.
 */
final class EngineCodec {
  /** Joins the packets of a payload. It cannot occur inside one: JSON escapes it. */
  static final char SEPARATOR = '\u001e';

  /** More than anybody sends at once; they are handled in one go. */
  private static final int MAX_PACKETS = 4096;

  private EngineCodec() {}

  /** Reads the packet in one text frame, or one part of a payload. */
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
      case 'b' -> new EnginePacket.BinaryMessage(LenientBase64.decode(packet, 1));
      default ->
          throw new MalformedEnginePacketException(
              "packet type: U+%s (expected: 0-6)"
                  .formatted(HexFormat.of().withUpperCase().toHexDigits(packet.charAt(0))));
    };
  }

  /**
   * Reads all packets of a polling body. The whole body is checked before the first packet counts.
   *
   * @param maxBytes of each packet, of bytes as they are without base64
   */
  static List<EnginePacket> decodePayload(String payload, int maxBytes)
      throws MalformedEnginePacketException {
    List<EnginePacket> packets = new ArrayList<>();
    int start = 0;
    while (start <= payload.length()) {
      if (packets.size() == MAX_PACKETS) {
        throw MalformedEnginePacketException.tooLarge("payload: more than 4,096 packets");
      }
      int end = payload.indexOf(SEPARATOR, start);
      if (end < 0) {
        end = payload.length();
      }
      packets.add(decodePart(payload.substring(start, end), maxBytes));
      start = end + 1;
    }
    return packets;
  }

  private static EnginePacket decodePart(String part, int maxBytes)
      throws MalformedEnginePacketException {
    EnginePacket packet = decode(part);
    int bytes = packet instanceof EnginePacket.BinaryMessage(byte[] own) ? own.length : size(part);
    if (bytes > maxBytes) {
      throw MalformedEnginePacketException.tooLarge("packet: more than " + maxBytes + " bytes");
    }
    return packet;
  }

  /** In UTF-8. */
  private static int size(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit >= 0x80) {
        // a surrogate is half of four bytes
        bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
      }
    }
    return bytes;
  }
}
