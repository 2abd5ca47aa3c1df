package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletionException;

/** An expected no. Without a stack trace: it is an answer, not a fault. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final Duration retryAfter;

  /** Refuses with the sentence of the refusal. */
  public RefusedException(Refusal refusal) {
    this(refusal, refusal.message());
  }

  /** Refuses and says more exactly what came and what was expected. */
  public RefusedException(Refusal refusal, String message) {
    this(refusal, message, Duration.ZERO);
  }

  /** The same, and says when to ask again. */
  public RefusedException(Refusal refusal, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.refusal = requireNonNull(refusal, "refusal");
    this.retryAfter = requireNonNull(retryAfter, "retryAfter");
  }

  /** Refuses what comes too soon. */
  public static RefusedException tooSoon(Duration retryAfter) {
    return tooSoon(retryAfter, Refusal.RATE_LIMITED.message());
  }

  /** The same, and says of what there was too much. */
  public static RefusedException tooSoon(Duration retryAfter, String message) {
    return new RefusedException(Refusal.RATE_LIMITED, message, retryAfter);
  }

  /** The refusal that a future failed with; {@code UNAVAILABLE} for any other failure. */
  public static RefusedException of(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RefusedException refused
        ? refused
        : new RefusedException(Refusal.UNAVAILABLE);
  }

  /** After which time the same may be asked again; 0 if nothing is known. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The same refusal, to be asked again after another time. */
  public RefusedException until(Duration later) {
    return new RefusedException(refusal, String.valueOf(getMessage()), later);
  }

  /** Which refusal. */
  public Refusal refusal() {
    return refusal;
  }
}
