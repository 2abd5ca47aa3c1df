package chat.snug.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a room, as the log keeps it. Immutable.
 *
 * @param sequence its number in the room: 1, 2, 3 … without a gap
 * @param at server time in ms since 1970; never decreasing within a room
 * @param name the member's name at that time
 * @param commandId the client's id of the command that caused it, if it had one
 * @param order the command's place in its outbox; looked at when it is stored, and not read back
 */
public record RoomEvent(
    long sequence,
    EventId id,
    long at,
    Member.Id member,
    MemberName name,
    Optional<CommandId> commandId,
    Optional<OutboxPosition> order,
    Content content) {

  /** What happened: one record for each type of event. */
  public sealed interface Content {
    /** SHA-256 over all of it, 32 bytes: tells a repeated command from another with the same id. */
    default byte[] hash() {
      try {
        return MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(UTF_8));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every Java platform has SHA-256", impossible);
      }
    }

    /** All of it as text; different contents give different texts. */
    String canonical();
  }

  /** Something happened to a message that was sent before. */
  public sealed interface Change extends Content {
    /** The message. */
    EventId target();
  }

  /** A message was sent: with a text, with files, or with both. */
  public record MessageSent(
      MessageText text, Optional<EventId> replyTo, List<Attachment> attachments)
      implements Content {
    /**
     * Checks that there is something to see.
     *
     * @throws RefusedException {@code MALFORMED} if there is not
     */
    public MessageSent {
      requireNonNull(text, "text");
      requireNonNull(replyTo, "replyTo");
      attachments = List.copyOf(attachments);
      if (attachments.isEmpty()) {
        text.requireVisible();
      }
    }

    @Override
    public String canonical() {
      StringBuilder canonical = new StringBuilder("message\n");
      canonical.append(replyTo.map(EventId::value).orElse("")).append('\n');
      for (Attachment attachment : attachments) {
        canonical.append(attachment.id()).append('\n');
        attachment
            .description()
            .ifPresent(words -> canonical.append(' ').append(words).append('\n'));
      }
      return canonical.append(text.value()).toString();
    }
  }

  /**
   * A message as it is now, where more has happened to it than that it was sent. Read, never
   * appended.
   *
   * @param message its text is the last one
   */
  public record MessageNow(MessageSent message, boolean edited, Reactions reactions)
      implements Content {
    /** Checks that all is given. */
    public MessageNow {
      requireNonNull(message, "message");
      requireNonNull(reactions, "reactions");
    }

    @Override
    public String canonical() {
      return message.canonical();
    }
  }

  /** What is left of a message that was deleted. Read, never appended. */
  public record MessageGone() implements Content {
    @Override
    public String canonical() {
      return "gone";
    }
  }

  /**
   * A message got another text.
   *
   * @param text empty when the message has been deleted since
   */
  public record MessageEdited(EventId target, Optional<MessageText> text) implements Change {
    /** Checks that there is something to see. */
    public MessageEdited {
      requireNonNull(target, "target");
      text.ifPresent(MessageText::requireVisible);
    }

    @Override
    public String canonical() {
      return "edited\n" + target.value() + "\n" + text.map(MessageText::value).orElse("");
    }
  }

  /** A message was deleted, by its author or by one who keeps order. */
  public record MessageDeleted(EventId target) implements Change {
    /** Checks that it is given. */
    public MessageDeleted {
      requireNonNull(target, "target");
    }

    @Override
    public String canonical() {
      return "deleted\n" + target.value();
    }
  }

  /**
   * All that a member had sent until then was deleted, by that member or by one who keeps order.
   */
  public record MessagesDeleted(Member.Id target) implements Content {
    /** Checks that it is given. */
    public MessagesDeleted {
      requireNonNull(target, "target");
    }

    @Override
    public String canonical() {
      return "all deleted\n" + target.value();
    }
  }

  /** A member put an emoji to a message, or took it back. */
  public record Reacted(EventId target, Emoji emoji, boolean on) implements Change {
    /** Checks that all is given. */
    public Reacted {
      requireNonNull(target, "target");
      requireNonNull(emoji, "emoji");
    }

    @Override
    public String canonical() {
      return "reaction\n" + target.value() + "\n" + emoji.value() + "\n" + on;
    }
  }

  /** A message was pinned for everybody, or is so no more. */
  public record MessagePinned(EventId target, boolean on) implements Change {
    /** Checks that it is given. */
    public MessagePinned {
      requireNonNull(target, "target");
    }

    @Override
    public String canonical() {
      return "pinned\n" + target.value() + "\n" + on;
    }
  }

  /** A member took another name. */
  public record MemberRenamed(Member.Id target, MemberName newName) implements Content {
    /** Checks that all is given. */
    public MemberRenamed {
      requireNonNull(target, "target");
      requireNonNull(newName, "newName");
    }

    @Override
    public String canonical() {
      return "renamed\n" + target.value() + "\n" + newName.value();
    }
  }

  /** A host changed how the room is kept. */
  public record RoomUpdated(WhoMay whoMayExport) implements Content {
    /** Checks that it is given. */
    public RoomUpdated {
      requireNonNull(whoMayExport, "whoMayExport");
    }

    @Override
    public String canonical() {
      return "updated\n" + whoMayExport.word();
    }
  }

  /**
   * Something that another version of Snug has stored and this one cannot read. It keeps its place
   * in the log, and is shown as nothing. Read, never appended.
   *
   * @param type as that version calls it
   * @param target what is stored as its target
   * @param replyTo what is stored as what it answers
   * @param body what is stored as its text
   */
  public record Unknown(
      String type, Optional<String> target, Optional<String> replyTo, Optional<String> body)
      implements Content {
    /** Checks that all is given. */
    public Unknown {
      requireNonNull(type, "type");
      requireNonNull(target, "target");
      requireNonNull(replyTo, "replyTo");
      requireNonNull(body, "body");
    }

    @Override
    public String canonical() {
      return "unknown\n%s\n%s\n%s\n%s"
          .formatted(type, target.orElse(""), replyTo.orElse(""), body.orElse(""));
    }
  }

  /** Checks that all is given. */
  public RoomEvent {
    requireNonNull(id, "id");
    requireNonNull(member, "member");
    requireNonNull(name, "name");
    requireNonNull(commandId, "commandId");
    requireNonNull(order, "order");
    requireNonNull(content, "content");
  }

  /** The same at another place in the log. */
  public RoomEvent at(long otherSequence) {
    return new RoomEvent(otherSequence, id, at, member, name, commandId, order, content);
  }

  /** The same with another content. */
  public RoomEvent with(Content other) {
    return new RoomEvent(sequence, id, at, member, name, commandId, order, other);
  }

  /**
   * What this costs, in bytes: no less than it takes when a client is told of it, and about as much
   * as it takes in memory.
   */
  public int weight() {
    return Weight.of(this);
  }
}
