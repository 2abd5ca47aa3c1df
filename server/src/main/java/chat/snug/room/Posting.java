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
          "A message has %s files at most.".formatted(Attachment.MAX_PER_MESSAGE));
    }
  }

  /** Whether an event of the log may be what this has become, as far as the log still has it. */
  boolean mayBe(RoomEvent event) {
    if (!(event.content() instanceof RoomEvent.MessageSent sent)) {
      return event.content() instanceof RoomEvent.MessageGone;
    }
    List<Attachment.Reference> sentFiles =
        sent.attachments().stream()
            .map(file -> new Attachment.Reference(file.id(), file.description()))
            .toList();
    return sent.text().equals(text) && sent.replyTo().equals(replyTo) && sentFiles.equals(files);
  }
}
