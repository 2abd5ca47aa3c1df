package chat.snug.archive;

import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.Reactions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An event as a file tells of it. Immutable. */
sealed interface ArchivedEvent {
  EventId id();

  /** In ms since 1970. */
  long at();

  /** A message, as it was last. */
  record Message(
      EventId id,
      long at,
      Member.Id member,
      MemberName name,
      MessageText text,
      Optional<EventId> replyTo,
      boolean edited,
      boolean pinned,
      Reactions reactions,
      List<ArchivedFile> files)
      implements ArchivedEvent {
    /** Copies the list. */
    public Message {
      files = List.copyOf(files);
    }
  }

  /** A member took another name. */
  record Rename(
      EventId id, long at, Member.Id member, Member.Id target, MemberName before, MemberName name)
      implements ArchivedEvent {}

  /** A file of a message, whose bytes lie in a temporary place. */
  record ArchivedFile(String name, Optional<String> description, Path data) {}
}
