package chat.snug.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.room.Attachment;
import chat.snug.room.CommandId;
import chat.snug.room.Emoji;
import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.Reactions;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.WhoMay;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What events take on the wire, and what the rules count for them. */
final class EventEncoderTest {
  private static final RoomId ROOM = new RoomId("A".repeat(22));
  private static final EventId ID = new EventId("Z".repeat(26));
  private static final Member.Id MEMBER = new Member.Id("m".repeat(64));

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "\u0001", "\n", "\"", "\\", "\u007f", "é", "߿", "ࠀ", "文", "😀", "/<>&"})
  void weighsAnEventNoLessThanItTakesOnTheWire(String character) {
    String text = character.repeat(90);
    MemberName name = MemberName.of("N" + (character.codePointAt(0) < 0x80 ? "" : character));
    Emoji emoji = new Emoji("👩🏽‍🚀");
    MessageText words = new MessageText("w" + text);
    Attachment file =
        new Attachment(
            "f".repeat(22),
            text,
            "application/octet-stream",
            Long.MAX_VALUE,
            Optional.of(new Attachment.Picture(12_000, 12_000, false)),
            Optional.of("d" + text));
    RoomEvent.MessageSent sent =
        new RoomEvent.MessageSent(words, Optional.of(ID), Collections.nCopies(10, file));
    Reactions reactions =
        Reactions.of(
            Map.of(emoji, Collections.nCopies(1_000, new Reactions.Reactor(MEMBER, name))));
    List<RoomEvent.Content> contents =
        List.of(
            sent,
            new RoomEvent.MessageNow(sent, true, reactions),
            new RoomEvent.MessageGone(),
            new RoomEvent.MessageEdited(ID, Optional.of(words)),
            new RoomEvent.MessageDeleted(ID),
            new RoomEvent.MessagesDeleted(MEMBER),
            new RoomEvent.Reacted(ID, emoji, false),
            new RoomEvent.MessagePinned(ID, false),
            new RoomEvent.MemberRenamed(MEMBER, name),
            new RoomEvent.RoomUpdated(WhoMay.EVERYONE));

    for (RoomEvent.Content content : contents) {
      RoomEvent event =
          new RoomEvent(
              Long.MAX_VALUE,
              ID,
              Long.MAX_VALUE,
              MEMBER,
              name,
              Optional.of(new CommandId(character.repeat(64 / character.length()))),
              Optional.empty(),
              content);
      int bytes = EventEncoder.event(ROOM, event).byteCount();
      assertThat(event.weight())
          .as(content.getClass().getSimpleName())
          .isBetween(bytes, bytes + bytes / 4 + 700);
    }
  }
}
