package chat.snug.room;

import chat.snug.fault.Evidence;
import chat.snug.fault.Evidence.Change;
import chat.snug.fault.Evidence.Fact;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Events as the checker reads them. */
final class Facts {
  private Facts() {}

  /** As an event was read or shown. */
  static Fact fact(RoomEvent event) {
    return new Fact(
        event.sequence(),
        event.id().value(),
        event.member().value(),
        event.commandId().map(CommandId::value).orElse(""),
        hash(event.content()));
  }

  static long hash(RoomEvent.Content content) {
    return switch (content) {
      case RoomEvent.MessageSent sent -> text(sent.text());
      case RoomEvent.MessageNow now -> text(now.message().text());
      case RoomEvent.MessageGone _ -> Evidence.GONE;
      case RoomEvent.MessageEdited(_, Optional<MessageText> text) when text.isEmpty() ->
          Evidence.GONE;
      default -> Evidence.hash("event", content.canonical());
    };
  }

  /** What an event does to messages. */
  static Change change(RoomEvent.Content content) {
    return switch (content) {
      case RoomEvent.MessageSent _, RoomEvent.MessageGone _ -> Change.message(hash(content));
      case RoomEvent.MessageEdited(EventId target, Optional<MessageText> text) ->
          new Change(
              Change.Kind.EDIT, target.value(), "", text.map(Facts::text).orElse(Evidence.GONE));
      case RoomEvent.MessageDeleted(EventId target) ->
          Change.of(Change.Kind.DELETE, target.value());
      case RoomEvent.MessagesDeleted(Member.Id target) ->
          Change.of(Change.Kind.DELETE_ALL, target.value());
      case RoomEvent.Reacted(EventId target, Emoji emoji, boolean on) ->
          new Change(
              on ? Change.Kind.REACT : Change.Kind.UNREACT, target.value(), emoji.value(), 0);
      case RoomEvent.MessagePinned(EventId target, boolean on) ->
          Change.of(on ? Change.Kind.PIN : Change.Kind.UNPIN, target.value());
      default -> Change.none();
    };
  }

  /** What somebody was told of messages as they are. */
  static Evidence.Reading reading(
      String reader, RoomId room, long head, List<RoomEvent> events, List<RoomEvent> pinned) {
    return new Evidence.Reading(
        room.value(),
        reader,
        head,
        events.stream().flatMap(event -> now(event).stream()).toList(),
        pinned.stream().map(event -> event.id().value()).toList());
  }

  private static Optional<Evidence.Now> now(RoomEvent event) {
    String id = event.id().value();
    return switch (event.content()) {
      case RoomEvent.MessageSent sent ->
          Optional.of(new Evidence.Now(id, text(sent.text()), false, ""));
      case RoomEvent.MessageNow(RoomEvent.MessageSent sent, boolean edited, Reactions reactions) ->
          Optional.of(new Evidence.Now(id, text(sent.text()), edited, reactions(reactions)));
      case RoomEvent.MessageGone _ -> Optional.of(new Evidence.Now(id, Evidence.GONE, false, ""));
      default -> Optional.empty();
    };
  }

  private static String reactions(Reactions reactions) {
    return reactions.all().stream()
        .map(reaction ->
            reaction.emoji().value()
                + reaction.members().stream()
                    .map(member -> member.id().value())
                    .collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }

  private static long text(MessageText text) {
    return Evidence.hash("message", text.value());
  }
}
