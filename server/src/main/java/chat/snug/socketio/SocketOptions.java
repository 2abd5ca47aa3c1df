package chat.snug.socketio;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the Socket.IO layer can be told. Immutable.
 *
 * @param connectTimeout time a session has to join a namespace; default 10 s (reference: 45 s)
 * @param attachmentTimeout time in which all attachments of a packet must have come; default 10 s
 * @param ackTimeout time the server waits for an ack that it asked for; default 15 s
 * @param maxAttachments binary attachments of one packet; default 4
 * @param maxPendingAcks acks that the server may wait for on one socket; default 64
 * @param maxEventNameLength length of an event's name, in UTF-16 units; default 64
 * @param maxJsonDepth nesting of a packet's JSON; default 16
 * @param maxJsonStringLength length of a string in it, in UTF-16 units; default 65,536
 */
public record SocketOptions(
    Duration connectTimeout,
    Duration attachmentTimeout,
    Duration ackTimeout,
    int maxAttachments,
    int maxPendingAcks,
    int maxEventNameLength,
    int maxJsonDepth,
    int maxJsonStringLength) {

  /** Checks that times are given and bounds are not negative. */
  public SocketOptions {
    requireNonNull(connectTimeout, "connectTimeout");
    requireNonNull(attachmentTimeout, "attachmentTimeout");
    requireNonNull(ackTimeout, "ackTimeout");
    if (Math.min(maxAttachments, maxPendingAcks) < 0
        || Math.min(maxEventNameLength, Math.min(maxJsonDepth, maxJsonStringLength)) < 1) {
      throw new IllegalArgumentException("socket options: a bound below its least value");
    }
  }

  /** The defaults of the product. */
  public static SocketOptions defaults() {
    return new SocketOptions(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        4,
        64,
        64,
        16,
        64 * 1024);
  }

  /**
   * The limits of the protocol's reference implementation, for servers that are not the product.
   */
  public static SocketOptions ofTheReference(Duration connectTimeout) {
    return new SocketOptions(
        connectTimeout,
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        10,
        1024,
        1024,
        64,
        1024 * 1024);
  }
}
