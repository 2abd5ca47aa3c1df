package chat.snug.socketio;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the Socket.IO layer can be told. Immutable.
 *
 * @param connectTimeout time a session has to join a namespace; default 45 s, as in the reference:
 *     what a client shows then may have to be asked for first
 * @param attachmentTimeout time in which all attachments of a packet must have come; default 10 s
 * @param ackTimeout time the server waits for an ack that it asked for; default 15 s
 * @param maxAttachments binary attachments of one packet; default 10, as in the reference
 * @param maxPendingAcks acks that the server may wait for on one socket; default 64
 * @param maxJsonDepth nesting of a packet's JSON; default 1,000
 */
public record SocketOptions(
    Duration connectTimeout,
    Duration attachmentTimeout,
    Duration ackTimeout,
    int maxAttachments,
    int maxPendingAcks,
    int maxJsonDepth) {

  /** Checks that times are given and bounds are not negative. */
  public SocketOptions {
    requireNonNull(connectTimeout, "connectTimeout");
    requireNonNull(attachmentTimeout, "attachmentTimeout");
    requireNonNull(ackTimeout, "ackTimeout");
    if (Math.min(maxAttachments, maxPendingAcks) < 0 || maxJsonDepth < 1) {
      throw new IllegalArgumentException("socket options: a bound below its least value");
    }
  }

  /** The defaults of the product. */
  public static SocketOptions defaults() {
    return new SocketOptions(
        Duration.ofSeconds(45), Duration.ofSeconds(10), Duration.ofSeconds(15), 10, 64, 1_000);
  }

  /** The same with another time to join a namespace. */
  public SocketOptions withConnectTimeout(Duration other) {
    return new SocketOptions(
        other, attachmentTimeout, ackTimeout, maxAttachments, maxPendingAcks, maxJsonDepth);
  }
}
