package chat.snug.engineio;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one session still has to be sent, at most {@code maxBytes}. {@link #offer} never blocks; a
 * full queue neither drops nor grows, it says so, and the session ends. Confined to the session's
 * event loop.
 */
public final class OutboundQueue {
  private final ArrayDeque<EncodedMessage> messages = new ArrayDeque<>(2);
  private final int maxBytes;
  private final LongAdder allQueues;
  private int bytes;

  /** Packets of the first message that a poll has taken already. */
  private int packetsTaken;

  OutboundQueue(int maxBytes, LongAdder allQueues) {
    this.maxBytes = maxBytes;
    this.allQueues = allQueues;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Takes the first message away, or answers null if nothing waits. */
  public @Nullable EncodedMessage poll() {
    EncodedMessage message = messages.poll();
    if (message != null) {
      count(-message.byteCount());
    }
    return message;
  }

  /**
   * Takes away what fits into one polling answer, packet by packet: at least one packet, then as
   * many as stay within {@code limit} bytes.
   */
  public byte[] pollPayload(int limit) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    while (!messages.isEmpty()) {
      EncodedMessage message = messages.peek();
      if (payload.size() > 0
          && payload.size() + 1 + message.payloadByteCount(packetsTaken) > limit) {
        break;
      }
      if (payload.size() > 0) {
        payload.write(EngineCodec.SEPARATOR);
      }
      message.writePayload(packetsTaken, payload);
      if (++packetsTaken == message.packetCount()) {
        packetsTaken = 0;
        poll();
      }
    }
    return payload.toByteArray();
  }

  /** Adds a message, or answers false if it would be over the bound. */
  boolean offer(EncodedMessage message) {
    if (bytes + message.byteCount() > maxBytes && !messages.isEmpty()) {
      return false;
    }
    messages.add(message);
    count(message.byteCount());
    return true;
  }

  void clear() {
    messages.clear();
    packetsTaken = 0;
    count(-bytes);
  }

  private void count(int change) {
    bytes += change;
    allQueues.add(change);
  }
}
