package chat.snug.limit;

import static java.util.Objects.requireNonNull;

/**
 * Bounds on what connections ask for. Immutable.
 *
 * @param maxRooms rooms that one connection may be in; default 20
 * @param maxPending commands of one connection that are not answered yet; at one more it is not
 *     read from until some are; default 32
 * @param maxReads history reads of one connection under way; default 4
 * @param messages of one connection that are to be stored; default 5/s, 20 at once
 * @param addressMessages the same of one address; default 50/s, 200 at once
 * @param roomMessages the same in one room; default 200/s, 400 at once
 * @param others other commands of one connection; default 20/s, 60 at once
 * @param addressOthers the same of one address; default 200/s, 600 at once
 * @param newRooms rooms made from one address; default 20/m, 60 at once
 */
public record CommandLimits(
    int maxRooms,
    int maxPending,
    int maxReads,
    Rate messages,
    Rate addressMessages,
    Rate roomMessages,
    Rate others,
    Rate addressOthers,
    Rate newRooms) {
  /** Checks that all are positive. */
  public CommandLimits {
    requireNonNull(messages, "messages");
    requireNonNull(addressMessages, "addressMessages");
    requireNonNull(roomMessages, "roomMessages");
    requireNonNull(others, "others");
    requireNonNull(addressOthers, "addressOthers");
    requireNonNull(newRooms, "newRooms");
    if (Math.min(maxRooms, Math.min(maxPending, maxReads)) < 1) {
      throw new IllegalArgumentException("command limits: less than 1");
    }
  }

  /** The defaults of the product. */
  public static CommandLimits defaults() {
    return new CommandLimits(
        20,
        32,
        4,
        Rate.perSecond(5, 20),
        Rate.perSecond(50, 200),
        Rate.perSecond(200, 400),
        Rate.perSecond(20, 60),
        Rate.perSecond(200, 600),
        Rate.perMinute(20, 60));
  }
}
