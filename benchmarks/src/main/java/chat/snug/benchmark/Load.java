package chat.snug.benchmark;

import java.time.Duration;

/**
 * What is asked of a server. Immutable.
 *
 * @param clients connections, spread evenly over the rooms
 * @param senders of each room
 * @param rate messages a second, all senders together, whatever the server does (open loop); 0:
 *     each sender sends its next message when it sees its last (closed loop)
 * @param textBytes of each message
 * @param transport what the clients come in on, and stay on
 */
public record Load(
    int clients,
    int rooms,
    int senders,
    double rate,
    int textBytes,
    Transport transport,
    Duration warmUp,
    Duration duration) {
  /** How a client is connected. */
  public enum Transport {
    WEBSOCKET,
    POLLING
  }

  private static final int MIN_TEXT = 40;

  /** Checks the sizes. */
  public Load {
    if (rooms < 1 || senders < 1 || clients < rooms * senders || rate < 0 || textBytes < MIN_TEXT) {
      throw new IllegalArgumentException(
          "load: every room needs its senders, and a text %s bytes".formatted(MIN_TEXT));
    }
  }

  /** Whether senders keep to a rate, and not to the server. */
  public boolean isOpen() {
    return rate > 0;
  }
}
