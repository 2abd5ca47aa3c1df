package chat.snug.room;

import java.util.List;
import java.util.Optional;

/**
 * What events cost: at least as many bytes as they take when a client is told of them, and about as
 * many in memory. Cuts lists of events to what may travel or wait at once. Stateless.
 */
final class Weight {
  /** All of an event but its member, its name, its command's id and its content. */
  private static final int ENVELOPE = 320;

  private static final int FILE_ENVELOPE = 200;

  private Weight() {}

  /**
   * Of a text: its bytes in UTF-8, but two for a character that is written with a backslash, and
   * six for a control character.
   */
  static int of(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < ' ') {
        bytes += "\b\t\n\f\r".indexOf(unit) < 0 ? 6 : 2;
      } else if (unit < 0x80) {
        bytes += unit == '"' || unit == '\\' ? 2 : 1;
      } else {
        // a surrogate is half of a character of four bytes
        bytes += unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
      }
    }
    return bytes;
  }

  static int of(RoomEvent event) {
    return ENVELOPE
        + event.member().value().length()
        + of(event.name().value())
        + event.commandId().map(id -> of(id.value())).orElse(0)
        + of(event.content());
  }

  static int of(RoomEvent.Content content) {
    return switch (content) {
      case RoomEvent.MessageSent sent -> of(sent);
      case RoomEvent.MessageNow(RoomEvent.MessageSent sent, _, Reactions reactions) ->
          of(sent) + reactions.weight();
      case RoomEvent.MessageEdited(_, Optional<MessageText> text) ->
          text.map(edited -> of(edited.value())).orElse(0);
      case RoomEvent.Reacted(_, Emoji emoji, _) -> of(emoji.value());
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) ->
          target.value().length() + of(name.value());
      case RoomEvent.MessagesDeleted(Member.Id target) -> target.value().length();
      case RoomEvent.Unknown unknown -> of(unknown.canonical());
      case RoomEvent.MessageGone _,
          RoomEvent.MessageDeleted _,
          RoomEvent.MessagePinned _,
          RoomEvent.RoomUpdated _ ->
          0;
    };
  }

  private static int of(RoomEvent.MessageSent sent) {
    int weight = of(sent.text().value());
    for (Attachment file : sent.attachments()) {
      weight +=
          FILE_ENVELOPE
              + of(file.name())
              + of(file.type())
              + file.description().map(Weight::of).orElse(0);
    }
    return weight;
  }

  static int of(List<RoomEvent> events) {
    int weight = 0;
    for (RoomEvent event : events) {
      weight += event.weight();
    }
    return weight;
  }

  /** As many of the events as the range allows, from the end where it begins; at least one. */
  static List<RoomEvent> cut(List<RoomEvent> events, EventRange range) {
    return range.fromEnd() ? tail(events, range.maxWeight()) : head(events, range.maxWeight());
  }

  /** The first events, as many as are within the bound; at least one. */
  private static List<RoomEvent> head(List<RoomEvent> events, int bound) {
    int weight = 0;
    for (int i = 0; i < events.size(); i++) {
      weight += events.get(i).weight();
      if (weight > bound && i > 0) {
        return events.subList(0, i);
      }
    }
    return events;
  }

  /** The last events, as many as are within the bound; at least one. */
  private static List<RoomEvent> tail(List<RoomEvent> events, int bound) {
    int weight = 0;
    for (int i = events.size() - 1; i >= 0; i--) {
      weight += events.get(i).weight();
      if (weight > bound && i < events.size() - 1) {
        return events.subList(i + 1, events.size());
      }
    }
    return events;
  }
}
