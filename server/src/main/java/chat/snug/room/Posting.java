package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A message that somebody wants to send. Immutable.
 *
 * @param files files that the member has uploaded into the room
 */
public record Posting(
    CommandId commandId,
    MessageText text,
    Optional<EventId> replyTo,
    List<Attachment.Reference> files,
    Optional<OutboxPosition> order) {
  /** Checks that all is given. */
  public Posting {
    requireNonNull(commandId, "commandId");
    requireNonNull(text, "text");
    requireNonNull(replyTo, "replyTo");
    requireNonNull(order, "order");
    files = List.copyOf(files);
    if (files.isEmpty()) {
      text.requireVisible();
    }
    if (files.size() > Attachment.MAX_PER_MESSAGE) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "A message has %d files at most.".formatted(Attachment.MAX_PER_MESSAGE));
    }
  }
}
