package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionException;

/** An expected no. Without a stack trace: it is an answer, not a fault. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /** Refuses with the sentence of the refusal. */
  public RefusedException(Refusal refusal) {
    this(refusal, refusal.message());
  }

  /** Refuses and says more exactly what came and what was expected. */
  public RefusedException(Refusal refusal, String message) {
    super(message, null, false, false);
    this.refusal = requireNonNull(refusal, "refusal");
  }

  /** The refusal that a future failed with; {@code UNAVAILABLE} for any other failure. */
  static RefusedException of(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RefusedException refused
        ? refused
        : new RefusedException(Refusal.UNAVAILABLE);
  }

  /** Which refusal. */
  public Refusal refusal() {
    return refusal;
  }
}
