package chat.snug.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** A message was sent. */
  public record MessageSent(MessageText text, Optional<EventId> replyTo) implements Content {
    /** Checks that all is given. */
    public MessageSent {
      requireNonNull(text, "text");
      requireNonNull(replyTo, "replyTo");
    }

    @Override
    public String canonical() {
      return "message\n" + replyTo.map(EventId::value).orElse("") + "\n" + text.value();
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

  /** About how much memory and wire this takes, in bytes. */
  int weight() {
    return switch (content) {
      case MessageSent(MessageText text, _) -> 200 + text.byteCount();
      case MemberRenamed _ -> 300;
    };
  }
}
