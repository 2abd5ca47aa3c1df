package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A message that somebody wants to send. Immutable. */
public record Posting(
    CommandId commandId,
    MessageText text,
    Optional<EventId> replyTo,
    Optional<OutboxPosition> order) {
  /** Checks that all is given. */
  public Posting {
    requireNonNull(commandId, "commandId");
    requireNonNull(text, "text");
    requireNonNull(replyTo, "replyTo");
    requireNonNull(order, "order");
  }
}
