package chat.snug.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One or more packets, encoded once and shared by all who receive them.
 *
 * <p>Kept as WebSocket frames back to back, server to client, unmasked (RFC 6455, §5.2), so that a
 * whole batch is one write. A polling answer is cut from the same bytes, packet by packet. What
 * stands in one message is sent without anything of another between. Immutable but for the count of
 * queues it waits in: nobody writes to the array that {@link #frames} hands out. Thread-safe.
 */
public final class EncodedMessage {
  static final EncodedMessage PING = control("2");
  static final EncodedMessage PROBE_ANSWER = control("3probe");
  static final EncodedMessage CLOSE = control("1");
  static final EncodedMessage NOOP = control("6");

  /** Two arrays, three objects and a place in a queue. */
  private static final int OVERHEAD = 128;

  private static final int FIN_TEXT = 0x81;
  private static final int FIN_BINARY = 0x82;
  private static final int LENGTH_16_BIT = 126;
  private static final int LENGTH_64_BIT = 127;

  private final byte[] frames;

  /** The end of each packet's frame in {@code frames}, ascending. */
  private final int[] ends;

  /** Queues in which this waits. */
  private final AtomicInteger holders = new AtomicInteger();

  private EncodedMessage(byte[] frames, int[] ends) {
    this.frames = frames;
    this.ends = ends;
  }

  /** A text message, type 4. {@code utf8} is copied. */
  public static EncodedMessage text(byte[] utf8) {
    return packet(FIN_TEXT, "4", utf8, utf8.length);
  }

  /** A binary message: no type byte on WebSocket. {@code bytes} is copied. */
  public static EncodedMessage binary(byte[] bytes) {
    return packet(FIN_BINARY, "", bytes, bytes.length);
  }

  /** All packets of the given messages in their order, as one. */
  public static EncodedMessage join(List<EncodedMessage> messages) {
    if (messages.size() == 1) {
      return messages.getFirst();
    }
    int bytes = 0;
    int packets = 0;
    for (EncodedMessage message : messages) {
      bytes += message.frames.length;
      packets += message.ends.length;
    }
    byte[] frames = new byte[bytes];
    int[] ends = new int[packets];
    int offset = 0;
    int packet = 0;
    for (EncodedMessage message : messages) {
      System.arraycopy(message.frames, 0, frames, offset, message.frames.length);
      for (int end : message.ends) {
        ends[packet++] = offset + end;
      }
      offset += message.frames.length;
    }
    return new EncodedMessage(frames, ends);
  }

  /** The session's first packet, {@code 0{"sid":…}}. */
  static EncodedMessage control(String packet) {
    return packet(FIN_TEXT, "", packet.getBytes(UTF_8), packet.length());
  }

  /** WebSocket frames back to back. Shared: to be read only. */
  public byte[] frames() {
    return frames;
  }

  /** The same for a client that takes no bytes: {@code b} and base64 instead, as when polling. */
  public EncodedMessage withoutBytes() {
    List<EncodedMessage> packets = new ArrayList<>(ends.length);
    boolean changed = false;
    for (int i = 0; i < ends.length; i++) {
      changed |= isBinary(i);
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      writePayload(i, payload);
      packets.add(packet(FIN_TEXT, "", payload.toByteArray(), payload.size()));
    }
    return changed ? join(packets) : this;
  }

  /** The packets but for the first {@code count}, of which there are more. */
  EncodedMessage after(int count) {
    if (count == 0) {
      return this;
    }
    int start = start(count);
    int[] rest = Arrays.copyOfRange(ends, count, ends.length);
    Arrays.setAll(rest, packet -> rest[packet] - start);
    return new EncodedMessage(Arrays.copyOfRange(frames, start, frames.length), rest);
  }

  /** How many packets this is; at least one. */
  public int packetCount() {
    return ends.length;
  }

  /** What this counts in a bound, in bytes: its frames, and the objects around them. */
  public int byteCount() {
    return frames.length + OVERHEAD;
  }

  /** Where the frame of a packet begins. */
  int start(int packet) {
    return packet == 0 ? 0 : ends[packet - 1];
  }

  /** It waits in one more queue. Answers whether that is the first. */
  boolean hold() {
    return holders.getAndIncrement() == 0;
  }

  /** It waits in one queue less. Answers whether that was the last. */
  boolean release() {
    return holders.decrementAndGet() == 0;
  }

  /** How many bytes packet {@code index} takes in a polling answer, without the separator. */
  int payloadByteCount(int index) {
    int content = ends[index] - contentStart(index);
    return isBinary(index) ? 1 + (content + 2) / 3 * 4 : content;
  }

  /** Writes packet {@code index} as it stands in a polling answer, without the separator. */
  void writePayload(int index, ByteArrayOutputStream payload) {
    int start = contentStart(index);
    if (isBinary(index)) {
      byte[] content = Arrays.copyOfRange(frames, start, ends[index]);
      payload.write('b');
      payload.writeBytes(Base64.getEncoder().encode(content));
    } else {
      payload.write(frames, start, ends[index] - start);
    }
  }

  private boolean isBinary(int index) {
    return (frames[start(index)] & 0xFF) == FIN_BINARY;
  }

  private int contentStart(int index) {
    int start = start(index);
    return start
        + switch (frames[start + 1] & 0x7F) {
          case LENGTH_16_BIT -> 4;
          case LENGTH_64_BIT -> 10;
          default -> 2;
        };
  }

  private static EncodedMessage packet(int firstByte, String type, byte[] content, int length) {
    int payload = type.length() + length;
    int header = payload < LENGTH_16_BIT ? 2 : payload <= 0xFFFF ? 4 : 10;
    byte[] frame = new byte[header + payload];
    frame[0] = (byte) firstByte;
    if (header == 2) {
      frame[1] = (byte) payload;
    } else {
      frame[1] = (byte) (header == 4 ? LENGTH_16_BIT : LENGTH_64_BIT);
      for (int i = header - 1, rest = payload; i >= 2; i--, rest >>>= 8) {
        frame[i] = (byte) rest;
      }
    }
    if (!type.isEmpty()) {
      frame[header] = (byte) type.charAt(0);
    }
    System.arraycopy(content, 0, frame, header + type.length(), length);
    return new EncodedMessage(frame, new int[] {frame.length});
  }
}
