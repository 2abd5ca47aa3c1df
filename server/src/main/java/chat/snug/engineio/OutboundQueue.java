package chat.snug.engineio;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one session still has to be sent, in order, but for pings, which go first. Bounded in bytes
 * and in messages: {@link #hasRoomFor} says so before something is added. Confined to the session's
 * event loop.
 *
 * <p>What stays here after a {@code drain} is {@linkplain #settle settled}: it counts in the total
 * of all queues, each message once, however many queues share it.
 */
public final class OutboundQueue {
  private static final int MAY_WAIT_BYTES = 16 * 1024;

  private record Entry(EncodedMessage message, @Nullable Feed feed, long position) {}

  /** Bytes of frames to be written: a whole message, or a part of a large one. */
  @SuppressWarnings("ArrayRecordComponent") // shared, never changed, and compared by nobody
  public record Piece(byte[] frames, int offset, int length) {
    /** All of a message. */
    public static Piece of(EncodedMessage message) {
      return new Piece(message.frames(), 0, message.frames().length);
    }
  }

  private final ArrayDeque<Entry> entries = new ArrayDeque<>(2);
  private final QueueOptions options;
  private final LongAdder allQueues;
  private int feedBytes;
  private int answerBytes;

  /** Entries at the head that count in the total. */
  private int settled;

  /** Packets of the first message that a poll has taken already. */
  private int packetsTaken;

  /** Where the rest of the first message begins, if a WebSocket has taken a part of it. */
  private int bytesTaken;

  OutboundQueue(QueueOptions options, LongAdder allQueues) {
    this.options = options;
    this.allQueues = allQueues;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether nobody is waiting for an answer among what waits, and it is little. */
  public boolean mayWait() {
    return answerBytes == 0 && feedBytes < MAY_WAIT_BYTES;
  }

  /**
   * Takes the first message away as a whole, or answers null if nothing waits. Of one that a poll
   * has begun it is the rest, since the session may have been upgraded meanwhile.
   */
  public @Nullable EncodedMessage poll() {
    if (entries.isEmpty()) {
      return null;
    }
    EncodedMessage rest = entries.element().message().after(packetsTaken);
    remove();
    return rest;
  }

  /**
   * Takes the next bytes for a WebSocket, or answers null if nothing waits: what is left of the
   * first message, at most {@code maxBytes} of it. A message that is taken in pieces waits, and
   * counts, until the last. Of a message that a poll has begun it is the rest: the session may have
   * been upgraded meanwhile.
   */
  public @Nullable Piece pollPiece(int maxBytes) {
    if (entries.isEmpty()) {
      return null;
    }
    EncodedMessage message = entries.element().message();
    int from = Math.max(bytesTaken, message.start(packetsTaken));
    int to = Math.min(from + maxBytes, message.frames().length);
    bytesTaken = to;
    if (to == message.frames().length) {
      remove();
    }
    return new Piece(message.frames(), from, to - from);
  }

  /**
   * Takes away what fits into one polling answer, packet by packet: at least one packet, then as
   * many as stay within {@code limit} bytes and {@code maxPackets}.
   */
  public byte[] pollPayload(int limit, int maxPackets) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (int packets = 0; packets < maxPackets && !entries.isEmpty(); packets++) {
      EncodedMessage message = entries.element().message();
      if (payload.size() > 0
          && payload.size() + 1 + message.payloadByteCount(packetsTaken) > limit) {
        break;
      }
      if (payload.size() > 0) {
        payload.write(EngineCodec.SEPARATOR);
      }
      message.writePayload(packetsTaken, payload);
      if (++packetsTaken == message.packetCount()) {
        remove();
      }
    }
    return payload.toByteArray();
  }

  int byteCount() {
    return feedBytes + answerBytes;
  }

  int answerBytes() {
    return answerBytes;
  }

  /** Whether a message of a feed is within the bounds. */
  boolean hasRoomFor(EncodedMessage message, boolean mayBeLost) {
    int max = mayBeLost ? options.softBytes() : options.maxBytes();
    return entries.isEmpty()
        || (feedBytes + message.byteCount() <= max && entries.size() < options.maxMessages());
  }

  /** Whether an answer is within the bounds. */
  boolean hasRoomForAnswer(EncodedMessage message) {
    return answerBytes + message.byteCount() <= options.maxAnswerBytes();
  }

  void add(EncodedMessage message, @Nullable Feed feed, long position) {
    entries.add(new Entry(message, feed, position));
    if (feed == null) {
      answerBytes += message.byteCount();
    } else {
      feedBytes += message.byteCount();
    }
  }

  /** Adds a control packet before all that waits, but not into the middle of a message. */
  void addFirst(EncodedMessage message) {
    Entry begun = isBegun() ? entries.poll() : null;
    entries.addFirst(new Entry(message, null, 0));
    answerBytes += message.byteCount();
    if (begun != null) {
      entries.addFirst(begun);
    }
    if (settled > 0) {
      settled++;
      hold(message);
    }
  }

  /** What is here now waits: it counts from now on. */
  void settle() {
    if (settled == entries.size()) {
      return;
    }
    Iterator<Entry> newest = entries.descendingIterator();
    for (int i = entries.size(); i > settled; i--) {
      hold(newest.next().message());
    }
    settled = entries.size();
  }

  /** Gives up every message of a feed that has not been begun. Answers whether there was one. */
  boolean giveUpFeeds() {
    int before = entries.size();
    ArrayDeque<Entry> kept = new ArrayDeque<>();
    while (!entries.isEmpty()) {
      Entry entry = entries.element();
      if (entry.feed() == null || (isBegun() && kept.isEmpty())) {
        kept.add(entries.remove());
      } else {
        forget(entries.remove());
        entry.feed().gaveUp(entry.position());
      }
    }
    entries.addAll(kept);
    return entries.size() < before;
  }

  void clear() {
    while (!entries.isEmpty()) {
      remove();
    }
  }

  private boolean isBegun() {
    return packetsTaken > 0 || bytesTaken > 0;
  }

  private void remove() {
    packetsTaken = 0;
    bytesTaken = 0;
    forget(entries.remove());
  }

  private void forget(Entry entry) {
    if (entry.feed() == null) {
      answerBytes -= entry.message().byteCount();
    } else {
      feedBytes -= entry.message().byteCount();
    }
    if (settled > 0) {
      settled--;
      release(entry.message());
    }
  }

  private void hold(EncodedMessage message) {
    if (message.hold()) {
      allQueues.add(message.byteCount());
    }
  }

  private void release(EncodedMessage message) {
    if (message.release()) {
      allQueues.add(-message.byteCount());
    }
  }
}
