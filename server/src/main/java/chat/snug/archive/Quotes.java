package chat.snug.archive;

import chat.snug.room.EventId;
import chat.snug.room.RoomEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The beginnings of the last messages, for the replies to them. Confined to one writing. */
final class Quotes {
  private static final int MAX_MESSAGES = 5_000;
  private static final int MAX_CODE_POINTS = 120;

  private final Map<EventId, String> beginnings =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, String> eldest) {
          return size() > MAX_MESSAGES;
        }
      };

  void remember(RoomEvent event, RoomEvent.MessageNow message) {
    String text = MessageWords.of(message.message().text().value());
    int length = text.codePointCount(0, text.length());
    String beginning =
        length <= MAX_CODE_POINTS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS)) + "…";
    beginnings.put(event.id(), event.name().value() + ": " + beginning);
  }

  /** Who said what, if the message is not too long ago. */
  Optional<String> find(EventId message) {
    return Optional.ofNullable(beginnings.get(message));
  }
}
