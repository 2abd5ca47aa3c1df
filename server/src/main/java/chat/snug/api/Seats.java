package chat.snug.api;

import chat.snug.net.HttpExchange;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import chat.snug.room.SeatToken;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which room a request is about, and which seat it shows. Stateless. */
final class Seats {
  private static final Pattern BEARER = Pattern.compile("Bearer ([A-Za-z0-9_-]{43})");

  private Seats() {}

  /** The room of the path; {@code NOT_FOUND} if it can be none. */
  static RoomId room(HttpExchange exchange) {
    try {
      return new RoomId(exchange.parameter("room"));
    } catch (IllegalArgumentException none) {
      throw new RefusedException(Refusal.NOT_FOUND);
    }
  }

  /** The seat that is shown (RFC 6750); {@code NOT_MEMBER} if none is. */
  static SeatToken token(HttpExchange exchange) {
    return exchange
        .header("Authorization")
        .map(BEARER::matcher)
        .filter(Matcher::matches)
        .map(matcher -> new SeatToken(matcher.group(1)))
        .orElseThrow(() -> new RefusedException(Refusal.NOT_MEMBER));
  }
}
