package chat.snug.api;

import chat.snug.net.HttpAnswer;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What is not done, as {@code application/problem+json} (RFC 9457). Stateless. */
final class Problems {
  private static final JsonMapper JSON = new JsonMapper();

  private Problems() {}

  /** The members of RFC 9457, and {@code code} as in docs/protocol.md, §Errors. */
  static HttpAnswer of(RefusedException refused) {
    int status = status(refused.refusal());
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("status", status);
    problem.put("title", refused.refusal().message());
    problem.put("detail", String.valueOf(refused.getMessage()));
    problem.put("code", refused.refusal().name().toLowerCase(Locale.ROOT));
    problem.put("retryable", refused.refusal().isRetryable());
    HttpAnswer answer =
        HttpAnswer.of(status, "application/problem+json", JSON.writeValueAsString(problem));
    Duration wait = refused.retryAfter();
    return wait.isZero()
        ? answer
        : answer.with("Retry-After", String.valueOf(wait.toSeconds() + 1));
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED, NAME_INVALID, NAME_RESERVED -> 400;
      case NOT_MEMBER -> 401;
      case FORBIDDEN, CHALLENGE -> 403;
      case NOT_FOUND -> 404;
      case ID_REUSED, NAME_TAKEN, OUT_OF_ORDER -> 409;
      case GONE -> 410;
      case TOO_LONG, TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case INTERNAL -> 500;
      case UNSUPPORTED -> 501;
      case BUSY, UNAVAILABLE, DRAINING, ROOM_FULL -> 503;
      case STORE_FULL -> 507;
    };
  }
}
